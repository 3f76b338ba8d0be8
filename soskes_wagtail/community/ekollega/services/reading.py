"""What somebody has read: marks per topic, and how many posts are new."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from soskes_wagtail.access import Viewer
from soskes_wagtail.access.prepared import prepared_rows
from soskes_wagtail.community.ekollega import keys
from soskes_wagtail.community.ekollega.models import GroupMember, ReadMarker, Topic


@dataclass(frozen=True)
class Unread:
    """How much of a topic is new to somebody: ``count`` posts, ``first`` is the number of the
    first of them."""

    count: int
    first: int


def mark(user, topic_id: int, number: int) -> None:
    """Read up to a post; a mark never goes back. Past Django's signals: nobody else cares."""
    changed = ReadMarker.objects.filter(user=user, topic_id=topic_id, number__lt=number).update(
        number=number, at=timezone.now()
    )
    if not changed:
        ReadMarker.objects.bulk_create(
            [ReadMarker(user=user, topic_id=topic_id, number=number, at=timezone.now())],
            ignore_conflicts=True,
        )


def unread(viewer: Viewer, topics: Iterable[Topic]) -> dict[int, Unread]:
    """What is new in topics by id; those with nothing new are left out. Two queries.

    What was written before somebody joined a group counts as read, and so does everything in a
    group that they have not joined, as long as they have not opened the topic.
    """
    topics = list(topics)
    if not topics or not viewer.is_authenticated:
        return {}
    marks = dict(prepared_rows(_marks, viewer.user.pk, *(topic.pk for topic in topics)))
    since = dict(prepared_rows(_since, viewer.user.pk))
    found = {}
    for topic in topics:
        baseline = since.get(topic.group_id)
        is_new = baseline is not None and topic.active_at > baseline
        read = marks.get(topic.pk, 0 if is_new else topic.last_number)
        if topic.pk in marks and baseline is not None and not is_new:
            read = topic.last_number
        if read < topic.last_number:
            found[topic.pk] = Unread(topic.last_number - read, read + 1)
    return found


def _marks(user_id: int, *topic_ids: int) -> QuerySet:
    marks = ReadMarker.objects.filter(user=user_id, topic__in=topic_ids)
    return marks.order_by().values_list("topic_id", "number")


def _since(user_id: int) -> QuerySet:
    mine = GroupMember.objects.filter(user=user_id, state=GroupMember.State.ACTIVE)
    return mine.order_by().values_list("group_id", "read_until")


def unread_by_group(viewer: Viewer) -> dict[int, int]:
    """Number of topics with something new in each of the viewer's groups; one query."""
    ids = keys.ids(viewer, keys.IN)
    if not ids:
        return {}
    counts: dict[int, int] = {}
    kind = (Topic.visible_q(viewer), ids)
    for group_id, _pk in prepared_rows(_unread_topics, viewer.user.pk, kind=kind):
        counts[group_id] = counts.get(group_id, 0) + 1
    return counts


def _unread_topics(user_id: int, rule: Q, ids: frozenset[int]) -> QuerySet:
    read_to_the_end = ReadMarker.objects.filter(
        user=user_id, topic=OuterRef("pk"), number__gte=OuterRef("last_number")
    )
    mine = Q(group__members__user=user_id, group__members__state=GroupMember.State.ACTIVE)
    topics = Topic.objects.filter(rule, group__in=ids).filter(
        mine, ~Exists(read_to_the_end), active_at__gt=F("group__members__read_until")
    )
    return topics.order_by().values_list("group_id", "pk")[:2000]


def read_everything(viewer: Viewer, group_id: int | None = None) -> None:
    """Count all that is in the viewer's groups, or in one of them, as read."""
    rows = GroupMember.objects.filter(user=viewer.user)
    if group_id is not None:
        rows = rows.filter(group=group_id)
    rows.update(read_until=timezone.now())


def readers(topic: Topic, number: int) -> list:
    """Users who have read up to a post, at most a hundred, by name. For groups that show it."""
    rows = (
        ReadMarker.objects.filter(topic=topic, number__gte=number)
        .filter(
            user__soskes_groups__group=topic.group_id,
            user__soskes_groups__state=GroupMember.State.ACTIVE,
        )
        .select_related("user")
        .order_by("user__last_name", "user__first_name", "user_id")
    )
    return [row.user for row in rows[:100]]
