"""Topics: what a discussion is about. What is said stands in posts."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from taggit.models import ItemBase, TagBase

from soskes_wagtail.access import Viewer
from soskes_wagtail.community.ekollega import keys
from soskes_wagtail.community.ekollega.models.group import Group
from soskes_wagtail.identity_codes import refuse_identity_codes


class TopicTag(TagBase):
    """Tags of discussions are their own: the host's tags stay as they are."""

    free_tagging = True

    class Meta:
        verbose_name = _("topic tag")
        verbose_name_plural = _("topic tags")


class TaggedTopic(ItemBase):
    tag = models.ForeignKey(TopicTag, related_name="tagged_topics", on_delete=models.CASCADE)
    content_object = models.ForeignKey(
        "soskes_community.Topic", on_delete=models.CASCADE, related_name="tagged_items"
    )

    wagtail_reference_index_ignore = True


class Hideable(models.Model):
    """Something that a moderator may take out of sight, with a reason, and put back."""

    hidden_at = models.DateTimeField(_("hidden"), null=True, blank=True, editable=False)
    hidden_reason = models.CharField(_("reason"), max_length=500, blank=True, editable=False)

    class Meta:
        abstract = True


class Topic(Hideable):
    """A discussion in a group. The counts are kept by ``services.posts``."""

    group = models.ForeignKey(
        Group, verbose_name=_("group"), on_delete=models.CASCADE, related_name="topics"
    )
    title = models.CharField(_("title"), max_length=200, validators=[refuse_identity_codes])
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("author"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("made"), default=timezone.now)
    is_pinned = models.BooleanField(_("pinned"), default=False)
    is_locked = models.BooleanField(_("locked"), default=False)
    answer = models.ForeignKey(
        "soskes_community.Post",
        verbose_name=_("answer"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    is_answered = models.BooleanField(_("answered"), default=False)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="merged"
    )
    active_at = models.DateTimeField(_("last post"), default=timezone.now, editable=False)
    last_author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    last_number = models.PositiveIntegerField(default=0, editable=False)

    tags = TaggableManager(through=TaggedTopic, verbose_name=_("tags"), blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["-active_at", "-pk"]
        indexes = [
            models.Index(
                fields=["group", "-is_pinned", "-active_at", "-id"], name="soskes_topic_list"
            ),
            models.Index(fields=["-active_at", "-id"], name="soskes_topic_active"),
        ]

    def __str__(self):
        return self.title

    @property
    def reply_count(self) -> int:
        return max(0, self.last_number - 1)

    @classmethod
    def visible_q(cls, viewer: Viewer) -> Q:
        allowed = Group.readable_q(viewer, "group__")
        shown = Q(hidden_at=None) | Group.moderated_q(viewer, "group__")
        return allowed & shown & Q(merged_into=None)

    @classmethod
    def sight_keys(cls, ids: Iterable[str]) -> dict[str, frozenset[str]]:
        """As ``visible_q``, for many viewers at once: see ``access.many``."""
        topics = cls.objects.filter(pk__in=ids, merged_into=None).select_related("group")
        return {str(topic.pk): _sight(topic.group, topic.hidden_at) for topic in topics}


def _sight(group: Group, hidden) -> frozenset[str]:
    if hidden:
        return frozenset({f"{keys.MODERATES}:{group.pk}", keys.ADMIN})
    return frozenset(group.reading_keys)
