"""What somebody has read, and what they have begun to write."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from soskes_wagtail.community.ekollega.models.topic import Topic
from soskes_wagtail.community.member_text_fields import MemberTextField


class ReadMarker(models.Model):
    """Up to which post somebody has read a topic."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="soskes_read_markers"
    )
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="read_markers")
    number = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(auto_now=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("reading mark")
        verbose_name_plural = _("reading marks")
        constraints = [
            models.UniqueConstraint(fields=["user", "topic"], name="soskes_read_marker_once")
        ]

    def __str__(self):
        return f"{self.user_id}/{self.topic_id}: {self.number}"


class Draft(models.Model):
    """A text somebody is writing; ``place`` is ``group:3``, ``topic:55`` or ``post:901``."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="soskes_drafts"
    )
    place = models.CharField(max_length=40)
    title = models.CharField(_("title"), max_length=200, blank=True)
    body = MemberTextField(_("text"), blank=True)
    saved_at = models.DateTimeField(_("saved"), auto_now=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [models.UniqueConstraint(fields=["user", "place"], name="soskes_draft_once")]

    def __str__(self):
        return f"{self.user_id}/{self.place}"
