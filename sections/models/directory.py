from django.db import models
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from soskes_wagtail.access import viewer_for
from soskes_wagtail.directory_snippets.exports.selection import of_everything
from soskes_wagtail.sections.models.base import ContentPageMixin
from soskes_wagtail.sections.models.exports import ContactExportsMixin
from soskes_wagtail.sections.services.directory import directory_content
from soskes_wagtail.sections.services.former import former_area, redirect_from_former


class MunicipalityDirectoryPageMixin(ContactExportsMixin, ContentPageMixin):
    """The municipal directory (kuntahakemisto): a page for each municipality of an area."""

    routed_with = ("area",)
    is_municipal_directory = True

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

    def route(self, request, path_components):
        """Addresses of former municipalities lead on, once the reader may see this page."""
        try:
            return super().route(request, path_components)
        except Http404:
            if self.live and len(path_components) == 1 and former_area(self, path_components[0]):
                return RouteResult(self, kwargs={"former": path_components[0]})
            raise

    def serve(self, request, *args, former: str = "", **kwargs):
        if former:
            return redirect_from_former(self, former, viewer_for(request), request)
        return super().serve(request, *args, **kwargs)

    def exported_contacts(self):
        return of_everything()

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["directory"] = directory_content(self, context["viewer"], request)
        return context


class MunicipalityDirectoryPage(MunicipalityDirectoryPageMixin, Page):
    soskes_may_be_kept = True
    template = "soskes_wagtail/sections/directory_page.html"
    parent_page_types = ["soskes_sections.SosKesHomePage"]

    class Meta:
        verbose_name = _("municipal directory")
        verbose_name_plural = _("municipal directories")
