"""What has changed about who may do and see what: rows that are written once and stay."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class AppendOnly(Exception):
    """Somebody tried to change or delete an entry of the log."""


class _Entries(models.QuerySet):
    def _refuse(self, *args, **kwargs):
        raise AppendOnly("The access log is written once and stays.")

    update = delete = bulk_update = _refuse
    update.queryset_only = delete.queryset_only = True


class AccessLogEntry(models.Model):
    """One change: who, when, what and to whom. Written by ``access.audit.record`` only.

    Names are kept as they were, since people and records may be gone when somebody asks.
    """

    event = models.CharField(_("event"), max_length=60, db_index=True)
    at = models.DateTimeField(_("time"), auto_now_add=True, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who did it"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    actor_name = models.CharField(_("who did it"), max_length=255, blank=True)
    subject_type = models.CharField(_("kind of object"), max_length=100, blank=True)
    subject_id = models.CharField(_("identifier of the object"), max_length=64, blank=True)
    subject_name = models.CharField(_("object"), max_length=255, blank=True)
    data = models.JSONField(_("details"), default=dict, blank=True, encoder=DjangoJSONEncoder)

    objects = _Entries.as_manager()

    class Meta:
        verbose_name = _("entry of the access log")
        verbose_name_plural = _("access log")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="soskes_log_subject"),
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.event} {self.subject_name}".rstrip()

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise AppendOnly("The access log is written once and stays.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise AppendOnly("The access log is written once and stays.")

    @classmethod
    def visible_q(cls, viewer) -> models.Q:
        return models.Q() if viewer.is_admin else models.Q(pk__in=[])
