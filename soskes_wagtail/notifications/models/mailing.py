from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Mailing(models.Model):
    """One mail to one person, from the decision to send it to the mail server's answer.

    It is handed over by whoever turns ``waiting`` into ``handing``, which only one can. A mail
    found in ``handing`` long after is one whose sender died: nobody knows whether it was
    accepted, so it is not sent again; what is still unread in it goes into the next one.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("to be sent")
        HANDING = "handing", _("being handed to the mail server")
        SENT = "sent", _("sent")
        EMPTY = "empty", _("nothing left to tell")
        FAILED = "failed", _("given up")
        UNKNOWN = "unknown", _("interrupted")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        on_delete=models.CASCADE,
        related_name="soskes_mailings",
    )
    #: What it is for, ``daily:2026-12-01``: nobody gets two for the same.
    key = models.CharField(_("key"), max_length=60)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try = models.DateTimeField(_("not before"), default=timezone.now)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    handed_at = models.DateTimeField(_("handed over"), null=True)
    error = models.CharField(_("error"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("mail of notices")
        verbose_name_plural = _("mails of notices")
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="soskes_mailing_once")]
        indexes = [models.Index(fields=["state", "next_try"], name="soskes_mailing_due")]

    def __str__(self):
        return f"{self.user_id}: {self.key} ({self.state})"
