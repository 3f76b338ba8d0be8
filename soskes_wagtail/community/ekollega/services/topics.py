"""What moderators do with discussions: pin, lock, answered, move, merge."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from soskes_wagtail.access import Viewer, audit
from soskes_wagtail.community.ekollega.models import Group, Post, ReadMarker, Topic
from soskes_wagtail.community.ekollega.standing import Standing
from soskes_wagtail.search_sources import records_changed


def set_pinned(viewer: Viewer, topic: Topic, pinned: bool) -> None:
    _only_moderators(viewer, topic)
    topic.is_pinned = pinned
    topic.save(update_fields=["is_pinned"])


def set_locked(viewer: Viewer, topic: Topic, locked: bool) -> None:
    """In a locked discussion only moderators reply."""
    _only_moderators(viewer, topic)
    topic.is_locked = locked
    with transaction.atomic():
        topic.save(update_fields=["is_locked"])
        event = "ekollega.topic_locked" if locked else "ekollega.topic_unlocked"
        audit.record(event, actor=viewer.user, subject=topic)


def set_answered(viewer: Viewer, topic: Topic, answer: Post | None, answered: bool) -> None:
    """Whether the question has its answer, and which post that is: who asked, or a moderator."""
    standing = Standing(viewer, topic.group)
    if not (standing.moderates or (standing.writes and topic.author_id == viewer.user.pk)):
        raise PermissionDenied
    fits = answer is not None and answer.topic_id == topic.pk and answer.number > 1
    topic.is_answered = answered
    topic.answer = answer if answered and fits and not answer.is_gone else None
    topic.save(update_fields=["is_answered", "answer"])


def move(viewer: Viewer, topic: Topic, to: Group) -> None:
    """Put a discussion into another group, in which the viewer moderates, too."""
    _only_moderators(viewer, topic)
    _only_moderators_of(viewer, to)
    if to.is_over:
        raise ValidationError(_("Nothing can be written in that group any more."), code="over")
    if to.pk == topic.group_id:
        return
    before = topic.group
    with transaction.atomic():
        topic.group = to
        topic.save(update_fields=["group"])
        # Those who may not enter the new group keep no trace of it.
        Topic.objects.filter(merged_into=topic).update(group=to)
        audit.record(
            "ekollega.topic_moved",
            actor=viewer.user,
            subject=topic,
            data={"from": before.pk, "to": to.pk},
        )
        posts = list(topic.posts.values_list("pk", flat=True))
        records_changed(Topic, [topic.pk])
        records_changed(Post, posts)


def merge(viewer: Viewer, topic: Topic, into: Topic) -> Topic:
    """Put the posts of one discussion behind those of another; the old address leads there.

    The viewer moderates in the groups of both.
    """
    _only_moderators(viewer, topic)
    _only_moderators(viewer, into)
    if into.pk == topic.pk or into.merged_into_id or topic.merged_into_id:
        raise ValidationError(_("These two cannot be merged."), code="merge")
    with transaction.atomic():
        # Both rows are locked, the smaller id first, so that two merges do not wait on each other.
        for pk in sorted([topic.pk, into.pk]):
            Topic.objects.filter(pk=pk).update(is_pinned=F("is_pinned"))
        last = into.posts.aggregate(last=Max("number"))["last"] or 0
        moved = list(topic.posts.values_list("pk", flat=True))
        topic.posts.update(topic=into, number=F("number") + last)
        Topic.objects.filter(merged_into=topic).update(merged_into=into, group=into.group_id)
        newer = max(into.active_at, topic.active_at)
        Topic.objects.filter(pk=into.pk).update(
            last_number=last + len(moved),
            active_at=newer,
            last_author=topic.last_author_id if newer == topic.active_at else into.last_author_id,
        )
        Topic.objects.filter(pk=topic.pk).update(
            merged_into=into, group=into.group_id, last_number=0, answer=None
        )
        ReadMarker.objects.filter(topic=topic).delete()
        audit.record(
            "ekollega.topic_merged",
            actor=viewer.user,
            subject=into,
            data={"from": topic.pk, "from_group": topic.group_id, "posts": len(moved)},
        )
        records_changed(Topic, [topic.pk, into.pk])
        records_changed(Post, moved)
    into.refresh_from_db()
    return into


def _only_moderators(viewer: Viewer, topic: Topic) -> None:
    _only_moderators_of(viewer, topic.group)


def _only_moderators_of(viewer: Viewer, group: Group) -> None:
    standing = Standing(viewer, group)
    if not (standing.reads and standing.moderates):
        raise PermissionDenied
