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
    group_at,
    group_link,
    members_only,
    post_only,
    readable_group_at,
    show,
    tell_errors,
)
from soskes_wagtail.directory_snippets.models import Area
from soskes_wagtail.sections.models import ServiceSectionPage


@members_only
def all_groups(page, request):
    viewer = viewer_for(request)
    query = request.GET.get("q", "")[: listing.MAX_QUERY]
    kind, area = request.GET.get("laji", ""), request.GET.get("alue", "")
    found = listing.other_groups(
        viewer, after=request.GET.get("ennen", ""), query=query, kind=kind, area=area
    )
    return show(
        page,
        request,
        "groups",
        {
            "groups": found.rows,
            "next": found.next,
            "query": query,
            "kind": kind,
            "area": area,
            "kinds": [
                (Group.Kind.OPEN, _("Open groups")),
                (Group.Kind.CLOSED, _("Closed groups")),
            ],
            "areas": Area.objects.filter(
                pk__in=visible_to(viewer, Group.objects.filter(archived_at=None)).values("area")
            ).order_by("name_fi"),
            "may_start_groups": may_start_groups(viewer),
        },
        title=_("All groups"),
    )


@members_only
def group(page, request, pk):
    """The discussions of a group; for those outside what it is and how to come in."""
    viewer, found = viewer_for(request), group_at(request, pk)
    standing = Standing(viewer, found)
    context = {
        "group": found,
        "standing": standing,
        "owners": _owners(found),
        "member_count": listing.member_counts([found]).get(found.pk, 0),
    }
    if not standing.reads:
        waits = GroupMember.objects.filter(
            group=found, user=viewer.user, state=GroupMember.State.REQUESTED
        )
        context |= {"waits": waits.exists(), "ask_form": AskForm()}
        return show(page, request, "group_outside", context, title=found.name)
    query = request.GET.get("q", "")[: listing.MAX_QUERY].replace("\x00", "").strip()
    tag, only = request.GET.get("tunniste", "")[:100].replace("\x00", ""), request.GET.get("vain")
    pinned, topics = listing.topics_of_group(
        viewer, found, after=request.GET.get("ennen", ""), query=query, tag=tag, only=only or ""
    )
    context |= {
        "pinned": pinned,
        "topics": topics.rows,
        "next": topics.next,
        "unread": reading.unread(viewer, [*pinned, *topics.rows]),
        "query": query,
        "tag": TopicTag.objects.filter(slug=tag).first() if tag else None,
        "only": only,
        "follows": notifications.is_subscribed(viewer.user, notices.group_topic(found.pk)),
    }
    return show(page, request, "group", context, title=found.name)


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
