from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from soskes_wagtail.directory_snippets.models.mixins import (
    NamedModel,
    PublicFactModel,
    SucceededModel,
    ValidityQuerySet,
)
from soskes_wagtail.directory_snippets.validators import validate_area_code


class AreaQuerySet(ValidityQuerySet):
    def municipalities(self):
        return self.filter(kind=Area.Kind.MUNICIPALITY)


class Area(PublicFactModel, NamedModel, SucceededModel):
    """An area that services cover: municipality, region or wellbeing services county.

    Codes are those of Statistics Finland. A region and a wellbeing services county may share
    a name and still have different codes (Keski-Suomi: region 13, county 15).
    """

    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", _("Municipality")
        REGION = "region", _("Region")
        WELLBEING_COUNTY = "wellbeing_county", _("Wellbeing services county")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    code = models.CharField(_("official code"), max_length=3)
    slug = models.SlugField(_("address part"), max_length=255, blank=True)
    region = models.ForeignKey(
        "self",
        verbose_name=_("region"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="region_municipalities",
        limit_choices_to={"kind": Kind.REGION},
    )
    wellbeing_county = models.ForeignKey(
        "self",
        verbose_name=_("wellbeing services county"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="county_municipalities",
        limit_choices_to={"kind": Kind.WELLBEING_COUNTY},
    )
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    population_date = models.DateField(_("population on"), null=True, blank=True)
    tile_row = models.PositiveSmallIntegerField(_("row on the tile map"), null=True, blank=True)
    tile_column = models.PositiveSmallIntegerField(
        _("column on the tile map"), null=True, blank=True
    )

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        ordering = ["name_fi", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "code"], name="soskes_area_kind_code")
        ]

    def save(self, *args, **kwargs):
        if not self.slug:
            self.slug = slugify(self.name_fi)
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        try:
            validate_area_code(self.kind, self.code)
        except ValidationError as error:
            raise ValidationError({"code": error}) from None
        if self.successor and self.successor.kind != self.kind:
            raise ValidationError({"successor": _("The successor must be of the same kind.")})

    @property
    def covering_ids(self) -> set[int]:
        """Ids of the areas that contain this one, itself included."""
        return {i for i in (self.pk, self.region_id, self.wellbeing_county_id) if i}
