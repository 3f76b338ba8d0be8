from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from soskes_wagtail.directory_snippets.models.mixins import (
    PublicFactModel,
    SucceededModel,
    ValidityQuerySet,
    in_language,
)
from soskes_wagtail.directory_snippets.validators import validate_statute_number

#: Addresses of the up-to-date text at Finlex by language of the reader. English readers get the
#: statute book with the English interface.
FINLEX_ADDRESSES = {
    "fi": "https://www.finlex.fi/fi/lainsaadanto/{year}/{number}",
    "sv": "https://www.finlex.fi/sv/lagstiftning/{year}/{number}",
    "en": "https://www.finlex.fi/en/legislation/collection/{year}/{number}",
}


class Statute(PublicFactModel, SucceededModel):
    """An act or decree, named by number and year (417/2007); links are made, never stored."""

    number = models.CharField(
        _("number"),
        max_length=12,
        validators=[validate_statute_number],
        help_text=_("The number before the slash: 417 in 417/2007."),
    )
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(1734), MaxValueValidator(2200)]
    )
    title_fi = models.CharField(_("title in Finnish"), max_length=500)
    title_sv = models.CharField(_("title in Swedish"), max_length=500, blank=True)
    title_en = models.CharField(_("title in English"), max_length=500, blank=True)
    short_name_fi = models.CharField(_("short name in Finnish"), max_length=100, blank=True)
    short_name_sv = models.CharField(_("short name in Swedish"), max_length=100, blank=True)
    short_name_en = models.CharField(_("short name in English"), max_length=100, blank=True)
    abbreviation = models.CharField(
        _("abbreviation"), max_length=20, blank=True, help_text=_("For example LSL.")
    )
    in_force = models.BooleanField(_("in force"), default=True)
    amended_on = models.DateField(
        _("last amended on"),
        null=True,
        blank=True,
        help_text=_("The day on which the last amendment came into force."),
    )

    objects = ValidityQuerySet.as_manager()

    class Meta:
        verbose_name = _("statute")
        verbose_name_plural = _("statutes")
        ordering = ["title_fi", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="soskes_statute_year_number")
        ]

    def __str__(self):
        return f"{self.short_name or self.title} ({self.citation})"

    @property
    def title(self) -> str:
        return in_language(self, "title")

    @property
    def short_name(self) -> str:
        return in_language(self, "short_name")

    @property
    def has_other_title(self) -> bool:
        """Whether the title says more than the short name (``Barnskyddslagen``: Barnskyddslag)."""
        return bool(self.short_name) and not self.short_name.startswith(self.title)

    @property
    def citation(self) -> str:
        """``417/2007``, as people cite it."""
        return f"{self.number}/{self.year}"

    @property
    def finlex_url(self) -> str:
        return self.finlex_url_in(get_language() or "fi")

    def finlex_url_in(self, language: str) -> str:
        """Address at Finlex for a reader of ``language`` (fi, sv, en; others get Finnish)."""
        address = FINLEX_ADDRESSES.get(language[:2], FINLEX_ADDRESSES["fi"])
        return address.format(year=self.year, number=self.number)
