"""Groups: starting one, who comes in and goes, changing and closing it."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from soskes_wagtail import notifications
from soskes_wagtail.access import Viewer, audit
from soskes_wagtail.community.ekollega.models import Group, GroupMember
from soskes_wagtail.community.ekollega.services import notices
from soskes_wagtail.community.ekollega.standing import Standing, is_last_owner, may_start_groups
from soskes_wagtail.search_sources import records_changed
from soskes_wagtail.throttle import allowed

State, Role = GroupMember.State, GroupMember.Role
GROUPS_PER_DAY = 10
INVITATIONS_PER_DAY = 200


def start(viewer: Viewer, group: Group) -> Group:
    """Save a new group; who starts it owns it."""
    if not may_start_groups(viewer):
        raise PermissionDenied
    group.full_clean(exclude=["section", "area"])
    if not allowed("ekollega-group", viewer.user.pk, limit=GROUPS_PER_DAY, seconds=86400):
        raise ValidationError(
            _("You have started many groups today. Try again tomorrow."), code="often"
        )
    with transaction.atomic():
        group.save()
        _let_in(group, viewer.user, role=Role.OWNER)
        audit.record("ekollega.group_made", actor=viewer.user, subject=group)
    return group


def change(viewer: Viewer, group: Group) -> None:
    """Save a changed group; search learns who may find what is written in it."""
    _only_owners(viewer, group)
    group.full_clean(exclude=["section", "area"])
    with transaction.atomic():
        group.save()
        audit.record(
            "ekollega.group_changed", actor=viewer.user, subject=group, data={"kind": group.kind}
        )
        records_changed(Group, [group.pk])


def set_archived(viewer: Viewer, group: Group, archived: bool) -> None:
    """An archived group is read as before; nothing is written in it."""
    _only_owners(viewer, group)
    with transaction.atomic():
        group.archived_at = timezone.now() if archived else None
        group.save(update_fields=["archived_at"])
        event = "ekollega.group_archived" if archived else "ekollega.group_restored"
        audit.record(event, actor=viewer.user, subject=group)


def join(viewer: Viewer, group: Group) -> None:
    """Come in: the group is free, or has invited."""
    if not Standing(viewer, group).joins:
        raise PermissionDenied
    with transaction.atomic():
        _let_in(group, viewer.user)
        audit.record("ekollega.member_joined", actor=viewer.user, subject=group)


def ask(viewer: Viewer, group: Group, message: str = "") -> None:
    """Ask to be let in; the owner and the moderators are told, once."""
    if not Standing(viewer, group).asks:
        raise PermissionDenied
    row = GroupMember(group=group, user=viewer.user, state=State.REQUESTED, message=message)
    row.clean_fields(exclude=["group", "user"])
    with transaction.atomic():
        _, made = GroupMember.objects.get_or_create(
            group=group,
            user=viewer.user,
            defaults={"state": State.REQUESTED, "message": message[:500]},
        )
        if made:
            notices.tell_of_group(
                notices.REQUEST,
                group,
                notices.moderators_of(group),
                body=viewer.user.get_full_name() or viewer.user.get_username(),
                actor=viewer.user,
                path="jasenet/",
            )


def leave(viewer: Viewer, group: Group) -> None:
    """Go, or take back a request or decline an invitation."""
    row = GroupMember.objects.filter(group=group, user=viewer.user).first()
    if row is None:
        return
    if is_last_owner(row):
        raise ValidationError(
            _("You are the only owner of this group. Make somebody else its owner first."),
            code="last_owner",
        )
    with transaction.atomic():
        was_in = row.state == State.ACTIVE
        _take_out(row)
        if was_in:
            audit.record("ekollega.member_left", actor=viewer.user, subject=group)


def invite(viewer: Viewer, group: Group, users) -> int:
    """Invite members of SosKes; who has asked is let in. Returns how many are new."""
    _only_moderators_inside(viewer, group)
    if group.is_over:
        raise PermissionDenied
    told, welcomed = [], []
    with transaction.atomic():
        for user in users:
            if not allowed(
                "ekollega-invite", viewer.user.pk, limit=INVITATIONS_PER_DAY, seconds=86400
            ):
                raise ValidationError(_("You have invited many people today."), code="often")
            row, made = GroupMember.objects.get_or_create(
                group=group,
                user=user,
                defaults={"state": State.INVITED, "invited_by": viewer.user},
            )
            if made:
                told.append(user)
            elif row.state == State.REQUESTED:
                _let_in(group, user)
                welcomed.append(user)
        notices.tell_of_group(notices.INVITATION, group, told, actor=viewer.user)
        notices.tell_of_group(notices.WELCOME, group, welcomed, actor=viewer.user)
    return len(told) + len(welcomed)


def decide(viewer: Viewer, member: GroupMember, accept: bool) -> None:
    """Answer a request."""
    _only_moderators_inside(viewer, member.group)
    if member.state != State.REQUESTED:
        return
    with transaction.atomic():
        if accept:
            _let_in(member.group, member.user)
            audit.record(
                "ekollega.member_joined",
                actor=viewer.user,
                subject=member.group,
                data={"user": member.user_id},
            )
            notices.tell_of_group(notices.WELCOME, member.group, [member.user], actor=viewer.user)
        else:
            member.delete()


def remove(viewer: Viewer, member: GroupMember) -> None:
    """Take somebody out of the group; at once nothing in it is theirs to see any more.

    Owners take out anybody, moderators only those who are neither.
    """
    standing = Standing(viewer, member.group)
    if not standing.owns and not (standing.moderates_inside and member.role == Role.MEMBER):
        raise PermissionDenied
    if is_last_owner(member):
        raise ValidationError(_("A group needs an owner."), code="last_owner")
    with transaction.atomic():
        user_id = member.user_id
        _take_out(member)
        audit.record(
            "ekollega.member_removed",
            actor=viewer.user,
            subject=member.group,
            data={"user": user_id},
        )


def set_role(viewer: Viewer, member: GroupMember, role: str) -> None:
    _only_owners(viewer, member.group)
    if role not in Role.values or member.state != State.ACTIVE:
        raise ValidationError(_("There is no such role."), code="role")
    if role != Role.OWNER and is_last_owner(member):
        raise ValidationError(_("A group needs an owner."), code="last_owner")
    with transaction.atomic():
        member.role = role
        member.save(update_fields=["role"])
        audit.record(
            "ekollega.member_role",
            actor=viewer.user,
            subject=member.group,
            data={"user": member.user_id, "role": role},
        )


def forget_person(user) -> int:
    """Take a person out of all groups; where they were the only owner, a moderator or else the
    member who has been there longest owns the group. Returns the number of rows deleted."""
    rows = list(GroupMember.objects.filter(user=user).select_related("group"))
    for row in rows:
        if is_last_owner(row):
            others = row.group.members.filter(state=State.ACTIVE, user__is_active=True)
            others = others.exclude(pk=row.pk)
            heir = others.filter(role=Role.MODERATOR).order_by("pk").first()
            heir = heir or others.order_by("pk").first()
            if heir:
                heir.role = Role.OWNER
                heir.save(update_fields=["role"])
        row.delete()
    return len(rows)


def _let_in(group: Group, user, role: str = Role.MEMBER) -> None:
    now = timezone.now()
    row, made = GroupMember.objects.get_or_create(
        group=group,
        user=user,
        defaults={"role": role, "state": State.ACTIVE, "joined_at": now, "read_until": now},
    )
    if not made and row.state != State.ACTIVE:
        row.state, row.joined_at, row.read_until, row.message = State.ACTIVE, now, now, ""
        row.save()
    notifications.subscribe(user, notices.group_topic(group.pk))


def _take_out(row: GroupMember) -> None:
    row.delete()
    notifications.unsubscribe(row.user, notices.group_topic(row.group_id))


def _only_owners(viewer: Viewer, group: Group) -> None:
    if not Standing(viewer, group).owns:
        raise PermissionDenied


def _only_moderators_inside(viewer: Viewer, group: Group) -> None:
    if not Standing(viewer, group).moderates_inside:
        raise PermissionDenied
