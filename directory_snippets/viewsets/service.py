from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldRowPanel, MultiFieldPanel, PublishingPanel
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn, LocaleColumn

from soskes_wagtail.directory_snippets.models import Service
from soskes_wagtail.directory_snippets.viewsets import panels
from soskes_wagtail.directory_snippets.viewsets.base import UNPUBLISH, DirectoryViewSet
from soskes_wagtail.directory_snippets.viewsets.columns import DateColumn, ManyColumn
from soskes_wagtail.directory_snippets.viewsets.filters import ClassFilter, KeptFilterSet
from soskes_wagtail.directory_snippets.widgets import CheckboxList


class ServiceFilterSet(KeptFilterSet):
    service_class = ClassFilter()

    class Meta:
        model = Service
        fields = ["live", "audience"]


class ServiceViewSet(DirectoryViewSet):
    model = Service
    icon = "clipboard-list"
    way_out = UNPUBLISH
    ordering = ("name", "pk")
    narrow_columns = ("status",)
    title_sort_key = "name"
    list_display = (
        "__str__",
        LocaleColumn(),
        ManyColumn("service_classes", label=_("Service classes")),
        Column("organisation", label=_("Organised by"), sort_key="organisation__name_fi"),
        DateColumn("checked_on", label=_("Last checked"), sort_key="checked_on"),
        LiveStatusTagColumn(),
    )
    list_select = ("organisation", "locale")
    list_prefetch = ("service_classes",)
    filterset_class = ServiceFilterSet
    search_fields = ("name", "summary")
    list_export = (
        "name",
        "locale",
        "summary",
        "organisation",
        "service_classes",
        "target_groups",
        "audience",
        "live",
        "checked_on",
    )
    export_filename = "soskes-services"
    panels = [
        panels.PtvHint(),
        MultiFieldPanel(
            [panels.FieldPanel("name"), panels.FieldPanel("summary")], heading=_("In short")
        ),
        panels.FieldPanel("description"),
        panels.FieldPanel("who_for"),
        panels.FieldPanel("how_to_apply"),
        MultiFieldPanel(
            [
                panels.FieldPanel("organisation"),
                panels.FieldPanel("service_classes", widget=CheckboxList),
                panels.FieldPanel("target_groups", widget=CheckboxList),
            ],
            heading=_("What and for whom"),
        ),
        panels.InlinePanel(
            "legal_basis",
            heading=_("Legal basis"),
            label=_("statute"),
            panels=[FieldRowPanel([panels.FieldPanel("statute"), panels.FieldPanel("provisions")])],
        ),
        panels.upkeep(),
        panels.technical(panels.FieldPanel("ptv_id", read_only=True)),
        PublishingPanel(),
    ]
