from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column

from soskes_wagtail.directory_snippets.models import Unit
from soskes_wagtail.directory_snippets.viewsets import panels
from soskes_wagtail.directory_snippets.viewsets.base import DirectoryViewSet
from soskes_wagtail.directory_snippets.viewsets.columns import (
    DateColumn,
    ShownColumn,
    StateColumn,
)
from soskes_wagtail.directory_snippets.viewsets.filters import (
    KeptFilterSet,
    PlaceFilter,
    StateFilter,
)


class UnitFilterSet(KeptFilterSet):
    area = PlaceFilter(field_name="area", label=_("Municipality"))
    state = StateFilter()

    class Meta:
        model = Unit
        fields = ["audience"]


class UnitViewSet(DirectoryViewSet):
    model = Unit
    icon = "home"
    copy_view_enabled = True
    ordering = ("name_fi", "pk")
    list_display = (
        "__str__",
        Column("organisation", label=_("Organisation"), sort_key="organisation__name_fi"),
        Column("area", label=_("Municipality"), sort_key="area__name_fi"),
        ShownColumn("visiting_address", label=_("Address")),
        DateColumn("checked_on", label=_("Last checked"), sort_key="checked_on"),
        StateColumn(),
    )
    list_select = ("organisation", "area")
    filterset_class = UnitFilterSet
    search_fields = (
        "name_fi",
        "name_sv",
        "name_en",
        "street_fi",
        "post_office_fi",
        "oid",
        "organisation__name_fi",
    )
    list_export = (
        "name_fi",
        "name_sv",
        "organisation",
        "area",
        "visiting_address",
        "oid",
        "checked_on",
        "valid_to",
    )
    export_filename = "soskes-service-points"
    panels = [
        panels.PtvHint(),
        panels.in_three("name", _("Name")),
        MultiFieldPanel(
            [FieldRowPanel([panels.FieldPanel("organisation"), panels.FieldPanel("area")])],
            heading=_("Whose and where"),
        ),
        panels.channels(),
        panels.hours(),
        panels.address(),
        panels.in_three("description", _("Description")),
        panels.upkeep(
            FieldRowPanel(
                [panels.FieldPanel("address_audience"), panels.FieldPanel("phone_audience")]
            )
        ),
        panels.validity(successor=True),
        panels.technical(
            panels.FieldPanel("oid"),
            FieldRowPanel([panels.FieldPanel("latitude"), panels.FieldPanel("longitude")]),
            panels.FieldPanel("ptv_id", read_only=True),
            panels.FieldPanel("is_example"),
        ),
    ]
