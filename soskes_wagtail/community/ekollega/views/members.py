"""Who is in a group: coming, going, inviting, roles."""

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from soskes_wagtail.access import Viewer, viewer_for, visible_to
from soskes_wagtail.community.ekollega.forms import AskForm, InviteForm
from soskes_wagtail.community.ekollega.models import GroupMember
from soskes_wagtail.community.ekollega.services import groups as services
from soskes_wagtail.community.ekollega.standing import Standing
from soskes_wagtail.community.ekollega.views.base import (
    back,
    group_at,
    group_link,
    members_only,
    post_only,
    show,
    tell_errors,
)
from soskes_wagtail.row_ids import row_id

PER_PAGE = 100
MOST_INVITED = 30


@members_only
@post_only
def join(page, request, pk):
    """Come in, or ask to be let in, as the group wants it."""
    viewer, group = viewer_for(request), group_at(request, pk)
    standing = Standing(viewer, group)
    if standing.is_in:
        return back(page, request, f"ryhma/{pk}/")
    if standing.joins:
        services.join(viewer, group)
        messages.success(request, _("Welcome to the group!"))
        return back(page, request, f"ryhma/{pk}/")
    form = AskForm(request.POST)
    if not form.is_valid():
        tell_errors(request, ValidationError(form.errors.as_data()["message"]))
        return back(page, request, f"ryhma/{pk}/")
    services.ask(viewer, group, form.cleaned_data["message"])
    messages.success(request, _("The owner of the group has been asked. You will be told."))
    return back(page, request, f"ryhma/{pk}/")


@members_only
@post_only
def leave(page, request, pk):
    group = group_at_or_asked(request, pk)
    try:
        services.leave(viewer_for(request), group)
    except ValidationError as error:
        tell_errors(request, error)
        return back(page, request, f"ryhma/{pk}/")
    messages.success(request, _("You are not in the group “%(group)s”.") % {"group": group.name})
    return back(page, request)


def group_at_or_asked(request, pk):
    """A group that the viewer knows of, also one that became hidden while they waited."""
    try:
        return group_at(request, pk)
    except Http404:
        row = GroupMember.objects.filter(group=pk, user=viewer_for(request).user)
        found = row.select_related("group").first()
        if found is None:
            raise
        return found.group


@members_only
def listed(page, request, pk):
    viewer, group = viewer_for(request), group_at(request, pk)
    standing = Standing(viewer, group)
    if not standing.sees_members:
        raise Http404
    rows = visible_to(viewer, GroupMember.objects.filter(group=group)).select_related("user")
    active = rows.filter(state=GroupMember.State.ACTIVE).order_by("pk")
    if (last := row_id(request.GET.get("jalkeen"))) is not None:
        active = active.filter(pk__gt=last)
    active = list(active[: PER_PAGE + 1])
    waiting = rows.exclude(state=GroupMember.State.ACTIVE) if standing.moderates_inside else []
    return show(
        page,
        request,
        "members",
        {
            "group": group,
            "standing": standing,
            "members": active[:PER_PAGE],
            "next": active[PER_PAGE - 1].pk if len(active) > PER_PAGE else "",
            "waiting": list(waiting[:200]),
            "roles": GroupMember.Role.choices,
            "invite_form": InviteForm(),
        },
        title=_("Members"),
        above=(group_link(page, request, group),),
    )


@members_only
@post_only
def invite(page, request, pk):
    viewer, group = viewer_for(request), group_at(request, pk)
    if not Standing(viewer, group).moderates_inside:
        raise PermissionDenied
    form = InviteForm(request.POST)
    if not form.is_valid():
        tell_errors(request, ValidationError(form.errors.as_data()["who"]))
        return back(page, request, f"ryhma/{pk}/jasenet/")
    found, unknown = people_named(form.cleaned_data["who"])
    try:
        number = services.invite(viewer, group, found)
    except ValidationError as error:
        tell_errors(request, error)
        return back(page, request, f"ryhma/{pk}/jasenet/")
    if number:
        text = ngettext("%(number)s person invited.", "%(number)s people invited.", number)
        messages.success(request, text % {"number": number})
    if unknown:
        messages.warning(
            request,
            _("Not found among the members of SosKes, or found more than once: %(names)s")
            % {"names": ", ".join(unknown)},
        )
    return back(page, request, f"ryhma/{pk}/jasenet/")


def people_named(text: str) -> tuple[list, list[str]]:
    """Members of SosKes by name or e-mail address, one on each line; and lines that are not
    just one of them."""
    lines = [line for part in text.splitlines() if (line := " ".join(part.split()))]
    lines = list(dict.fromkeys(lines))[:MOST_INVITED]
    wanted = Q(pk__in=[])
    for line in lines:
        first, _space, last = line.partition(" ")
        wanted |= Q(email__iexact=line) | Q(first_name__iexact=first, last_name__iexact=last)
    users = get_user_model()._default_manager.filter(wanted, is_active=True)[:500]
    members = [v.user for v in Viewer.of_many(users).values() if v.is_member]
    found, unknown = [], []
    for line in lines:
        folded = line.lower()
        fits = [
            user for user in members if folded in (user.email.lower(), user.get_full_name().lower())
        ]
        if len(fits) == 1:
            found.append(fits[0])
        else:
            unknown.append(line)
    return list(dict.fromkeys(found)), unknown


@members_only
@post_only
def change(page, request, pk):
    """Accept or decline a request, another role, or out of the group."""
    viewer = viewer_for(request)
    rows = visible_to(viewer, GroupMember.objects.filter(pk=pk)).select_related("group", "user")
    member = rows.first()
    if member is None or not Standing(viewer, member.group).moderates_inside:
        raise Http404
    group_id = member.group_id
    action = request.POST.get("do", "")
    try:
        if action in ("accept", "decline"):
            services.decide(viewer, member, accept=action == "accept")
        elif action == "remove":
            services.remove(viewer, member)
        elif action == "role":
            services.set_role(viewer, member, request.POST.get("role", ""))
    except ValidationError as error:
        tell_errors(request, error)
    else:
        messages.success(request, _("Done."))
    if not Standing(viewer, member.group).moderates_inside or member.user_id == viewer.user.pk:
        return back(page, request, f"ryhma/{group_id}/")
    return back(page, request, f"ryhma/{group_id}/jasenet/")
