import uuid

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from soskes_wagtail.access import Viewer
from soskes_wagtail.community.attachments.registry import visible_targets_q
from soskes_wagtail.private_files import private_storage


def stored_name(attachment: "Attachment", filename: str) -> str:
    """Nothing of the name somebody gave: ``attachments/ab/<key>``."""
    key = attachment.key.hex
    return f"attachments/{key[:2]}/{key}"


def small_name(attachment: "Attachment", filename: str) -> str:
    return f"{stored_name(attachment, filename)}-small"


class Attachment(models.Model):
    """A file of a member. Until it is attached, its owner alone may have it."""

    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    content_type = models.ForeignKey(
        ContentType, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    object_id = models.PositiveBigIntegerField(null=True, blank=True)
    target = GenericForeignKey("content_type", "object_id")
    name = models.CharField(_("name"), max_length=200)
    mime_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    file = models.FileField(_("file"), storage=private_storage, upload_to=stored_name)
    small = models.FileField(
        _("small picture"), storage=private_storage, upload_to=small_name, blank=True
    )
    width = models.PositiveIntegerField(_("width"), null=True, blank=True)
    height = models.PositiveIntegerField(_("height"), null=True, blank=True)
    created_at = models.DateTimeField(_("added"), auto_now_add=True)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["content_type", "object_id"], name="soskes_attachment_target")
        ]

    def __str__(self):
        return self.name

    @classmethod
    def visible_q(cls, viewer: Viewer) -> models.Q:
        allowed = visible_targets_q(viewer)
        if viewer.is_member:
            allowed |= models.Q(content_type=None, owner=viewer.user)
        return allowed

    @property
    def is_image(self) -> bool:
        return self.mime_type.startswith("image/")
