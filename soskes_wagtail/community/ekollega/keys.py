"""Which groups somebody may enter, as access keys: one query for each viewer.

Somebody who is no member of SosKes (any more), or to whom every eKollega page is closed, holds
none, whatever groups they are in.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Now

from soskes_wagtail.access import Viewer, register_access_keys
from soskes_wagtail.access.branches import outside_q
from soskes_wagtail.access.prepared import prepared_rows

#: For what all members may read.
OPEN = "ekollega"
#: Administrators see every group: they answer for what is written in SosKes.
ADMIN = "ekollega:admin"
IN, INVITED, MODERATES, OWNS = "ekollega", "ekollega-invited", "ekollega-mod", "ekollega-own"


def register() -> None:
    register_access_keys(find, find_many)


def find(viewer: Viewer) -> frozenset[str]:
    if not viewer.is_member:
        return frozenset()
    return _keys(viewer, prepared_rows(_rows_of, viewer.user.pk, kind=(viewer.closed_branches,)))


def _rows_of(user_id: int, closed_branches: tuple[str, ...]) -> QuerySet:
    from soskes_wagtail.community.ekollega.models import GroupMember
    from soskes_wagtail.community.ekollega.page import EkollegaPage

    mine = GroupMember.objects.filter(user=user_id).order_by()
    # The time is the database's, as the query is put together once and asked at any time.
    in_time = Q(expire_at__isnull=True) | Q(expire_at__gt=Now())
    pages = EkollegaPage.objects.filter(
        in_time, outside_q(closed_branches), live=True, expired=False
    )
    rows = mine.values_list("group_id", "role", "state").union(
        pages.order_by().values_list("pk", Value("page"), Value("page")), all=True
    )
    return rows.order_by()


def find_many(viewers: list[Viewer]) -> dict[int, frozenset[str]]:
    """The same of many people, in two queries."""
    from soskes_wagtail.access.branches import is_inside
    from soskes_wagtail.community.ekollega.models import GroupMember
    from soskes_wagtail.community.ekollega.page import EkollegaPage

    members = {viewer.user.pk: viewer for viewer in viewers if viewer.is_member}
    pages = EkollegaPage.objects.live().filter(expired=False).order_by().values_list("path")
    rows: dict[int, list[tuple]] = defaultdict(list)
    found = GroupMember.objects.filter(user__in=members).order_by()
    for user_id, *row in found.values_list("user_id", "group_id", "role", "state"):
        rows[user_id].append(tuple(row))
    for user_id, viewer in members.items():
        if any(not is_inside(path, viewer.closed_branches) for (path,) in pages):
            rows[user_id].append((0, "page", "page"))
    return {pk: _keys(viewer, rows[pk]) for pk, viewer in members.items()}


def _keys(viewer: Viewer, rows: Iterable[tuple[int, str, str]]) -> frozenset[str]:
    from soskes_wagtail.community.ekollega.models import GroupMember

    rows = list(rows)
    if not any(role == "page" for _, role, _ in rows):
        return frozenset()
    keys = {OPEN, ADMIN} if viewer.is_admin else {OPEN}
    for group_id, role, state in rows:
        if state == GroupMember.State.INVITED:
            keys.add(f"{INVITED}:{group_id}")
        elif state == GroupMember.State.ACTIVE:
            keys.add(f"{IN}:{group_id}")
            if role in (GroupMember.Role.MODERATOR, GroupMember.Role.OWNER):
                keys.add(f"{MODERATES}:{group_id}")
            if role == GroupMember.Role.OWNER:
                keys.add(f"{OWNS}:{group_id}")
    return frozenset(keys)


def ids(viewer: Viewer, prefix: str) -> frozenset[int]:
    """Ids of the groups for which the viewer holds a key of the kind; no query of its own."""
    start = f"{prefix}:"
    return frozenset(
        int(key[len(start) :])
        for key in viewer.access_keys
        if key.startswith(start) and key[len(start) :].isdigit()
    )
