from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from soskes_wagtail.access.many import Target
from soskes_wagtail.notifications.kinds import kind_of


class NoticeEvent(models.Model):
    """What has happened, once for all who are told of it."""

    kind = models.CharField(_("kind"), max_length=60)
    title = models.CharField(_("title"), max_length=255)
    body = models.TextField(_("text"), blank=True)
    url = models.CharField(_("address"), max_length=2000)
    content_type = models.ForeignKey(
        ContentType, verbose_name=_("type of target"), on_delete=models.CASCADE, related_name="+"
    )
    object_id = models.CharField(_("id of target"), max_length=64)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who did it"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    #: What happens once, happens once: a second event with the same key is not made.
    key = models.CharField(_("key"), max_length=200, unique=True, null=True)  # noqa: DJ001
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("notice event")
        verbose_name_plural = _("notice events")
        indexes = [models.Index(fields=["content_type", "object_id"], name="soskes_notice_target")]

    def __str__(self):
        return self.title

    @property
    def label(self) -> str:
        """What has happened, in the active language."""
        kind = kind_of(self.kind)
        return str(kind.label) if kind else ""

    @property
    def target(self) -> Target:
        return Target(self.content_type_id, self.object_id)


class Notice(models.Model):
    """One person told of one event. Written with ``bulk_create`` and ``update`` only."""

    event = models.ForeignKey(
        NoticeEvent, verbose_name=_("event"), on_delete=models.CASCADE, related_name="notices"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        on_delete=models.CASCADE,
        related_name="soskes_notices",
    )
    topic = models.CharField(_("topic"), max_length=120, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    read_at = models.DateTimeField(_("read"), null=True)
    #: Whether mail is to tell of it; which mail does stands in ``mailing``.
    mail_wanted = models.BooleanField(_("by mail"), default=True)
    mailing = models.ForeignKey(
        "soskes.Mailing",
        verbose_name=_("mail"),
        null=True,
        on_delete=models.RESTRICT,  # without its mail it would wait for one again
        related_name="notices",
    )

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["event", "user"], name="soskes_notice_once")]
        indexes = [
            models.Index(fields=["user", "-id"], name="soskes_notice_list"),
            models.Index(
                fields=["user"],
                name="soskes_notice_unread",
                condition=models.Q(read_at__isnull=True),
            ),
            models.Index(
                fields=["user"],
                name="soskes_notice_to_mail",
                condition=models.Q(mail_wanted=True, mailing__isnull=True),
            ),
        ]

    def __str__(self):
        return f"{self.event_id} → {self.user_id}"

    @property
    def why(self) -> str:
        """Why the user got it, in the active language; empty when it was meant for them."""
        kind = kind_of(self.event.kind)
        return str(kind.topic_label) if kind and self.topic else ""

    @classmethod
    def visible_q(cls, viewer) -> models.Q:
        """One's own; what it tells of is asked for separately (``reading``)."""
        return models.Q(user_id=viewer.user.pk) if viewer.is_authenticated else models.Q(pk__in=[])
