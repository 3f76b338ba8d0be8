"""Writing: topics, replies, changes. Every rule about who may write what is asked here."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from soskes_wagtail import notifications
from soskes_wagtail.access import Viewer
from soskes_wagtail.community import member_text
from soskes_wagtail.community.attachments import services as attachments
from soskes_wagtail.community.ekollega.models import Group, Post, PostVersion, Topic
from soskes_wagtail.community.ekollega.services import drafts, notices, reading
from soskes_wagtail.community.ekollega.standing import Standing
from soskes_wagtail.conf import app_settings
from soskes_wagtail.identity_codes import refuse_identity_codes
from soskes_wagtail.throttle import allowed

#: Posts in ten minutes: of people who are new here, and of others.
NEW_LIMIT, LIMIT, WINDOW = 5, 30, 600
NEW_POSTS = 5
MOST_TAGS = 8


def start_topic(
    viewer: Viewer,
    group: Group,
    *,
    title: str,
    body: str,
    token: UUID,
    tags: Iterable[str] = (),
    files: Iterable[str] = (),
) -> Topic:
    """A new discussion. The same ``token`` again gives the discussion made before.

    ``files``: keys of own waiting attachments. PermissionDenied, or ValidationError with a text
    for people.
    """
    if not Standing(viewer, group).writes:
        raise PermissionDenied
    if made := _made_before(token, viewer):
        return made.topic
    title = member_text.without_controls(title).strip()
    body = _checked(title, body, viewer)
    try:
        with transaction.atomic():
            topic = Topic(group=group, title=title, author=viewer.user)
            topic.full_clean(exclude=["author", "answer", "merged_into", "last_author"])
            topic.save()
            set_tags(topic, tags)
            post = _add(topic, viewer, body, token, None, files)
            drafts.forget(viewer.user, f"group:{group.pk}")
            notices.tell_of_post(post, topic, viewer.user)
    except IntegrityError:
        return _the_other(token, viewer).topic
    return topic


def reply(
    viewer: Viewer,
    topic: Topic,
    *,
    body: str,
    token: UUID,
    quoted: Post | None = None,
    files: Iterable[str] = (),
) -> Post:
    """A new post in a discussion; otherwise as ``start_topic``."""
    if not Standing(viewer, topic.group).replies(topic):
        raise PermissionDenied
    if made := _made_before(token, viewer):
        return made
    body = _checked("", body, viewer)
    if quoted is not None and quoted.topic_id != topic.pk:
        quoted = None
    try:
        with transaction.atomic():
            post = _add(topic, viewer, body, token, quoted, files)
            drafts.forget(viewer.user, f"topic:{topic.pk}")
            notices.tell_of_post(post, topic, viewer.user)
    except IntegrityError:
        return _the_other(token, viewer)
    return post


def _add(topic, viewer: Viewer, body: str, token: UUID, quoted, files) -> Post:
    now = timezone.now()
    # The row is locked from here on: nobody else gets the same number.
    Topic.objects.filter(pk=topic.pk).update(
        last_number=F("last_number") + 1, active_at=now, last_author=viewer.user
    )
    topic.refresh_from_db(fields=["last_number", "active_at", "last_author"])
    post = Post.objects.create(
        topic=topic,
        number=topic.last_number,
        author=viewer.user,
        body=body,
        quoted=quoted,
        created_at=now,
        token=token,
    )
    attachments.attach(files, to=post, owner=viewer.user)
    Group.objects.filter(pk=topic.group_id).update(active_at=now)
    reading.mark(viewer.user, topic.pk, post.number)
    topic_key = notices.topic_topic(topic.pk)
    if topic_key not in notifications.subscriptions_of(viewer.user):
        notifications.subscribe(viewer.user, topic_key)
    return post


def _made_before(token: UUID, viewer: Viewer) -> Post | None:
    return Post.objects.filter(token=token, author=viewer.user).select_related("topic").first()


def _the_other(token: UUID, viewer: Viewer) -> Post:
    """What the same form made a moment ago, in another request."""
    post = _made_before(token, viewer)
    if post is None:
        raise ValidationError(_("This could not be saved. Try again."), code="token")
    return post


def _checked(title: str, body: str, viewer: Viewer) -> str:
    refuse_identity_codes(title)
    refuse_identity_codes(body)
    body = member_text.clean(body)
    if not body:
        raise ValidationError({"body": _("Write something first.")}, code="empty")
    if len(body) > member_text.MAX_LENGTH:
        raise ValidationError({"body": _("The text is too long.")}, code="max_length")
    if not allowed("ekollega-post", viewer.user.pk, limit=_limit(viewer), seconds=WINDOW):
        raise ValidationError(
            _("You have written many posts in a short time. Wait ten minutes; your text is kept."),
            code="often",
        )
    return body


def _limit(viewer: Viewer) -> int:
    written = Post.objects.filter(author=viewer.user).order_by()[:NEW_POSTS]
    return LIMIT if len(written.values_list("pk")) >= NEW_POSTS else NEW_LIMIT


def set_tags(topic: Topic, tags: Iterable[str]) -> None:
    names = []
    for tag in tags:
        tag = " ".join(member_text.without_controls(tag).split())[:100]
        if tag and tag.lower() not in (name.lower() for name in names):
            refuse_identity_codes(tag)
            names.append(tag)
    topic.tags.set(names[:MOST_TAGS])


def edit(viewer: Viewer, post: Post, *, body: str, files: Iterable[str] = ()) -> Post:
    """Change an own post; how it read before stays to be seen."""
    if not Standing(viewer, post.topic.group).edits(post, post.topic):
        raise PermissionDenied
    refuse_identity_codes(body)
    body = member_text.clean(body)
    if not body:
        raise ValidationError({"body": _("Write something first.")}, code="empty")
    with transaction.atomic():
        if body != post.body:
            PostVersion.objects.create(
                post=post, body=post.body, written_at=post.edited_at or post.created_at
            )
            post.body, post.edited_at = body, timezone.now()
            post.save(update_fields=["body", "edited_at"])
        attachments.attach(files, to=post, owner=viewer.user)
        drafts.forget(viewer.user, f"post:{post.pk}")
    return post


def retitle(viewer: Viewer, topic: Topic, *, title: str, tags: Iterable[str]) -> None:
    """Another title and other tags: the author of the first post, or a moderator."""
    standing = Standing(viewer, topic.group)
    is_own = topic.author_id == viewer.user.pk and standing.replies(topic)
    if not (is_own or standing.moderates):
        raise PermissionDenied
    topic.title = member_text.without_controls(title).strip()
    topic.full_clean(exclude=["author", "answer", "merged_into", "last_author"])
    with transaction.atomic():
        topic.save(update_fields=["title"])
        set_tags(topic, tags)


def may_delete(viewer: Viewer, post: Post, now=None) -> bool:
    """Own posts for an hour (``SOSKES["POST_DELETE_MINUTES"]``), unless it has become the first
    of a discussion in which others have replied."""
    if post.author_id is None or post.author_id != viewer.user.pk or post.is_gone:
        return False
    if not Standing(viewer, post.topic.group).reads or post.topic.hidden_at:
        return False
    minutes = timedelta(minutes=app_settings.POST_DELETE_MINUTES)
    return (now or timezone.now()) - post.created_at <= minutes


def delete(viewer: Viewer, post: Post, *, reason: str = "") -> None:
    """Empty a post: its text, earlier versions and files are gone for good, its place stays.

    ``reason`` is needed of a moderator who deletes another's post, and told to the author.
    """
    is_own = may_delete(viewer, post)
    if not is_own and not Standing(viewer, post.topic.group).moderates:
        raise PermissionDenied
    if post.deleted_at:
        return
    reason = member_text.without_controls(reason).strip()[:500]
    refuse_identity_codes(reason)
    if not is_own and not reason:
        raise ValidationError({"reason": _("Say why: the author is told.")}, code="required")
    with transaction.atomic():
        post.versions.all().delete()
        attachments.delete_of([post])
        post.body, post.deleted_at = "", timezone.now()
        post.delete_reason = "" if is_own else reason
        post.hidden_at, post.hidden_reason = None, ""
        post.save()
        if not is_own:
            _tell_author(viewer, post, reason)


def _tell_author(viewer: Viewer, post: Post, reason: str) -> None:
    from soskes_wagtail.access import audit

    audit.record("ekollega.post_deleted", actor=viewer.user, subject=post, data={"reason": reason})
    post.reports.filter(closed_at=None).update(
        closed_at=timezone.now(), closed_by=viewer.user, outcome="deleted"
    )
    if post.author:
        notices.tell_of_group(
            notices.MODERATION,
            post.topic.group,
            [post.author],
            body=_("Your post in “%(topic)s” was deleted: %(reason)s")
            % {"topic": post.topic.title, "reason": reason},
            actor=viewer.user,
        )
