"""A discussion as it is opened: what stands on its page, in few and quick queries.

Posts come as plain values, so that their HTML can be kept for all who are shown the same
(``soskes_wagtail.kept_rows``).
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat

from soskes_wagtail.access import Viewer
from soskes_wagtail.access.prepared import prepared_rows
from soskes_wagtail.community.attachments.models import Attachment
from soskes_wagtail.community.attachments.services import attachments_of
from soskes_wagtail.community.ekollega.models import (
    Draft,
    Group,
    Post,
    ReadMarker,
    Topic,
    TopicTag,
)
from soskes_wagtail.community.ekollega.services import posts as services
from soskes_wagtail.community.ekollega.services.listing import POSTS, users_by_id
from soskes_wagtail.community.ekollega.standing import Standing
from soskes_wagtail.community.names import shown_name


class Opened(NamedTuple):
    """A discussion that somebody opens. ``read``: number of the last post they have read, None
    where they have never been here."""

    topic: Topic
    read: int | None
    has_draft: bool


class File(NamedTuple):
    key: UUID
    name: str
    size: int
    is_image: bool


class Quote(NamedTuple):
    pk: int
    author: str
    body: str


class ShownPost(NamedTuple):
    """A post as one reader gets it. ``quoted``: whether it quotes another; ``quote`` is None
    where that one cannot be read (any more)."""

    pk: int
    number: int
    author: str
    body: str
    created_at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None
    delete_reason: str
    hidden_at: datetime | None
    hidden_reason: str
    quoted: bool
    quote: Quote | None
    files: tuple[File, ...]
    is_own: bool
    is_new: bool
    is_answer: bool
    may_edit: bool
    may_delete: bool

    @property
    def is_gone(self) -> bool:
        return self.deleted_at is not None or self.hidden_at is not None


def opened(viewer: Viewer, pk: int) -> Opened | None:
    """The discussion with its group, None where the viewer may not see it. One query."""
    rule = Topic.visible_q(viewer)
    rows = prepared_rows(_topic_rows, pk, viewer.user.pk, kind=(rule,))
    if not rows:
        return None
    *values, read, has_draft = rows[0]
    topic = Topic.from_db(None, _TOPIC, values[: len(_TOPIC)])
    topic.group = Group.from_db(None, _GROUP, values[len(_TOPIC) :])
    for found in (topic, topic.group):
        found._state.db = Topic.objects.db
    return Opened(topic, read, bool(has_draft))


_TOPIC = [field.attname for field in Topic._meta.concrete_fields]
_GROUP = [field.attname for field in Group._meta.concrete_fields]


def _topic_rows(topic_id: int, user_id: int, rule: Q) -> QuerySet:
    read = ReadMarker.objects.filter(user=user_id, topic=OuterRef("pk"))
    place = Concat(Value("topic:"), Cast(OuterRef("pk"), CharField()))
    topics = Topic.objects.filter(rule, pk=topic_id).order_by()
    return topics.annotate(
        read=Subquery(read.values("number")[:1]),
        has_draft=Exists(Draft.objects.filter(user=user_id, place=place)),
    ).values_list(*_TOPIC, *(f"group__{name}" for name in _GROUP), "read", "has_draft")


def posts_of(standing: Standing, found: Opened, start: int) -> list[ShownPost]:
    """The page of a discussion that begins at a number. Two queries, three with files.

    Of a post that is gone only the place is shown, to moderators its text too.
    """
    topic, read = found.topic, found.read
    rows = [_PostRow(*row) for row in prepared_rows(_post_rows, topic.pk, start)]
    users = users_by_id(pk for row in rows for pk in (row.author_id, row.quoted_author))
    files = _files(rows)
    shown = []
    for row in rows:
        own = _own(row, standing, topic)
        # What a post quotes is shown as it stands now, and only where it can be read itself.
        same = row.quoted_topic == topic.pk and not (row.quoted_deleted or row.quoted_hidden)
        quote = Quote(row.quoted_id, shown_name(users.get(row.quoted_author)), row.quoted_body)
        gone = row.deleted_at or row.hidden_at
        shown.append(
            ShownPost(
                row.pk,
                row.number,
                shown_name(users.get(row.author_id)),
                "" if gone and not standing.moderates else row.body,
                *row[4:10],
                quoted=row.quoted_id is not None,
                quote=quote if same and row.quoted_id is not None else None,
                files=files.get(row.pk, ()),
                is_own=own is not None,
                is_new=read is not None and row.number > read,
                is_answer=topic.answer_id == row.pk,
                may_edit=own is not None and standing.edits(own, topic),
                may_delete=own is not None and services.may_delete(standing.viewer, own),
            )
        )
    return shown


class Tag(NamedTuple):
    name: str
    slug: str


def tags_of(topic: Topic) -> tuple[Tag, ...]:
    return tuple(Tag(*row) for row in prepared_rows(_tag_rows, topic.pk))


def _tag_rows(topic_id: int) -> QuerySet:
    tags = TopicTag.objects.filter(tagged_topics__content_object=topic_id)
    return tags.order_by("tagged_topics__pk").values_list("name", "slug")


class _PostRow(NamedTuple):
    pk: int
    number: int
    author_id: int | None
    body: str
    created_at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None
    delete_reason: str
    hidden_at: datetime | None
    hidden_reason: str
    quoted_id: int | None
    quoted_topic: int | None
    quoted_author: int | None
    quoted_body: str | None
    quoted_deleted: datetime | None
    quoted_hidden: datetime | None
    has_files: bool


def _post_rows(topic_id: int, start: int) -> QuerySet:
    kind = ContentType.objects.get_for_model(Post)
    files = Attachment.objects.filter(content_type=kind, object_id=OuterRef("pk"))
    posts = Post.objects.filter(topic=topic_id, number__gte=start).order_by("number")
    quoted = ("topic_id", "author_id", "body", "deleted_at", "hidden_at")
    return posts.annotate(has_files=Exists(files)).values_list(
        *_PostRow._fields[:10],
        "quoted_id",
        *(f"quoted__{name}" for name in quoted),
        "has_files",
    )[:POSTS]


def _files(rows: Iterable[_PostRow]) -> dict[int, tuple[File, ...]]:
    whole = [row for row in rows if row.has_files and not (row.deleted_at or row.hidden_at)]
    found = attachments_of([Post(pk=row.pk) for row in whole])
    return {
        pk: tuple(File(file.key, file.name, file.size, file.is_image) for file in files)
        for pk, files in found.items()
    }


def _own(row: _PostRow, standing: Standing, topic: Topic) -> Post | None:
    """The post where it is the viewer's own, with what decides whether they may change it."""
    if row.author_id is None or row.author_id != standing.viewer.user.pk:
        return None
    when = {name: getattr(row, name) for name in ("created_at", "deleted_at", "hidden_at")}
    return Post(pk=row.pk, author_id=row.author_id, topic=topic, **when)
