from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField

from soskes_wagtail.access import viewer_for
from soskes_wagtail.directory_snippets.exports.selection import of_municipality
from soskes_wagtail.sections.models.base import ContentPageMixin
from soskes_wagtail.sections.models.exports import ContactExportsMixin
from soskes_wagtail.sections.services.former import redirect_to_successor
from soskes_wagtail.sections.services.municipality import municipality_content


class MunicipalityPageMixin(ContactExportsMixin, ContentPageMixin):
    """One municipality: what the records know of it, and the municipality's own words."""

    #: Made and kept by the records: not news by itself.
    follows_records = True

    routed_with = ("area",)

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

    @property
    def soskes_topic(self):
        return f"area:{self.area_id}"

    def serve(self, request, *args, **kwargs):
        if response := redirect_to_successor(self, viewer_for(request), request):
            return response
        return super().serve(request, *args, **kwargs)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["municipality"] = municipality_content(self, context["viewer"], request)
        return context

    def exported_contacts(self):
        return of_municipality(self.area)

    def get_sitemap_urls(self, request=None):
        return super().get_sitemap_urls(request) if self.area.is_current() else []


class MunicipalityPage(MunicipalityPageMixin, Page):
    soskes_may_be_kept = True
    template = "soskes_wagtail/sections/municipality_page.html"
    parent_page_types = ["soskes_sections.MunicipalityDirectoryPage"]

    class Meta:
        verbose_name = _("municipality page")
        verbose_name_plural = _("municipality pages")
