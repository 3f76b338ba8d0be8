"""What several records share: names in three languages, validity, audience, origin."""

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from soskes_wagtail.access.audiences import Audience, Disclosure

FALLBACK_LANGUAGES = ("fi", "sv", "en")


def in_language(record, field: str, language: str | None = None) -> str:
    """Value of ``<field>_fi/_sv/_en`` in ``language`` (default: the active one).

    An empty value falls back to Finnish, Swedish, English, in this order.
    """
    wanted = (language or get_language() or "fi")[:2]
    for code in (wanted, *FALLBACK_LANGUAGES):
        value = getattr(record, f"{field}_{code}", "")
        if value:
            return value
    return ""


class NamedModel(models.Model):
    name_fi = models.CharField(_("name in Finnish"), max_length=255)
    name_sv = models.CharField(_("name in Swedish"), max_length=255, blank=True)
    name_en = models.CharField(_("name in English"), max_length=255, blank=True)

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        return in_language(self, "name")


class DescribedModel(models.Model):
    description_fi = models.TextField(_("description in Finnish"), blank=True)
    description_sv = models.TextField(_("description in Swedish"), blank=True)
    description_en = models.TextField(_("description in English"), blank=True)

    class Meta:
        abstract = True

    @property
    def description(self) -> str:
        return in_language(self, "description")


class ValidityQuerySet(models.QuerySet):
    def current(self, on: datetime.date | None = None):
        """Rows in force on the day ``on`` (default: today)."""
        day = on or timezone.localdate()
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        )


class ValidityModel(models.Model):
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(
        _("ended on"), null=True, blank=True, help_text=_("The last day. Empty: still in force.")
    )

    objects = ValidityQuerySet.as_manager()

    class Meta:
        abstract = True

    def is_current(self, on: datetime.date | None = None) -> bool:
        day = on or timezone.localdate()
        return not (
            (self.valid_from and self.valid_from > day) or (self.valid_to and self.valid_to < day)
        )

    def clean(self):
        super().clean()
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValidationError(
                {
                    "valid_to": ValidationError(
                        _("The last day cannot be before the first day."), code="validity"
                    )
                }
            )


class SucceededModel(ValidityModel):
    """What has ended may be followed by another record of its kind."""

    successor = models.ForeignKey(
        "self",
        verbose_name=_("replaced by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="predecessors",
    )

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        if not self.successor_id:
            return
        if not self.valid_to:
            raise ValidationError(
                {
                    "valid_to": ValidationError(
                        _("Say also on which day it ended, since it has a successor."),
                        code="successor_without_end",
                    )
                }
            )
        seen = {self.pk}
        step = self.successor
        while step is not None:
            if step.pk in seen:
                raise ValidationError(
                    {
                        "successor": ValidationError(
                            _("The successors would form a circle."), code="successor_circle"
                        )
                    }
                )
            seen.add(step.pk)
            step = step.successor

    def latest_successor(self):
        """The record at the end of the chain of successors; itself when it has none."""
        seen, record = {self.pk}, self
        while record.successor_id and record.successor_id not in seen:
            record = record.successor
            seen.add(record.pk)
        return record


class AudienceModel(models.Model):
    audience = models.CharField(
        _("who may see this"),
        max_length=16,
        choices=Audience.choices,
        default=Audience.PUBLIC,
    )

    class Meta:
        abstract = True

    @classmethod
    def visible_q(cls, viewer) -> Q:
        """Rows that ``viewer`` may see, for ``access.visible_to``."""
        return Q(audience__in=viewer.audiences)


def disclosure_field(
    label, default=Disclosure.PUBLIC, choices=Disclosure.choices
) -> models.CharField:
    """Who is shown a field of a record; ``services.disclosure`` decides by it."""
    return models.CharField(label, max_length=16, choices=choices, default=default)


class SourcedModel(models.Model):
    """A record that may come from the Finnish Service Catalogue (PTV)."""

    ptv_id = models.UUIDField(_("PTV identifier"), null=True, blank=True, unique=True)
    source_hash = models.CharField(max_length=64, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(
        _("withdrawn from PTV"), null=True, blank=True, editable=False
    )

    class Meta:
        abstract = True


class CheckedModel(models.Model):
    checked_on = models.DateField(
        _("last checked"),
        null=True,
        blank=True,
        help_text=_("The day somebody last made sure that this is still correct."),
    )

    class Meta:
        abstract = True


class PublicFactModel(models.Model):
    """Official classifications: facts that everybody may see."""

    class Meta:
        abstract = True

    @classmethod
    def visible_q(cls, viewer) -> Q:
        return Q()
