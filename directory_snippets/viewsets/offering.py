from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column

from soskes_wagtail.directory_snippets.models import ServiceOffering
from soskes_wagtail.directory_snippets.viewsets import panels
from soskes_wagtail.directory_snippets.viewsets.base import END_IT_ALONE, DirectoryViewSet
from soskes_wagtail.directory_snippets.viewsets.columns import ManyColumn, StateColumn
from soskes_wagtail.directory_snippets.viewsets.filters import (
    ClassFilter,
    CoverageFilter,
    KeptFilterSet,
    StateFilter,
)
from soskes_wagtail.directory_snippets.widgets import CheckboxList


class OfferingFilterSet(KeptFilterSet):
    area = CoverageFilter()
    service_class = ClassFilter(field_name="service__service_classes")
    state = StateFilter()

    class Meta:
        model = ServiceOffering
        fields = ["role"]


class ServiceOfferingViewSet(DirectoryViewSet):
    model = ServiceOffering
    icon = "link"
    copy_view_enabled = True
    way_out = END_IT_ALONE
    ordering = ("service__name", "pk")
    title_sort_key = "service__name"
    list_display = (
        "__str__",
        Column("organisation", label=_("Organisation"), sort_key="organisation__name_fi"),
        Column("unit", label=_("Service point"), sort_key="unit__name_fi"),
        Column("get_role_display", label=_("Role"), sort_key="role"),
        ManyColumn("areas", label=_("Areas")),
        StateColumn(),
    )
    list_select = ("service", "organisation", "unit")
    list_prefetch = ("areas",)
    filterset_class = OfferingFilterSet
    search_fields = ("service__name", "organisation__name_fi", "unit__name_fi", "note")
    list_export = ("service", "organisation", "unit", "role", "areas", "whole_country", "valid_to")
    export_filename = "soskes-places-of-service"
    panels = [
        panels.PtvHint(),
        panels.FieldPanel("service"),
        MultiFieldPanel(
            [
                FieldRowPanel([panels.FieldPanel("organisation"), panels.FieldPanel("unit")]),
                panels.FieldPanel("role"),
            ],
            heading=_("Who offers it and where"),
        ),
        MultiFieldPanel(
            [panels.FieldPanel("areas", widget=CheckboxList), panels.FieldPanel("whole_country")],
            heading=_("For which areas"),
        ),
        panels.FieldPanel("note"),
        panels.validity(),
    ]
