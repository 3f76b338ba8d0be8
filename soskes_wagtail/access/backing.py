"""Which of a user's groups count: where memberships are in use, a group that carries a role counts
only as long as there is a membership behind it.

The directory keeps such groups in step with the memberships, since Wagtail's own checks look at
nothing else. Whoever asks here need not trust that.
"""

from collections.abc import Callable, Collection
from typing import NamedTuple

from django.contrib.auth.models import Group
from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects

from soskes_wagtail.conf import app_settings

#: Name of the relation from a group to its role.
ROLE = "soskes_role"


class _Backing(NamedTuple):
    of_one: Callable[..., Q]
    of_many: Callable[[Collection[int]], set[tuple[int, str]]]


_rules: list[_Backing] = []


def register_role_backing(
    of_one: Callable[..., Q], of_many: Callable[[Collection[int]], set[tuple[int, str]]]
) -> None:
    """``of_one(user)``: the groups whose role memberships of the user stand behind;
    ``of_many(user_ids)``: pairs of user id and role that have some. Once, at the start."""
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
        known = _held(held_groups(user).select_related(ROLE))
        kept["groups"] = known
    return known


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
