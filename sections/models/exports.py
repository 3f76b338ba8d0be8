"""Files of contacts at addresses below a page, where its privacy covers them."""

from django.http import Http404
from django.utils.text import slugify
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from soskes_wagtail.pages import SoskesRoutablePageMixin
from soskes_wagtail.sections.services import contact_files


class ContactExportsMixin(SoskesRoutablePageMixin):
    """CSV, Excel and vCard of contacts; stands before the other mixins of a page.

    A page type says in ``exported_contacts`` which contacts its tables hold. The context has
    ``soskes_vcards``: the address that the vCards of contacts stand below.
    """

    #: ``services.routing`` may pass by ``route``: a page below always wins.
    routes_children_first = True

    def exported_contacts(self):
        """Queryset of Contact; what of it a reader may see is left out later."""
        raise NotImplementedError

    def route(self, request, path_components):
        if path_components:
            try:
                return super(RoutablePageMixin, self).route(request, path_components)
            except Http404:
                pass  # no page below: perhaps a file
        return super().route(request, path_components)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["soskes_vcards"] = f"{self.get_url(request) or ''}yhteystiedot/vcard/"
        return context

    @path("yhteystiedot/csv/", name="contacts_csv")
    def contacts_csv_view(self, request):
        return contact_files.csv_file(request, self.exported_contacts(), self._file_name)

    @path("yhteystiedot/xlsx/", name="contacts_xlsx")
    def contacts_xlsx_view(self, request):
        return contact_files.xlsx_file(request, self.exported_contacts(), self._file_name)

    @path("yhteystiedot/vcard/<int:pk>/", name="contact_vcard")
    def contact_vcard_view(self, request, pk):
        return contact_files.vcard_file(request, pk)

    @property
    def _file_name(self) -> str:
        return f"soskes-{slugify(self.slug) or self.pk}"
