import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from soskes_wagtail.access import Audience
from soskes_wagtail.access.branches import inside_q
from soskes_wagtail.directory_snippets.models import Area
from soskes_wagtail.identity_codes import refuse_identity_codes


def in_a_week() -> datetime.datetime:
    return timezone.now() + datetime.timedelta(days=7)


class AlertQuerySet(models.QuerySet):
    def running(self, now: datetime.datetime | None = None):
        """Alerts to be shown at a moment (default: now)."""
        now = now or timezone.now()
        return self.filter(starts_at__lte=now, ends_at__gt=now)


class Alert(models.Model):
    """One banner. It ends by itself: a forgotten one would teach people to look past them."""

    class Severity(models.TextChoices):
        INFO = "info", _("For information")
        WARNING = "warning", _("Important")
        CRITICAL = "critical", _("Urgent: must not be missed")

    title = models.CharField(_("headline"), max_length=120, validators=[refuse_identity_codes])
    text = models.TextField(
        _("text"), max_length=600, blank=True, validators=[refuse_identity_codes]
    )
    severity = models.CharField(
        _("how important"), max_length=10, choices=Severity.choices, default=Severity.INFO
    )
    section = models.ForeignKey(
        "soskes_sections.ServiceSectionPage",
        verbose_name=_("section"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("Shown on the section's page and on all below it."),
    )
    area = models.ForeignKey(
        Area,
        verbose_name=_("municipality"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        limit_choices_to={"kind": "municipality"},
        help_text=_(
            "Shown on the municipality's page, and on every page to people of the municipality."
        ),
    )
    audience = models.CharField(
        _("audience"), max_length=10, choices=Audience.choices, default=Audience.MEMBERS
    )
    starts_at = models.DateTimeField(_("shown from"), default=timezone.now)
    ends_at = models.DateTimeField(_("shown until"), default=in_a_week)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        ordering = ["-starts_at", "-pk"]

    def __str__(self):
        return self.title

    def clean(self):
        super().clean()
        if self.section_id and self.area_id:
            raise ValidationError(_("Choose a section or a municipality, or neither for all."))
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("It must end after it starts.")})

    @property
    def mark(self) -> str:
        """What a dismissal remembers: a changed alert is shown again."""
        return f"{self.pk}-{int(self.updated_at.timestamp())}"

    @property
    def scope(self) -> str:
        """For whom it is, in words."""
        return str(self.section or self.area or _("All"))

    @classmethod
    def visible_q(cls, viewer) -> Q:
        """Those of the viewer's audiences whose section the viewer may enter."""
        closed = Page.objects.filter(inside_q(viewer.closed_branches)).values("pk")
        return Q(audience__in=viewer.audiences) & (
            Q(section=None) | ~Q(section__in=closed) & Q(section__live=True)
        )
