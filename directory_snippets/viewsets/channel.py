from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import MultiFieldPanel
from wagtail.admin.ui.tables import Column

from soskes_wagtail.directory_snippets.models import ServiceChannel
from soskes_wagtail.directory_snippets.viewsets import panels
from soskes_wagtail.directory_snippets.viewsets.base import END_IT_ALONE, DirectoryViewSet
from soskes_wagtail.directory_snippets.viewsets.columns import DateColumn, ManyColumn, StateColumn
from soskes_wagtail.directory_snippets.viewsets.filters import (
    CoverageFilter,
    KeptFilterSet,
    StateFilter,
)
from soskes_wagtail.directory_snippets.widgets import CheckboxList


class ChannelFilterSet(KeptFilterSet):
    area = CoverageFilter()
    state = StateFilter()

    class Meta:
        model = ServiceChannel
        fields = ["kind", "audience"]


class ServiceChannelViewSet(DirectoryViewSet):
    model = ServiceChannel
    icon = "mobile-alt"
    copy_view_enabled = True
    way_out = END_IT_ALONE
    ordering = ("name_fi", "pk")
    list_display = (
        "__str__",
        Column("get_kind_display", label=_("Kind"), sort_key="kind"),
        Column("organisation", label=_("Organisation"), sort_key="organisation__name_fi"),
        ManyColumn("addresses", label=_("Numbers and addresses")),
        DateColumn("checked_on", label=_("Last checked"), sort_key="checked_on"),
        StateColumn(),
    )
    list_select = ("organisation",)
    list_prefetch = ("addresses",)
    filterset_class = ChannelFilterSet
    search_fields = ("name_fi", "name_sv", "name_en", "organisation__name_fi")
    list_export = ("name_fi", "name_sv", "kind", "organisation", "addresses", "services")
    export_filename = "soskes-service-channels"
    panels = [
        panels.PtvHint(),
        panels.in_three("name", _("Name"), first=[panels.FieldPanel("kind")]),
        panels.FieldPanel("organisation"),
        panels.channels("addresses"),
        panels.hours(),
        MultiFieldPanel(
            [panels.FieldPanel("services", widget=CheckboxList)], heading=_("To which services")
        ),
        MultiFieldPanel(
            [panels.FieldPanel("areas", widget=CheckboxList), panels.FieldPanel("whole_country")],
            heading=_("For which areas"),
        ),
        panels.in_three("description", _("Description")),
        panels.upkeep(),
        panels.validity(),
        panels.technical(panels.FieldPanel("ptv_id", read_only=True)),
    ]
