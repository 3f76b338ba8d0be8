from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from soskes_wagtail.directory_snippets.models import Area


class Feedback(models.Model):
    """One message, or one "yes, this was useful"."""

    class Kind(models.TextChoices):
        USEFUL = "useful", _("The page was useful")
        WRONG = "wrong", _("Something is wrong on the page")
        TRAINING = "training", _("Training")
        SYSTEM = "system", _("The system")
        CONTENT = "content", _("The content")
        PROJECT = "project", _("The project")

    class State(models.TextChoices):
        NEW = "new", _("New")
        TAKEN = "taken", _("Being looked at")
        ANSWERED = "answered", _("Answered")
        CLOSED = "closed", _("Closed")

    kind = models.CharField(_("about"), max_length=10, choices=Kind.choices)
    text = models.TextField(_("message"), blank=True)
    page = models.ForeignKey(
        Page,
        verbose_name=_("page"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    page_title = models.CharField(_("title of the page"), max_length=255, blank=True)
    section = models.ForeignKey(
        Page, verbose_name=_("section"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    area = models.ForeignKey(
        Area, verbose_name=_("municipality"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("handled by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    #: The day only: a time would tell an anonymous sender from others.
    day = models.DateField(_("day"), default=timezone.localdate)
    state = models.CharField(
        _("how far it is"), max_length=10, choices=State.choices, default=State.NEW
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("sender"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="soskes_feedback",
    )
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    wants_answer = models.BooleanField(_("wants an answer"), default=False)

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        ordering = ["-day", "-pk"]
        indexes = [
            models.Index(fields=["state", "-day"], name="soskes_feedback_inbox"),
            models.Index(fields=["page", "day"], name="soskes_feedback_page"),
        ]

    def __str__(self):
        return self.text[:60] or str(self.get_kind_display())

    @property
    def is_anonymous(self) -> bool:
        return not (self.user_id or self.name or self.email)

    @classmethod
    def visible_q(cls, viewer) -> Q:
        """What the inbox shows somebody: administrators all, others that of their own pages,
        sections and municipalities."""
        from soskes_wagtail.community.feedback.policy import readable_q

        return readable_q(viewer.user)


class FeedbackAnswer(models.Model):
    """An answer that was sent by e-mail."""

    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="answers")
    text = models.TextField(_("answer"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("answered by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    sent_at = models.DateTimeField(_("sent"), auto_now_add=True)

    class Meta:
        verbose_name = _("answer to feedback")
        verbose_name_plural = _("answers to feedback")
        ordering = ["pk"]

    def __str__(self):
        return self.text[:60]
