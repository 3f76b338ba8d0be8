from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel

from soskes_wagtail.directory_snippets.models.mixins import (
    AudienceModel,
    CheckedModel,
    DescribedModel,
    NamedModel,
    SourcedModel,
    ValidityModel,
    ValidityQuerySet,
)


class ServiceOffering(ValidityModel):
    """Who offers a service, where and for which areas (HSDS service_at_location).

    ``service`` is the source-language row; readers get its translation by ``translation_key``.
    """

    class Role(models.TextChoices):
        RESPONSIBLE = "responsible", _("Responsible")
        PRODUCER = "producer", _("Producer")
        OTHER = "other", _("Other responsible")

    service = models.ForeignKey(
        "soskes_directory.Service",
        verbose_name=_("service"),
        on_delete=models.CASCADE,
        related_name="offerings",
    )
    organisation = models.ForeignKey(
        "soskes_directory.Organisation",
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="offerings",
    )
    unit = models.ForeignKey(
        "soskes_directory.Unit",
        verbose_name=_("service point"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="offerings",
    )
    role = models.CharField(
        _("role"), max_length=12, choices=Role.choices, default=Role.RESPONSIBLE
    )
    areas = models.ManyToManyField(
        "soskes_directory.Area",
        verbose_name=_("areas served"),
        blank=True,
        related_name="offerings",
        help_text=_("Empty: the area of the organisation."),
    )
    whole_country = models.BooleanField(_("serves the whole country"), default=False)
    note = models.CharField(_("note"), max_length=500, blank=True)
    source_hash = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("place of service")
        verbose_name_plural = _("places of service")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | Q(unit__isnull=False),
                name="soskes_offering_has_place",
            ),
            models.UniqueConstraint(
                fields=["service", "organisation", "unit", "role"],
                name="soskes_offering_once",
            ),
            models.UniqueConstraint(
                fields=["service", "organisation", "role"],
                condition=Q(unit__isnull=True),
                name="soskes_offering_organisation_once",
            ),
            models.UniqueConstraint(
                fields=["service", "unit", "role"],
                condition=Q(organisation__isnull=True),
                name="soskes_offering_unit_once",
            ),
        ]

    def __str__(self):
        return f"{self.service} – {self.unit or self.organisation}"

    def clean(self):
        super().clean()
        if not self.organisation_id and not self.unit_id:
            raise ValidationError(_("Choose an organisation or a service point."))

    @classmethod
    def visible_q(cls, viewer) -> Q:
        """An offering is seen by those who may see its service, its place and its organisation."""
        audiences = viewer.audiences
        return (
            Q(service__audience__in=audiences, service__live=True)
            & Q(service__withdrawn_at__isnull=True)
            & (
                Q(unit__isnull=True)
                | Q(unit__audience__in=audiences, unit__withdrawn_at__isnull=True)
            )
            & (
                Q(organisation__isnull=True)
                | Q(organisation__audience__in=audiences, organisation__withdrawn_at__isnull=True)
            )
        )


class ServiceChannel(
    AudienceModel,
    SourcedModel,
    CheckedModel,
    DescribedModel,
    NamedModel,
    ValidityModel,
    ClusterableModel,
):
    """A way to a service that is not a place: telephone, online service, web page, form."""

    class Kind(models.TextChoices):
        PHONE = "phone", _("Telephone service")
        ONLINE = "online", _("Online service")
        WEB_PAGE = "web_page", _("Web page")
        FORM = "form", _("Printable form")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    organisation = models.ForeignKey(
        "soskes_directory.Organisation",
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        related_name="service_channels",
    )
    services = models.ManyToManyField(
        "soskes_directory.Service",
        verbose_name=_("services"),
        blank=True,
        related_name="service_channels",
    )
    areas = models.ManyToManyField(
        "soskes_directory.Area",
        verbose_name=_("areas served"),
        blank=True,
        related_name="service_channels",
    )
    whole_country = models.BooleanField(_("serves the whole country"), default=False)

    objects = ValidityQuerySet.as_manager()

    class Meta:
        verbose_name = _("service channel")
        verbose_name_plural = _("service channels")
        ordering = ["name_fi", "pk"]

    @classmethod
    def visible_q(cls, viewer) -> Q:
        return super().visible_q(viewer) & Q(withdrawn_at__isnull=True)
