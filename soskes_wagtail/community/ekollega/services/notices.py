"""What people are told of eKollega, and what they can follow."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from soskes_wagtail import notifications
from soskes_wagtail.access import Viewer, visible_to
from soskes_wagtail.access.audit import register_events
from soskes_wagtail.community import member_text
from soskes_wagtail.community.ekollega import keys, mentions
from soskes_wagtail.community.ekollega.addresses import base_url, group_url, post_url
from soskes_wagtail.community.ekollega.models import Group, GroupMember, Post, Report, Topic
from soskes_wagtail.notifications import NoticeKind, TopicKind
from soskes_wagtail.row_ids import row_ids

NEW_TOPIC, REPLY, MENTION = "ekollega.topic", "ekollega.reply", "ekollega.mention"
REQUEST, WELCOME, INVITATION = "ekollega.request", "ekollega.welcome", "ekollega.invitation"
MODERATION, REPORT = "ekollega.moderation", "ekollega.report"


def register() -> None:
    in_group, in_topic = _("You follow this group"), _("You follow this discussion")
    for kind in (
        NoticeKind(NEW_TOPIC, _("New discussion"), in_group),
        NoticeKind(REPLY, _("New reply"), in_topic),
        NoticeKind(MENTION, _("You were mentioned"), weight=40),
        NoticeKind(REQUEST, _("Somebody asks to join a group"), weight=30),
        NoticeKind(WELCOME, _("You are now a member of a group"), weight=20),
        NoticeKind(INVITATION, _("Invitation to a group"), weight=30),
        NoticeKind(MODERATION, _("From the moderators"), weight=60),
        NoticeKind(REPORT, _("A post was reported"), weight=70),
    ):
        notifications.register_kind(kind)
    notifications.register_topic_kind(
        TopicKind("ekollega", _("Groups in eKollega"), _group_names, _my_groups, order=30)
    )
    notifications.register_topic_kind(
        TopicKind("topic", _("Discussions in eKollega"), _topic_titles, order=31)
    )
    register_events(
        {
            "ekollega.group_made": _("Group started"),
            "ekollega.group_changed": _("Group changed"),
            "ekollega.group_archived": _("Group archived"),
            "ekollega.group_restored": _("Group taken out of the archive"),
            "ekollega.member_joined": _("Joined a group"),
            "ekollega.member_role": _("Role in a group changed"),
            "ekollega.member_left": _("Left a group"),
            "ekollega.member_removed": _("Taken out of a group"),
            "ekollega.post_hidden": _("Post hidden"),
            "ekollega.post_restored": _("Post shown again"),
            "ekollega.post_deleted": _("Post deleted by a moderator"),
            "ekollega.topic_hidden": _("Discussion hidden"),
            "ekollega.topic_restored": _("Discussion shown again"),
            "ekollega.topic_moved": _("Discussion moved"),
            "ekollega.topic_merged": _("Discussions merged"),
            "ekollega.topic_locked": _("Discussion locked"),
            "ekollega.topic_unlocked": _("Discussion unlocked"),
            "ekollega.versions_deleted": _("Earlier versions of a post deleted"),
            "ekollega.warned": _("Member warned"),
            "ekollega.report_closed": _("Report dealt with"),
        }
    )


def group_topic(group_id: int) -> str:
    return f"ekollega:{group_id}"


def topic_topic(topic_id: int) -> str:
    return f"topic:{topic_id}"


def _group_names(viewer: Viewer, ids: Iterable[str]) -> dict[str, str]:
    groups = Group.objects.filter(Group.readable_q(viewer), pk__in=row_ids(ids))
    return {str(group.pk): group.name for group in groups}


def _topic_titles(viewer: Viewer, ids: Iterable[str]) -> dict[str, str]:
    topics = visible_to(viewer, Topic.objects.filter(pk__in=row_ids(ids)))
    return {str(topic.pk): topic.title for topic in topics}


def _my_groups(viewer: Viewer) -> list[str]:
    return [str(pk) for pk in sorted(keys.ids(viewer, keys.IN))]


def tell_of_post(post: Post, topic: Topic, author) -> None:
    """Those who follow the group or the topic, and whoever is called by name."""
    base = base_url()
    if not base:
        return
    is_new = post.number == 1
    followed = [group_topic(topic.group_id) if is_new else topic_topic(topic.pk)]
    notifications.notify(
        NEW_TOPIC if is_new else REPLY,
        target=post,
        title=topic.title,
        body=member_text.summary(post.body, 280),
        url=post_url(base, post.pk),
        topics=followed,
        actor=author,
        key=f"ekollega-post-{post.pk}",
    )
    _tell_mentioned(post, topic, author, base, followed)


def _tell_mentioned(post: Post, topic: Topic, author, base: str, followed: list[str]) -> None:
    called = [
        user
        for user in mentions.mentioned(post.body)
        if not any(notifications.is_subscribed(user, one) for one in followed)
    ]
    if called:
        notifications.notify(
            MENTION,
            target=post,
            title=topic.title,
            body=member_text.summary(post.body, 280),
            url=post_url(base, post.pk),
            recipients=called,
            actor=author,
            key=f"ekollega-mention-{post.pk}",
        )


def tell_of_group(kind: str, group: Group, recipients, *, body="", actor=None, path="") -> None:
    """Something that happened to people of a group; whoever may know of the group is told."""
    base = base_url()
    recipients = list(recipients)
    if base and recipients:
        notifications.notify(
            kind,
            target=group,
            title=group.name,
            body=body,
            url=f"{group_url(base, group.pk)}{path}",
            recipients=recipients,
            actor=actor,
        )


def tell_moderators(report: Report) -> None:
    """Moderators and owners of the group; where it has none but the author, administrators find
    the report in the admin."""
    post = report.post
    base = base_url()
    if base:
        notifications.notify(
            REPORT,
            target=post,
            title=post.topic.title,
            body=str(report.get_reason_display()),
            url=f"{base}ilmoitukset/",
            recipients=moderators_of(post.topic.group),
            actor=report.reporter,
            key=f"ekollega-report-{report.pk}",
        )


def moderators_of(group: Group) -> list:
    rows = group.members.filter(
        state=GroupMember.State.ACTIVE,
        role__in=[GroupMember.Role.MODERATOR, GroupMember.Role.OWNER],
    )
    return [row.user for row in rows.select_related("user")]
