from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField

from soskes_wagtail.sections.models.base import ContentPageMixin


class MunicipalityPageMixin(ContentPageMixin):
    """One municipality: what the records know of it, and the municipality's own words."""

    area = models.ForeignKey(
        "soskes_directory.Area",
        verbose_name=_("municipality"),
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"kind": "municipality"},
    )

    record_title = models.CharField(
        # The title that the records gave: while the page still has it, it follows the records.
        max_length=255,
        blank=True,
        editable=False,
    )

    content_panels = [*ContentPageMixin.content_panels, FieldPanel("area")]
    override_translatable_fields = [
        SynchronizedField("area", overridable=False),
        SynchronizedField("slug", overridable=False),
    ]

    class Meta:
        abstract = True


class MunicipalityPage(MunicipalityPageMixin, Page):
    template = "soskes_wagtail/sections/municipality_page.html"
    parent_page_types = ["soskes_sections.MunicipalityDirectoryPage"]

    class Meta:
        verbose_name = _("municipality page")
        verbose_name_plural = _("municipality pages")
