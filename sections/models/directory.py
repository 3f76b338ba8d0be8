from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from soskes_wagtail.sections.models.base import ContentPageMixin


class MunicipalityDirectoryPageMixin(ContentPageMixin):
    """The municipal directory (kuntahakemisto): a page for each municipality of an area."""

    area = models.ForeignKey(
        "soskes_directory.Area",
        verbose_name=_("area"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to=~models.Q(kind="municipality"),
        help_text=_("The region or wellbeing services county. Empty: all municipalities."),
    )

    content_panels = [*ContentPageMixin.content_panels, FieldPanel("area")]

    class Meta:
        abstract = True


class MunicipalityDirectoryPage(MunicipalityDirectoryPageMixin, Page):
    template = "soskes_wagtail/sections/directory_page.html"
    parent_page_types = ["soskes_sections.SosKesHomePage"]

    class Meta:
        verbose_name = _("municipal directory")
        verbose_name_plural = _("municipal directories")
