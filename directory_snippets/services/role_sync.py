"""Role groups follow memberships: derived rows, never a source.

Viewers ask the memberships themselves (``access.held_groups``). Wagtail's own checks, of page
privacy, of the admin and of permissions on pages, look at ``user.groups``; for them this module
keeps the groups that carry a role in step: at once when something changes
(``directory_snippets.signals``), on each new day (``services.new_day``) and every night
(``soskes_sync_memberships``).
"""

from collections.abc import Collection, Iterable
from contextvars import ContextVar
from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from wagtail.log_actions import get_active_log_context

from soskes_wagtail.access import Role, RoleKey, audit
from soskes_wagtail.conf import app_settings
from soskes_wagtail.directory_snippets.models import Membership
from soskes_wagtail.search_sources import records_changed

_syncing: ContextVar[bool] = ContextVar("soskes_syncing_roles", default=False)


class Synced(NamedTuple):
    """Numbers of roles that a run gave to people and took from them."""

    given: int
    taken: int


def backing_of(user) -> Q:
    """The groups whose role a membership of the user stands behind; for ``held_groups``."""
    memberships = Membership.objects.active().filter(user=user, role=OuterRef("soskes_role__key"))
    return Q(Exists(memberships.order_by()))


def backing_of_many(user_ids: Collection[int]) -> set[tuple[int, str]]:
    """Pairs of user id and role that memberships stand behind; for ``fetch_groups_of``."""
    memberships = Membership.objects.active().filter(user__in=user_ids).order_by()
    return set(memberships.values_list("user_id", "role"))


def is_syncing() -> bool:
    """Whether it is this module that changes groups, so that signals need not answer."""
    return _syncing.get()


def sync_roles(user_ids: Iterable[int] | None = None) -> Synced:
    """Put the users (default: all) into the groups of the roles of their memberships in force,
    and out of those of all other roles. Does nothing where the host does without memberships.

    The same few queries for one user and for thousands.
    """
    if not app_settings.MEMBERSHIPS:
        return Synced(0, 0)
    with transaction.atomic():
        return _sync(None if user_ids is None else set(user_ids))


def _sync(user_ids: set[int] | None) -> Synced:
    groups = dict(Role.objects.values_list("group_id", "key"))
    if not groups:
        return Synced(0, 0)
    through, user_key = _user_groups()
    members = Membership.objects.in_force().order_by()
    rows = through.objects.filter(group_id__in=groups)
    if user_ids is not None:
        members = members.filter(user__in=user_ids)
        rows = rows.filter(**{f"{user_key}__in": user_ids})
    group_of = {key: group for group, key in groups.items()}
    wanted = {
        (user, group_of[role])
        for user, role in members.values_list("user_id", "role").distinct()
        if role in group_of
    }
    stored = rows.values_list("pk", user_key, "group_id")
    present = {(user, group): pk for pk, user, group in stored}
    given, taken = wanted - present.keys(), present.keys() - wanted
    if not given and not taken:
        return Synced(0, 0)
    token = _syncing.set(True)
    try:
        through.objects.filter(pk__in=[present[pair] for pair in taken]).delete()
        through.objects.bulk_create(
            [through(**{user_key: user, "group_id": group}) for user, group in sorted(given)],
            ignore_conflicts=True,
        )
    finally:
        _syncing.reset(token)
    _tell_search({user for user, _ in given | taken})
    _log("role.given", given, groups)
    _log("role.taken", taken, groups)
    return Synced(len(given), len(taken))


def _tell_search(user_ids: set[int]) -> None:
    """Who begins or ends with the day is found, or not any more, without anybody having saved
    anything."""
    rows = Membership.objects.filter(user__in=user_ids).order_by()
    records_changed(Membership, rows.values_list("pk", flat=True))


def _log(event: str, pairs: set[tuple[int, int]], roles: dict[int, str]) -> None:
    users = get_user_model()._default_manager.in_bulk([user for user, _ in pairs])
    audit.record_many(
        event,
        actor=get_active_log_context().user,
        rows=[(users[user], {"role": RoleKey(roles[group])}) for user, group in sorted(pairs)],
    )


def _user_groups():
    """The table between users and groups, and its column of the user; hosts have their own
    user models."""
    field = get_user_model()._meta.get_field("groups")
    return field.remote_field.through, f"{field.m2m_field_name()}_id"
