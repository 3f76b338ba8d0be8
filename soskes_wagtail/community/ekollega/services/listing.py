"""Lists of groups, topics and posts, page by page; each a fixed number of queries.

Pages go by keys and not by numbers: the next page begins after the last row shown, so that the
ten-thousandth page costs what the first one does.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.dateparse import parse_datetime

from soskes_wagtail.access import Viewer, visible_to
from soskes_wagtail.community.attachments.services import attachments_of
from soskes_wagtail.community.ekollega import keys
from soskes_wagtail.community.ekollega.models import Group, GroupMember, Post, Topic

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
    if parsed is None or parsed.tzinfo is None or not pk.isdigit() or len(pk) > 18:
        return None
    return parsed, int(pk)


def _by_time(queryset: QuerySet, after: str, size: int) -> Slice:
    if place := _after(after):
        moment, pk = place
        queryset = queryset.filter(Q(active_at__lt=moment) | Q(active_at=moment, pk__lt=pk))
    rows = list(queryset.order_by("-active_at", "-pk")[: size + 1])
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
    topics = visible_to(viewer, Topic.objects.filter(group=group)).select_related(
        "author", "last_author"
    )
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
    topics = visible_to(viewer, Topic.objects.all()).select_related("group", "last_author")
    if mine:
        topics = topics.filter(group__in=keys.ids(viewer, keys.IN))
    return _by_time(topics, after, TOPICS)


def my_groups(viewer: Viewer) -> list[Group]:
    """Groups that the viewer is in or invited to, where something happened last first."""
    ids = keys.ids(viewer, keys.IN) | keys.ids(viewer, keys.INVITED)
    groups = visible_to(viewer, Group.objects.filter(pk__in=ids))
    return list(groups.order_by("archived_at", "-active_at", "-pk")[:200])


def other_groups(
    viewer: Viewer, *, after: str = "", query: str = "", kind: str = "", area: str = ""
) -> Slice:
    """Groups that one may get to know, by what happened last; archived ones are left out."""
    groups = visible_to(viewer, Group.objects.filter(archived_at=None))
    if kind in Group.Kind.values:
        groups = groups.filter(kind=kind)
    if area.isdigit() and len(area) < 18:
        groups = groups.filter(area=int(area))
    found = _by_time(_words(groups, query, "name", "purpose"), after, GROUPS)
    counts = member_counts(found.rows)
    for group in found.rows:
        group.member_count = counts.get(group.pk, 0)
    return found


def member_counts(groups: list[Group]) -> dict[int, int]:
    rows = GroupMember.objects.filter(
        group__in=[group.pk for group in groups], state=GroupMember.State.ACTIVE
    )
    return dict(rows.order_by().values_list("group_id").annotate(Count("pk")))


def posts_of_topic(viewer: Viewer, topic: Topic, start: int) -> list[Post]:
    """The page of a topic that begins at a number: posts with their files and what they quote.

    Of a post that is gone only the place is shown. Three queries.
    """
    posts = list(
        topic.posts.filter(number__gte=start)
        .select_related("author", "quoted__author")
        .order_by("number")[:POSTS]
    )
    files = attachments_of([post for post in posts if not post.is_gone])
    for post in posts:
        post.files = files.get(post.pk, [])
        quoted = post.quoted
        # What a post quotes is shown as it stands now, and only where it can be read itself.
        same = quoted is not None and quoted.topic_id == topic.pk and not quoted.is_gone
        post.shown_quote = quoted if same else None
    return posts


def page_start(number: int) -> int:
    """Number of the first post of the page on which a post stands."""
    return max(0, number - 1) // POSTS * POSTS + 1
