"""What eKollega holds about a person. Of an erased one texts stay where others have answered,
without the name: a discussion of colleagues is worth nothing with holes in it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from soskes_wagtail.community import member_text
from soskes_wagtail.community.attachments.models import Attachment
from soskes_wagtail.community.ekollega.models import (
    Draft,
    GroupMember,
    MemberWarning,
    Post,
    PostVersion,
    ReadMarker,
    Report,
    Topic,
)
from soskes_wagtail.community.ekollega.services import groups
from soskes_wagtail.person_data import Erasure, PersonData, register_person_data, values_of


def register() -> None:
    register_person_data(
        PersonData(
            "ekollega_posts",
            export=export_posts,
            erase=erase_posts,
            files=files,
            label=gettext_lazy("What you have written in eKollega"),
            labels={
                "group": gettext_lazy("Group"),
                "topic": gettext_lazy("Discussion"),
                "at": gettext_lazy("When"),
                "text": gettext_lazy("Text"),
            },
            retention=gettext_lazy(
                "For discussing work with colleagues. Kept as long as the discussion."
            ),
            order=60,
        )
    )
    register_person_data(
        PersonData(
            "ekollega_groups",
            export=export_groups,
            erase=erase_groups,
            label=gettext_lazy("Your groups in eKollega"),
            labels={
                "group": gettext_lazy("Group"),
                "role": gettext_lazy("Role"),
                "state": gettext_lazy("State"),
                "joined_at": gettext_lazy("Joined"),
                "message": gettext_lazy("Message"),
            },
            retention=gettext_lazy("For showing you what your groups discuss. Until you leave."),
            order=61,
        )
    )
    register_person_data(
        PersonData(
            "ekollega_traces",
            export=export_traces,
            erase=erase_traces,
            label=gettext_lazy("Drafts, reports, warnings and reading in eKollega"),
            labels={
                "kind": gettext_lazy("What"),
                "where": gettext_lazy("Where"),
                "text": gettext_lazy("Text"),
                "at": gettext_lazy("When"),
            },
            retention=gettext_lazy(
                "For showing you what is new, and for keeping the discussions decent. Kept as "
                "long as the discussion."
            ),
            order=62,
        )
    )


def export_posts(user) -> list[dict]:
    rows = Post.objects.filter(author=user).select_related("topic__group").order_by("created_at")
    found = [
        {
            "group": post.topic.group.name,
            "topic": post.topic.title,
            "at": post.created_at,
            "text": member_text.plain(post.body),
        }
        for post in rows
    ]
    versions = PostVersion.objects.filter(post__author=user).select_related("post__topic__group")
    found += [
        {
            "group": version.post.topic.group.name,
            "topic": version.post.topic.title,
            "at": version.written_at,
            "text": member_text.plain(version.body),
        }
        for version in versions
    ]
    return found


def files(user) -> dict[str, bytes]:
    """Own attachments, by a name that is there once."""
    found = {}
    for attachment in Attachment.objects.filter(owner=user):
        try:
            with attachment.file.open("rb") as content:
                found[f"attachments/{attachment.pk}-{attachment.name}"] = content.read()
        except FileNotFoundError:
            continue
    return found


def erase_posts(user) -> Erasure:
    """Earlier versions and waiting files go; texts stay without the name."""
    deleted = PostVersion.objects.filter(post__author=user).delete()[0]
    for attachment in Attachment.objects.filter(owner=user, content_type=None):
        attachment.delete()
        deleted += 1
    anonymised = Post.objects.filter(author=user).update(author=None)
    anonymised += Topic.objects.filter(author=user).update(author=None)
    anonymised += Topic.objects.filter(last_author=user).update(last_author=None)
    anonymised += Attachment.objects.filter(owner=user).update(owner=None)
    return Erasure(deleted, anonymised, why=_why(anonymised))


def _why(number: int) -> str:
    if not number:
        return ""
    return _("Others have answered: the texts stay in the discussions, without the name.")


def export_groups(user) -> list[dict]:
    rows = GroupMember.objects.filter(user=user).select_related("group")
    return [values_of(row, "group", "role", "state", "joined_at", "message") for row in rows]


def erase_groups(user) -> Erasure:
    deleted = groups.forget_person(user)
    anonymised = GroupMember.objects.filter(invited_by=user).update(invited_by=None)
    return Erasure(deleted, anonymised)


def export_traces(user) -> list[dict]:
    found = [
        {
            "kind": _("Draft"),
            "where": draft.title,
            "text": member_text.plain(draft.body),
            "at": draft.saved_at,
        }
        for draft in Draft.objects.filter(user=user)
    ]
    reports = Report.objects.filter(reporter=user).select_related("post__topic")
    found += [
        {
            "kind": _("Report"),
            "where": report.post.topic.title,
            "text": report.note or report.get_reason_display(),
            "at": report.created_at,
        }
        for report in reports
    ]
    found += [
        {
            "kind": _("Warning"),
            "where": given.group.name,
            "text": given.text,
            "at": given.created_at,
        }
        for given in MemberWarning.objects.filter(user=user).select_related("group")
    ]
    marks = ReadMarker.objects.filter(user=user).select_related("topic")
    found += [
        {"kind": _("Read"), "where": mark.topic.title, "text": "", "at": mark.at} for mark in marks
    ]
    return found


def erase_traces(user) -> Erasure:
    deleted = 0
    for model in (Draft, ReadMarker, MemberWarning):
        deleted += model.objects.filter(user=user).delete()[0]
    anonymised = Report.objects.filter(reporter=user).update(reporter=None)
    anonymised += Report.objects.filter(closed_by=user).update(closed_by=None)
    anonymised += MemberWarning.objects.filter(given_by=user).update(given_by=None)
    return Erasure(deleted, anonymised)
