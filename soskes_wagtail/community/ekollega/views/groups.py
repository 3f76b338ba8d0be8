"""Groups: finding one, its discussions, starting and changing one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from soskes_wagtail import notifications
from soskes_wagtail.access import viewer_for, visible_to
from soskes_wagtail.community.ekollega.forms import AskForm, GroupForm
from soskes_wagtail.community.ekollega.models import Group, GroupMember, TopicTag
from soskes_wagtail.community.ekollega.services import groups as services
from soskes_wagtail.community.ekollega.services import listing, notices, reading
from soskes_wagtail.community.ekollega.standing import Standing, may_start_groups
from soskes_wagtail.community.ekollega.views.base import (
    back,
    base_of,
    group_at,
    group_link,
    members_only,
    more_of,
    post_only,
    readable_group_at,
    show,
    show_kept,
    tell_errors,
)
from soskes_wagtail.community.ekollega.views.rows import group_rows, topic_rows
from soskes_wagtail.community.names import shown_name
from soskes_wagtail.directory_snippets.models import Area
from soskes_wagtail.sections.models import ServiceSectionPage


@members_only
def all_groups(page, request):
    viewer = viewer_for(request)
    query = request.GET.get("q", "")[: listing.MAX_QUERY]
    kind, area = request.GET.get("laji", ""), request.GET.get("alue", "")
    after = request.GET.get("ennen", "")
    found = listing.other_groups(viewer, after=after, query=query, kind=kind, area=area)
    groups = group_rows(
        found.rows,
        base_of(page, request),
        "groups",
        counts=listing.member_counts(found.rows),
    )
    return show_kept(
        page,
        request,
        "groups",
        {
            "has_groups": bool(found.rows),
            "next": found.next,
            "more": more_of(q=query, laji=kind, alue=area),
            "query": query,
            "kind": kind,
            "area": area,
            "kinds": [
                (Group.Kind.OPEN.value, _("Open groups")),
                (Group.Kind.CLOSED.value, _("Closed groups")),
            ],
            "areas": [(str(one.pk), one.name) for one in listing.areas_of_groups(viewer)],
            "may_start_groups": may_start_groups(viewer),
        },
        fresh={"groups": groups},
        # Anybody can make up another address; only the plain ones are asked for again.
        keep=not (query or kind or area or after),
        title=_("All groups"),
    )


@members_only
def group(page, request, pk):
    """The discussions of a group; for those outside what it is and how to come in."""
    viewer, found = viewer_for(request), group_at(request, pk)
    standing = Standing(viewer, found)
    facts = {
        "owners": [shown_name(user) for user in _owners(found)],
        "member_count": listing.member_counts([found]).get(found.pk, 0),
        "sees_members": standing.sees_members,
        "area": found.area.name if found.area else "",
        "section": found.section.title if found.section else "",
    }
    if not standing.reads:
        waits = GroupMember.objects.filter(
            group=found, user=viewer.user, state=GroupMember.State.REQUESTED
        )
        facts |= {"group": found, "standing": standing}
        facts |= {"waits": waits.exists(), "ask_form": AskForm()}
        return show(page, request, "group_outside", facts, title=found.name)
    return _inside(page, request, found, standing, facts)


def _inside(page, request, found: Group, standing: Standing, facts: dict):
    viewer, base = standing.viewer, base_of(page, request)
    query = request.GET.get("q", "")[: listing.MAX_QUERY].replace("\x00", "").strip()
    tag = request.GET.get("tunniste", "")[:100].replace("\x00", "")
    only = "open" if request.GET.get("vain") == "open" else ""
    after = request.GET.get("ennen", "")
    pinned, topics = listing.topics_of_group(
        viewer, found, after=after, query=query, tag=tag, only=only
    )
    unread = reading.unread(viewer, [*pinned, *topics.rows])
    tagged = TopicTag.objects.filter(slug=tag).first() if tag else None
    names = ["pk", "name", "purpose", "kind", "shows_readers", "archived_at", "ends_on", "is_over"]
    facts |= {
        "group": {name: getattr(found, name) for name in names},
        "writes": standing.writes,
        "is_in": standing.is_in,
        "joins": standing.joins,
        "owns": standing.owns,
        "has_pinned": bool(pinned),
        "has_topics": bool(topics.rows),
        "next": topics.next,
        "more": more_of(vain=only, q=query, tunniste=tag),
        "query": query,
        "tag": tagged.name if tagged else "",
        "only": only,
        "is_filtered": bool(query or only or tag),
        "follows": notifications.is_subscribed(viewer.user, notices.group_topic(found.pk)),
    }
    return show_kept(
        page,
        request,
        "group",
        facts,
        fresh={
            "pinned": topic_rows(pinned, unread, base),
            "topics": topic_rows(topics.rows, unread, base),
        },
        keep=not (query or tag or after),
        title=found.name,
    )


def _owners(found: Group) -> list:
    rows = found.members.filter(
        role=GroupMember.Role.OWNER, state=GroupMember.State.ACTIVE
    ).select_related("user")
    return [row.user for row in rows[:5]]


def _form(page, request, instance: Group) -> GroupForm:
    viewer = viewer_for(request)
    sections = ServiceSectionPage.objects.filter(locale=page.locale).order_by("title")
    return GroupForm(
        request.POST or None,
        instance=instance,
        sections=visible_to(viewer, sections),
        areas=Area.objects.current().filter(kind=Area.Kind.MUNICIPALITY).order_by("name_fi"),
    )


@members_only
def start(page, request):
    viewer = viewer_for(request)
    if not may_start_groups(viewer):
        raise PermissionDenied
    form = _form(page, request, Group())
    if request.method == "POST" and form.is_valid():
        try:
            made = services.start(viewer, form.instance)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The group is there. Start its first discussion."))
            return back(page, request, f"ryhma/{made.pk}/")
    return show(
        page, request, "group_form", {"form": form, "is_new": True}, title=_("Start a group")
    )


@members_only
def change(page, request, pk):
    viewer, found = viewer_for(request), group_at(request, pk)
    if not Standing(viewer, found).owns:
        raise PermissionDenied
    name = found.name
    form = _form(page, request, found)
    if request.method == "POST" and form.is_valid():
        try:
            services.change(viewer, form.instance)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The group is changed."))
            return back(page, request, f"ryhma/{pk}/")
    link = group_link(page, request, Group(pk=pk, name=name))
    return show(
        page,
        request,
        "group_form",
        {"form": form, "group": found, "is_new": False},
        title=_("Change the group"),
        above=(link,),
    )


@members_only
@post_only
def archive(page, request, pk):
    found = group_at(request, pk)
    archived = request.POST.get("arkistoi") == "1"
    services.set_archived(viewer_for(request), found, archived)
    messages.success(
        request, _("The group is archived.") if archived else _("The group is in use again.")
    )
    return back(page, request, f"ryhma/{pk}/")


@members_only
@post_only
def follow(page, request, pk):
    """Be told of new discussions, or no longer."""
    found = readable_group_at(request, pk)
    change_it = notifications.subscribe if request.POST.get("seuraa") else notifications.unsubscribe
    try:
        change_it(viewer_for(request).user, notices.group_topic(found.pk))
    except ValidationError as error:
        tell_errors(request, error)
    return back(page, request, f"ryhma/{pk}/")
