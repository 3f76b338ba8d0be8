"""Reports and what moderators do about posts; everything is in the access log."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from soskes_wagtail.access import Viewer, audit, visible_to
from soskes_wagtail.community import member_text
from soskes_wagtail.community.ekollega.models import MemberWarning, Post, Report, Topic
from soskes_wagtail.community.ekollega.services import notices
from soskes_wagtail.community.ekollega.standing import Standing
from soskes_wagtail.identity_codes import refuse_identity_codes
from soskes_wagtail.search_sources import records_changed
from soskes_wagtail.throttle import allowed

REPORTS_PER_DAY = 20


def report(viewer: Viewer, post: Post, *, reason: str, note: str = "") -> Report:
    """Tell the moderators of a post; telling them twice is telling them once."""
    if not Standing(viewer, post.topic.group).reads or post.is_gone:
        raise PermissionDenied
    note = member_text.without_controls(note).strip()
    new = Report(post=post, reporter=viewer.user, reason=reason, note=note)
    new.full_clean(validate_constraints=False)
    waiting = Report.objects.filter(post=post, reporter=viewer.user, closed_at=None).first()
    if waiting:
        return waiting
    if not allowed("ekollega-report", viewer.user.pk, limit=REPORTS_PER_DAY, seconds=86400):
        raise ValidationError(_("You have reported many posts today."), code="often")
    with transaction.atomic():
        new.save()
        notices.tell_moderators(new)
    return new


def queue(viewer: Viewer) -> QuerySet[Report]:
    """Reports that wait for this viewer, the oldest first."""
    waiting = visible_to(viewer, Report.objects.filter(closed_at=None))
    return waiting.select_related("post__topic__group", "post__author", "reporter").order_by("pk")


def close(viewer: Viewer, waiting: Report, outcome: str = "nothing") -> None:
    """Nothing needs to be done about a report, or it has been done."""
    _only_moderators(viewer, waiting.post)
    if waiting.closed_at:
        return
    with transaction.atomic():
        waiting.closed_at, waiting.closed_by = timezone.now(), viewer.user
        waiting.outcome = outcome
        waiting.save()
        audit.record(
            "ekollega.report_closed",
            actor=viewer.user,
            subject=waiting,
            data={"outcome": outcome},
        )


def hide(viewer: Viewer, thing: Post | Topic, reason: str) -> None:
    """Take a post, or a whole discussion, out of sight; it can be put back."""
    topic = thing if isinstance(thing, Topic) else thing.topic
    _only_moderators(viewer, thing)
    reason = _checked_reason(reason)
    with transaction.atomic():
        thing.hidden_at, thing.hidden_reason = timezone.now(), reason
        thing.save(update_fields=["hidden_at", "hidden_reason"])
        name = "topic" if thing is topic else "post"
        audit.record(
            f"ekollega.{name}_hidden", actor=viewer.user, subject=thing, data={"reason": reason}
        )
        if thing is topic:
            records_changed(Post, list(topic.posts.values_list("pk", flat=True)))
            text = _("Your discussion “%(topic)s” was hidden: %(reason)s")
        else:
            _close_reports(viewer, thing, "hidden")
            text = _("Your post in “%(topic)s” was hidden: %(reason)s")
        if thing.author:
            notices.tell_of_group(
                notices.MODERATION,
                topic.group,
                [thing.author],
                body=text % {"topic": topic.title, "reason": reason},
                actor=viewer.user,
            )


def restore(viewer: Viewer, thing: Post | Topic) -> None:
    """Show it again."""
    _only_moderators(viewer, thing)
    if thing.hidden_at is None:
        return
    with transaction.atomic():
        thing.hidden_at, thing.hidden_reason = None, ""
        thing.save(update_fields=["hidden_at", "hidden_reason"])
        name = "topic" if isinstance(thing, Topic) else "post"
        audit.record(f"ekollega.{name}_restored", actor=viewer.user, subject=thing)
        if isinstance(thing, Topic):
            records_changed(Post, list(thing.posts.values_list("pk", flat=True)))


def warn(viewer: Viewer, post: Post, text: str) -> MemberWarning:
    """Tell the author to keep to the rules; moderators see it the next time."""
    _only_moderators(viewer, post)
    if post.author is None:
        raise ValidationError(_("The author is not here any more."), code="gone")
    text = _checked_reason(text)
    with transaction.atomic():
        given = MemberWarning.objects.create(
            group=post.topic.group, user=post.author, post=post, given_by=viewer.user, text=text
        )
        audit.record(
            "ekollega.warned",
            actor=viewer.user,
            subject=post.author,
            data={"post": post.pk, "group": post.topic.group_id},
        )
        _close_reports(viewer, post, "warned")
        notices.tell_of_group(
            notices.MODERATION,
            post.topic.group,
            [post.author],
            body=_("Warning: %(text)s") % {"text": text},
            actor=viewer.user,
        )
    return given


def delete_versions(viewer: Viewer, post: Post) -> None:
    """Forget how a post read before, where that must not be seen: author and moderators."""
    standing = Standing(viewer, post.topic.group)
    is_own = post.author_id == viewer.user.pk and standing.reads
    if not (is_own or standing.moderates):
        raise PermissionDenied
    with transaction.atomic():
        if post.versions.all().delete()[0]:
            audit.record("ekollega.versions_deleted", actor=viewer.user, subject=post)


def warnings_of(viewer: Viewer, author_ids) -> dict[int, int]:
    """How many warnings authors have had in groups that the viewer moderates."""
    given = visible_to(viewer, MemberWarning.objects.filter(user__in=set(author_ids)))
    counts: dict[int, int] = {}
    for user_id in given.order_by().values_list("user_id", flat=True):
        counts[user_id] = counts.get(user_id, 0) + 1
    return counts


def _close_reports(viewer: Viewer, post: Post, outcome: str) -> None:
    for waiting in post.reports.filter(closed_at=None):
        close(viewer, waiting, outcome)


def _checked_reason(reason: str) -> str:
    reason = member_text.without_controls(reason).strip()
    if not reason:
        raise ValidationError({"reason": _("Say why: the author is told.")}, code="required")
    refuse_identity_codes(reason)
    return reason[:500]


def _only_moderators(viewer: Viewer, thing: Post | Topic) -> None:
    topic = thing if isinstance(thing, Topic) else thing.topic
    standing = Standing(viewer, topic.group)
    if not (standing.reads and standing.moderates):
        raise PermissionDenied
