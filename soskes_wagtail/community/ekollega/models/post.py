"""Posts: what somebody said, and how it read before."""

import uuid
from collections.abc import Iterable

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from soskes_wagtail.access import Viewer
from soskes_wagtail.community.ekollega.models.group import Group
from soskes_wagtail.community.ekollega.models.topic import Hideable, Topic, _sight
from soskes_wagtail.community.member_text_fields import MemberTextField


class Post(Hideable):
    """The first post of a topic opens it. ``number`` counts from 1 without gaps: pages of a
    topic begin at a number. A deleted post keeps its place and loses its text."""

    topic = models.ForeignKey(
        Topic, verbose_name=_("topic"), on_delete=models.CASCADE, related_name="posts"
    )
    number = models.PositiveIntegerField(_("number"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("author"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    body = MemberTextField(_("text"), blank=True)
    quoted = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True, editable=False)
    deleted_at = models.DateTimeField(_("deleted"), null=True, blank=True, editable=False)
    #: Why a moderator deleted it; empty where the author did.
    delete_reason = models.CharField(max_length=500, blank=True, editable=False)
    attachments = GenericRelation("soskes_community.Attachment")
    #: Made with the form: sending the same form twice makes one post.
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["topic", "number"]
        indexes = [models.Index(fields=["author", "-id"], name="soskes_post_author")]
        constraints = [
            models.UniqueConstraint(fields=["topic", "number"], name="soskes_post_number_once")
        ]

    def __str__(self):
        return f"{self.topic} #{self.number}"

    @property
    def is_gone(self) -> bool:
        return self.deleted_at is not None or self.hidden_at is not None

    @classmethod
    def visible_q(cls, viewer: Viewer) -> Q:
        """Posts whose text the viewer may read."""
        moderated = Group.moderated_q(viewer, "topic__group__")
        allowed = Group.readable_q(viewer, "topic__group__") & Q(deleted_at=None)
        return allowed & (Q(hidden_at=None, topic__hidden_at=None) | moderated)

    @classmethod
    def sight_keys(cls, ids: Iterable[str]) -> dict[str, frozenset[str]]:
        """As ``visible_q``, for many viewers at once: see ``access.many``."""
        posts = cls.objects.filter(pk__in=ids, deleted_at=None).select_related("topic__group")
        return {
            str(post.pk): _sight(post.topic.group, post.hidden_at or post.topic.hidden_at)
            for post in posts
        }


class PostVersion(models.Model):
    """How a post read before it was edited."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="versions")
    body = MemberTextField(_("text"))
    written_at = models.DateTimeField(_("written"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("earlier version")
        verbose_name_plural = _("earlier versions")
        ordering = ["-written_at", "-pk"]

    def __str__(self):
        return f"{self.post} {self.written_at:%Y-%m-%d %H:%M}"
