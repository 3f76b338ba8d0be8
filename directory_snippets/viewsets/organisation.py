from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column

from soskes_wagtail.directory_snippets.models import Organisation
from soskes_wagtail.directory_snippets.viewsets import panels
from soskes_wagtail.directory_snippets.viewsets.base import DirectoryViewSet
from soskes_wagtail.directory_snippets.viewsets.columns import StateColumn
from soskes_wagtail.directory_snippets.viewsets.filters import (
    BelowFilter,
    PlaceFilter,
    StateFilter,
    WagtailFilterSet,
)


class OrganisationFilterSet(WagtailFilterSet):
    below = BelowFilter(label=_("Part of"))
    area = PlaceFilter(field_name="area", label=_("Own area"))
    state = StateFilter()

    class Meta:
        model = Organisation
        fields = ["type"]


class OrganisationViewSet(DirectoryViewSet):
    model = Organisation
    icon = "group"
    inspect_view_enabled = True
    ordering = ("name_fi", "pk")
    list_display = (
        "__str__",
        Column("get_type_display", label=_("Type"), sort_key="type"),
        Column("parent", label=_("Part of"), sort_key="parent__name_fi"),
        Column("business_id", label=_("Business ID"), sort_key="business_id"),
        Column("oid", label=_("OID code"), sort_key="oid"),
        StateColumn(),
    )
    list_select = ("parent",)
    filterset_class = OrganisationFilterSet
    search_fields = ("name_fi", "name_sv", "name_en", "business_id", "oid")
    list_export = (
        "name_fi",
        "name_sv",
        "name_en",
        "type",
        "parent",
        "area",
        "business_id",
        "oid",
        "valid_from",
        "valid_to",
        "successor",
    )
    export_filename = "soskes-organisations"
    panels = [
        panels.PtvHint(),
        panels.in_three("name", _("Name")),
        MultiFieldPanel(
            [
                panels.FieldPanel("type"),
                FieldRowPanel([panels.FieldPanel("parent"), panels.FieldPanel("area")]),
            ],
            heading=_("What and where"),
        ),
        panels.channels(),
        panels.address(),
        panels.in_three("description", _("Description")),
        panels.upkeep(),
        panels.validity(successor=True),
        panels.technical(
            FieldRowPanel([panels.FieldPanel("business_id"), panels.FieldPanel("oid")]),
            panels.FieldPanel("ptv_id", read_only=True),
        ),
    ]
    inspect_view_fields = [
        "name_fi",
        "name_sv",
        "name_en",
        "type",
        "parent",
        "area",
        "business_id",
        "oid",
        "visiting_address",
        "audience",
        "checked_on",
        "valid_from",
        "valid_to",
        "successor",
        "ptv_id",
    ]
