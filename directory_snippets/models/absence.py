from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Orderable


class AbsenceModel(Orderable):
    """Days on which somebody is away, the first and the last included."""

    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    note = models.CharField(
        _("note"),
        max_length=255,
        blank=True,
        help_text=_("Readers see it. Never write why somebody is away."),
    )

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self):
        return f"{self.first_day}–{self.last_day}"

    def clean(self):
        super().clean()
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise ValidationError({"last_day": _("The last day cannot be before the first day.")})
