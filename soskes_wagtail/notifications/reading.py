"""Notices as their reader finds them: a count, a list, read and unread. Access is asked again."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlsplit

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from soskes_wagtail.access import Viewer
from soskes_wagtail.access.many import Target, sight_of
from soskes_wagtail.access.prepared import prepared_rows
from soskes_wagtail.notifications.kinds import kind_of
from soskes_wagtail.notifications.models import Notice
from soskes_wagtail.notifications.raising import may_be_told

#: Unread notices looked at for the count; beyond it says "99+".
COUNTED = 100
ON_A_PAGE = 20


@dataclass(frozen=True)
class Listing:
    """A part of the list; ``next``: the id to go on before, None at the end."""

    notices: list[Notice]
    next: int | None


def listed(viewer: Viewer, before: int | None = None) -> Listing:
    """The notices of the viewer, newest first, from before an id on."""
    if not viewer.is_authenticated:
        return Listing([], None)
    rows = Notice.objects.filter(user=viewer.user.pk)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.select_related("event").order_by("-pk")[: ON_A_PAGE + 1])
    more = len(found) > ON_A_PAGE
    found = found[:ON_A_PAGE]
    return Listing(_visible(viewer, found), found[-1].pk if more else None)


def mark_read(user, notice_ids: Iterable[int] | None = None) -> int:
    """Mark notices of the user as read, all of them by default; returns how many."""
    rows = Notice.objects.filter(user=user, read_at__isnull=True)
    if notice_ids is not None:
        rows = rows.filter(pk__in=list(notice_ids))
    return rows.update(read_at=timezone.now())


def unread_here(viewer: Viewer, request: HttpRequest) -> int:
    """Number of unread notices that the viewer may be told of, ``COUNTED`` at most, those of the
    address asked for excepted: whoever looks at what they tell of has read them. One query, and
    those that the types of targets take."""
    if not viewer.is_authenticated:
        return 0
    rows = [_Unread(*row) for row in prepared_rows(_unread_rows, viewer.user.pk)]
    may_see = sight_of({row.target for row in rows})
    found = [
        row
        for row in rows
        if may_be_told(kind_of(row.kind), viewer) and may_see(viewer, row.target)
    ]
    here = [row for row in found if urlsplit(row.url).path == request.path]
    if here and request.method == "GET":
        mark_read(viewer.user, [row.pk for row in here])
    return len(found) - len(here)


class _Unread(NamedTuple):
    pk: int
    kind: str
    url: str
    content_type_id: int
    object_id: str

    @property
    def target(self) -> Target:
        return Target(self.content_type_id, self.object_id)


def _unread_rows(user_id: int) -> QuerySet:
    rows = Notice.objects.filter(user=user_id, read_at__isnull=True).order_by("-pk")
    event = (f"event__{name}" for name in _Unread._fields[1:])
    return rows.values_list("pk", *event)[:COUNTED]


def _visible(viewer: Viewer, notices: Iterable[Notice]) -> list[Notice]:
    notices = list(notices)
    may_see = sight_of({notice.event.target for notice in notices})
    return [
        notice
        for notice in notices
        if may_be_told(kind_of(notice.event.kind), viewer) and may_see(viewer, notice.event.target)
    ]
