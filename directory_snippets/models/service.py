from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.fields import RichTextField
from wagtail.models import DraftStateMixin, Orderable, RevisionMixin, TranslatableMixin

from soskes_wagtail.directory_snippets.models.mixins import AudienceModel, CheckedModel

TEXT_FEATURES = ["h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link"]


class Service(
    TranslatableMixin, DraftStateMixin, RevisionMixin, AudienceModel, CheckedModel, ClusterableModel
):
    """What is offered, in words (HSDS service, PTV service); one row a language."""

    ptv_id = models.UUIDField(_("PTV identifier"), null=True, blank=True)
    source_hash = models.CharField(max_length=64, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(
        _("withdrawn from PTV"), null=True, blank=True, editable=False
    )
    name = models.CharField(_("name"), max_length=255)
    summary = models.TextField(_("summary"), blank=True, help_text=_("One or two sentences."))
    description = RichTextField(_("description"), blank=True, features=TEXT_FEATURES)
    who_for = RichTextField(_("who it is for"), blank=True, features=TEXT_FEATURES)
    how_to_apply = RichTextField(_("how to apply"), blank=True, features=TEXT_FEATURES)
    organisation = models.ForeignKey(
        "soskes_directory.Organisation",
        verbose_name=_("organised by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="services",
    )
    service_classes = ParentalManyToManyField(
        "soskes_directory.ServiceClass",
        verbose_name=_("service classes"),
        blank=True,
        related_name="services",
    )
    target_groups = ParentalManyToManyField(
        "soskes_directory.TargetGroup",
        verbose_name=_("target groups"),
        blank=True,
        related_name="services",
    )

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["ptv_id", "locale"], name="soskes_service_ptv_locale")
        ]

    def __str__(self):
        return self.name

    @classmethod
    def visible_q(cls, viewer) -> Q:
        return super().visible_q(viewer) & Q(live=True, withdrawn_at__isnull=True)


class ServiceLegalBasis(Orderable):
    """The statute, and the provisions of it, that a service rests on."""

    service = ParentalKey(Service, on_delete=models.CASCADE, related_name="legal_basis")
    statute = models.ForeignKey(
        "soskes_directory.Statute",
        verbose_name=_("statute"),
        on_delete=models.PROTECT,
        related_name="service_links",
    )
    provisions = models.CharField(
        _("provisions"), max_length=100, blank=True, help_text=_("For example 34 § or 11–13 §.")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("legal basis")
        verbose_name_plural = _("legal basis")

    def __str__(self):
        return f"{self.statute} {self.provisions}".strip()
