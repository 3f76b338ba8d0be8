from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column, StatusTagColumn

from soskes_wagtail.directory_snippets.models import Licence
from soskes_wagtail.directory_snippets.services.membership_state import licence_state
from soskes_wagtail.directory_snippets.viewsets.base import DirectoryViewSet
from soskes_wagtail.directory_snippets.viewsets.columns import DateColumn
from soskes_wagtail.directory_snippets.viewsets.filters import KeptFilterSet


class LicenceFilterSet(KeptFilterSet):
    class Meta:
        model = Licence
        fields: list[str] = []


class LicenceStateColumn(StatusTagColumn):
    def __init__(self):
        super().__init__("state", label=_("Situation"), primary=lambda licence: licence.is_valid())

    def get_value(self, instance):
        return licence_state(instance)


class LicenceViewSet(DirectoryViewSet):
    """Seats of member organisations; for administrators."""

    model = Licence
    icon = "clipboard-list"
    ordering = ("organisation__name_fi", "-valid_from", "pk")
    title_sort_key = "organisation__name_fi"
    list_display = (
        "__str__",
        DateColumn("valid_from", label=_("From"), sort_key="valid_from"),
        DateColumn("valid_until", label=_("Until"), sort_key="valid_until"),
        Column("seats", label=_("Seats"), sort_key="seats"),
        LicenceStateColumn(),
    )
    list_select = ("organisation",)
    filterset_class = LicenceFilterSet
    search_fields = ("organisation__name_fi", "organisation__name_sv", "note")
    list_export = ("organisation", "valid_from", "valid_until", "seats", "note")
    export_filename = "soskes-licences"
    panels = [
        FieldPanel("organisation"),
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_until")]),
        FieldPanel("seats"),
        FieldPanel("note"),
    ]
