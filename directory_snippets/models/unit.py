from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel

from soskes_wagtail.directory_snippets.models.address import AddressModel
from soskes_wagtail.directory_snippets.models.mixins import (
    AudienceModel,
    CheckedModel,
    DescribedModel,
    NamedModel,
    SourcedModel,
    SucceededModel,
    ValidityQuerySet,
    disclosure_field,
)
from soskes_wagtail.directory_snippets.validators import validate_oid


class Unit(
    AudienceModel,
    SourcedModel,
    CheckedModel,
    AddressModel,
    DescribedModel,
    NamedModel,
    SucceededModel,
    ClusterableModel,
):
    """A service unit or service point (HSDS location, PTV service location)."""

    organisation = models.ForeignKey(
        "soskes_directory.Organisation",
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        related_name="units",
    )
    area = models.ForeignKey(
        "soskes_directory.Area",
        verbose_name=_("municipality where it is"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="units",
        limit_choices_to={"kind": "municipality"},
    )
    oid = models.CharField(
        _("OID code"), max_length=100, null=True, blank=True, unique=True, validators=[validate_oid]
    )
    latitude = models.DecimalField(
        _("latitude (WGS84)"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude (WGS84)"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    address_audience = disclosure_field(_("who sees the address and the place on a map"))
    phone_audience = disclosure_field(_("who sees the phone numbers"))
    is_example = models.BooleanField(
        _("example"), default=False, help_text=_("Shown with a note that it is not a real one.")
    )

    objects = ValidityQuerySet.as_manager()

    class Meta:
        verbose_name = _("service point")
        verbose_name_plural = _("service points")
        ordering = ["name_fi", "pk"]

    def clean(self):
        super().clean()
        self.oid = self.oid or None

    @classmethod
    def visible_q(cls, viewer):
        return super().visible_q(viewer) & models.Q(withdrawn_at__isnull=True)
