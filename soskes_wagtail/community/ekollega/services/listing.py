"""Lists of groups, topics and posts, page by page; each a fixed number of queries.

Pages go by keys and not by numbers: the next page begins after the last row shown, so that the
ten-thousandth page costs what the first one does.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count, Q, QuerySet
from django.utils.dateparse import parse_datetime

from soskes_wagtail.access import Viewer, visible_to
from soskes_wagtail.access.prepared import prepared_rows
from soskes_wagtail.community.ekollega import keys
from soskes_wagtail.community.ekollega.models import Group, GroupMember, Post, Topic
from soskes_wagtail.directory_snippets.models import Area
from soskes_wagtail.row_ids import row_id

TOPICS, POSTS, GROUPS = 20, 20, 30
MAX_QUERY = 100


@dataclass(frozen=True)
class Slice:
    """Rows of a page; ``next``: what the address of the next page says, or empty."""

    rows: list[Any]
    next: str = ""


def _after(text: str) -> tuple[datetime, int] | None:
    """A place in a list by time: ``2026-11-27T09:00:00.000001+00:00_55``."""
    moment, _, pk = text[:60].replace(" ", "+").rpartition("_")
    try:
        parsed = parse_datetime(moment)
    except ValueError:
        return None
    number = row_id(pk)
    if parsed is None or parsed.tzinfo is None or number is None:
        return None
    return parsed, number


def _by_time(queryset: QuerySet, after: str, size: int) -> Slice:
    if place := _after(after):
        moment, pk = place
        queryset = queryset.filter(Q(active_at__lt=moment) | Q(active_at=moment, pk__lt=pk))
    return _slice(list(queryset.order_by("-active_at", "-pk")[: size + 1]), size)


def _slice(rows: list, size: int) -> Slice:
    """A page of rows by time, out of those of it and one more."""
    more = len(rows) > size
    rows = rows[:size]
    return Slice(rows, f"{rows[-1].active_at.isoformat()}_{rows[-1].pk}" if more else "")


def _words(queryset: QuerySet, query: str, *fields: str) -> QuerySet:
    for word in query[:MAX_QUERY].replace("\x00", "").split()[:8]:
        found = Q(pk__in=[])
        for field in fields:
            found |= Q(**{f"{field}__icontains": word})
        queryset = queryset.filter(found)
    return queryset


def topics_of_group(
    viewer: Viewer, group: Group, *, after: str = "", query: str = "", tag: str = "", only: str = ""
) -> tuple[list[Topic], Slice]:
    """Pinned topics (on the first page, where nothing is filtered), and a page of the others.

    ``query``: words in the title or the texts; ``tag``: slug; ``only``: ``open`` questions.
    """
    topics = visible_to(viewer, Topic.objects.filter(group=group)).select_related("last_author")
    if query or tag or only:
        if tag:
            topics = topics.filter(tags__slug=tag[:100])
        if only == "open":
            topics = topics.filter(is_answered=False)
        if query:
            shown = visible_to(viewer, Post.objects.filter(topic__group=group))
            for word in query[:MAX_QUERY].replace("\x00", "").split()[:8]:
                said = shown.filter(body__icontains=word).order_by().values("topic_id")
                topics = topics.filter(Q(title__icontains=word) | Q(pk__in=said))
        return [], _by_time(topics, after, TOPICS)
    pinned = [] if after else list(topics.filter(is_pinned=True)[:TOPICS])
    return pinned, _by_time(topics.filter(is_pinned=False), after, TOPICS)


def feed(viewer: Viewer, *, after: str = "", mine: bool = True) -> Slice:
    """Topics in which something was written last: of the viewer's groups, or of all that they
    may read."""
    ids = keys.ids(viewer, keys.IN) if mine else None
    if after:
        found = _in_groups(visible_to(viewer, Topic.objects.all()), ids)
        return _by_time(found.select_related("group", "last_author"), after, TOPICS)
    # The first page is asked for all the time: by a query that is put together once.
    topics = []
    for *values, name in prepared_rows(_latest_rows, kind=(Topic.visible_q(viewer), ids)):
        topic = Topic.from_db(Topic.objects.db, _TOPIC, values)
        topic.group = Group.from_db(Group.objects.db, ["id", "name"], [topic.group_id, name])
        topics.append(topic)
    authors = users_by_id(topic.last_author_id for topic in topics)
    for topic in topics:
        topic.last_author = authors.get(topic.last_author_id)
    return _slice(topics, TOPICS)


_TOPIC = [field.attname for field in Topic._meta.concrete_fields]
_GROUP = [field.attname for field in Group._meta.concrete_fields]


def _in_groups(topics: QuerySet, ids: frozenset[int] | None) -> QuerySet:
    return topics if ids is None else topics.filter(group__in=ids)


def _latest_rows(rule: Q, ids: frozenset[int] | None) -> QuerySet:
    topics = _in_groups(Topic.objects.filter(rule), ids).order_by("-active_at", "-pk")
    return topics.values_list(*_TOPIC, "group__name")[: TOPICS + 1]


def users_by_id(ids: Iterable[int | None]) -> dict[int, Any]:
    """Users by their ids, whatever has become of them; one query."""
    return get_user_model()._base_manager.in_bulk(set(ids) - {None})


def my_groups(viewer: Viewer) -> list[Group]:
    """Groups that the viewer is in or invited to, where something happened last first."""
    ids = keys.ids(viewer, keys.IN) | keys.ids(viewer, keys.INVITED)
    rows = prepared_rows(_group_rows, kind=(Group.visible_q(viewer), ids))
    return [Group.from_db(Group.objects.db, _GROUP, row) for row in rows]


def _group_rows(rule: Q, ids: frozenset[int]) -> QuerySet:
    groups = Group.objects.filter(rule, pk__in=ids).order_by("archived_at", "-active_at", "-pk")
    return groups.values_list(*_GROUP)[:200]


def other_groups(
    viewer: Viewer, *, after: str = "", query: str = "", kind: str = "", area: str = ""
) -> Slice:
    """Groups that one may get to know, by what happened last; archived ones are left out."""
    groups = visible_to(viewer, Group.objects.filter(archived_at=None))
    if kind in Group.Kind.values:
        groups = groups.filter(kind=kind)
    if (area_id := row_id(area)) is not None:
        groups = groups.filter(area=area_id)
    return _by_time(_words(groups, query, "name", "purpose"), after, GROUPS)


def areas_of_groups(viewer: Viewer) -> list[Area]:
    """Areas to which groups belong that the viewer may get to know."""
    groups = visible_to(viewer, Group.objects.filter(archived_at=None))
    return list(Area.objects.filter(pk__in=groups.values("area")).order_by("name_fi"))


def member_counts(groups: list[Group]) -> dict[int, int]:
    rows = GroupMember.objects.filter(
        group__in=[group.pk for group in groups], state=GroupMember.State.ACTIVE
    )
    return dict(rows.order_by().values_list("group_id").annotate(Count("pk")))


def page_start(number: int) -> int:
    """Number of the first post of the page on which a post stands."""
    return max(0, number - 1) // POSTS * POSTS + 1
