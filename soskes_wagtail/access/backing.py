"""Which of a user's groups count: where memberships are in use, a group that carries a role counts
only as long as there is a membership behind it.

The directory keeps such groups in step with the memberships, since Wagtail's own checks look at
nothing else. Whoever asks here need not trust that.
"""

import datetime
from collections.abc import Callable, Collection
from functools import lru_cache
from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import connections, router
from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects
from django.utils import timezone

from soskes_wagtail.access.roles import Role
from soskes_wagtail.conf import app_settings

#: Name of the relation from a group to its role.
ROLE = "soskes_role"
#: Stands for the id of any user in the query that is put together once; nobody has it.
_SOMEBODY = -2_147_480_641


class _Backing(NamedTuple):
    of_one: Callable[..., Q]
    of_many: Callable[[Collection[int]], set[tuple[int, str]]]


_rules: list[_Backing] = []


def register_role_backing(
    of_one: Callable[..., Q], of_many: Callable[[Collection[int]], set[tuple[int, str]]]
) -> None:
    """``of_one(user)``: the groups whose role memberships of the user stand behind;
    ``of_many(user_ids)``: pairs of user id and role that have some. Both may depend on the user
    and the day, and on nothing else outside the database. Once, at the start."""
    _rules[:] = [_Backing(of_one, of_many)]


def held_groups(user) -> QuerySet[Group]:
    """Groups of a user that count, not yet fetched. Without a rule, none that carries a role."""
    groups = user.groups.all()
    if not app_settings.MEMBERSHIPS:
        return groups
    counted = Q(soskes_role__isnull=True)
    for rule in _rules:
        counted |= rule.of_one(user)
    return groups.filter(counted)


def fetched_groups(user) -> QuerySet[Group]:
    """``held_groups`` with their roles, in one query for as long as the user object lives.

    Whoever asks the user for its groups after us, as Wagtail's privacy check does, gets these
    without a query. Changing the groups of the user object forgets them.
    """
    kept = _prefetched(user)
    known = kept.get("groups")
    if not hasattr(known, "soskes_held"):
        kept.pop("groups", None)
        known = _held(_read_groups(user) if isinstance(user.pk, int) else _query(user))
        kept["groups"] = known
    return known


class _HeldGroups(QuerySet):
    """Groups that are read already; the query is made only for whoever narrows them down."""

    held_by = None

    @property
    def query(self):
        if self.held_by is not None:
            user, self.held_by = self.held_by, None
            self._query = _query(user).query
        return self._query

    @query.setter
    def query(self, value):
        QuerySet.query.fset(self, value)


def _query(user) -> QuerySet[Group]:
    # Not through the relation's own cache, in which the groups that are read lie.
    kept = _prefetched(user).pop("groups", None)
    try:
        return held_groups(user).select_related(ROLE)
    finally:
        if kept is not None:
            _prefetched(user)["groups"] = kept


def _read_groups(user) -> QuerySet[Group]:
    """``held_groups`` with their roles, read now."""
    using = router.db_for_read(Group, instance=user)
    rules = tuple(_rules) if app_settings.MEMBERSHIPS else None
    sql, params = _compiled(using, timezone.localdate(), rules)
    theirs = [type(value)(user.pk) if value == _SOMEBODY else value for value in params]
    with connections[using].cursor() as cursor:
        cursor.execute(sql, theirs)
        rows = cursor.fetchall()
    groups = _HeldGroups(Group, using=using)
    groups.held_by = user
    groups._result_cache = [_group(using, *row) for row in rows]
    groups._prefetch_done = True
    return groups


@lru_cache(maxsize=16)
def _compiled(
    using: str, day: datetime.date, rules: tuple[_Backing, ...] | None
) -> tuple[str, tuple]:
    """The query for any user on a day. Every page asks it, and to put it together takes Django
    much longer than the database needs to answer; the answer is always asked for anew."""
    somebody = get_user_model()(pk=_SOMEBODY)
    somebody._state.db = using
    groups = held_groups(somebody).values_list("pk", "name", f"{ROLE}__pk", f"{ROLE}__key")
    sql, params = groups.query.get_compiler(using).as_sql()
    return sql, tuple(params)


def _group(using: str, pk: int, name: str, role_pk: int | None, role_key: str | None) -> Group:
    group = Group.from_db(using, ["id", "name"], [pk, name])
    role = None
    if role_pk is not None:
        role = Role.from_db(using, ["id", "key", "group_id"], [role_pk, role_key, pk])
        role._state.fields_cache["group"] = group
    group._state.fields_cache[ROLE] = role
    return group


def fetch_groups_of(users: Collection) -> None:
    """``fetched_groups`` of many users, in a constant number of queries."""
    for user in users:
        _prefetched(user).pop("groups", None)
    prefetch_related_objects(users, Prefetch("groups", Group.objects.select_related(ROLE)))
    backed: set[tuple[int, str]] = set()
    if app_settings.MEMBERSHIPS:
        for rule in _rules:
            backed |= rule.of_many([user.pk for user in users])
    for user in users:
        groups = _held(_prefetched(user)["groups"])
        if app_settings.MEMBERSHIPS:
            groups._result_cache = [
                group
                for group in groups
                if not hasattr(group, ROLE) or (user.pk, group.soskes_role.key) in backed
            ]


def _prefetched(user) -> dict[str, QuerySet]:
    """Django's own cache of relations; not by ``__dict__``, as ``request.user`` is a proxy."""
    if not hasattr(user, "_prefetched_objects_cache"):
        user._prefetched_objects_cache = {}
    return user._prefetched_objects_cache


def _held(groups: QuerySet[Group]) -> QuerySet[Group]:
    groups.soskes_held = True
    return groups
