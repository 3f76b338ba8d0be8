from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Frequency(models.TextChoices):
    """How often mail tells somebody of notices."""

    AT_ONCE = "at_once", _("At once, when something happens")
    DAILY = "daily", _("Once a day, all in one mail")
    WEEKLY = "weekly", _("Once a week, on Monday, all in one mail")
    NONE = "none", _("No mail: I read notices in the network")


class NoticePreferences(models.Model):
    """How somebody wants to be told; without a row, once a day."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="soskes_notice_preferences",
    )
    frequency = models.CharField(
        _("mail"), max_length=10, choices=Frequency.choices, default=Frequency.DAILY
    )
    language = models.CharField(_("language of mail"), max_length=10, blank=True)

    class Meta:
        verbose_name = _("wishes for notices")
        verbose_name_plural = _("wishes for notices")

    def __str__(self):
        return f"{self.user}: {self.get_frequency_display()}"


class Subscription(models.Model):
    """A choice that somebody has made: to follow a topic, or not to (``wanted=False``)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        on_delete=models.CASCADE,
        related_name="soskes_subscriptions",
    )
    topic = models.CharField(_("topic"), max_length=120)
    wanted = models.BooleanField(_("followed"), default=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [
            models.UniqueConstraint(fields=["user", "topic"], name="soskes_subscription_once")
        ]
        indexes = [models.Index(fields=["topic"], name="soskes_subscription_topic")]

    def __str__(self):
        return f"{self.user}: {self.topic}"
