from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column

from soskes_wagtail.directory_snippets.models import Area
from soskes_wagtail.directory_snippets.viewsets import panels
from soskes_wagtail.directory_snippets.viewsets.base import DirectoryViewSet
from soskes_wagtail.directory_snippets.viewsets.columns import StateColumn
from soskes_wagtail.directory_snippets.viewsets.filters import StateFilter, WagtailFilterSet


class AreaFilterSet(WagtailFilterSet):
    state = StateFilter()

    class Meta:
        model = Area
        fields = ["kind"]


class AreaViewSet(DirectoryViewSet):
    model = Area
    icon = "site"
    ordering = ("name_fi", "pk")
    list_display = (
        "__str__",
        Column("get_kind_display", label=_("Kind"), sort_key="kind"),
        Column("code", label=_("Official code"), sort_key="code"),
        Column("wellbeing_county", label=_("Wellbeing services county")),
        StateColumn(),
        Column("successor", label=_("Replaced by")),
    )
    list_select = ("wellbeing_county", "successor")
    filterset_class = AreaFilterSet
    search_fields = ("name_fi", "name_sv", "name_en", "code")
    list_export = ("name_fi", "name_sv", "kind", "code", "valid_from", "valid_to", "successor")
    export_filename = "soskes-areas"
    panels = [
        panels.in_three("name", _("Name")),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("kind"), FieldPanel("code")]),
                FieldRowPanel([FieldPanel("wellbeing_county"), FieldPanel("region")]),
            ],
            heading=_("What and where"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("population"), FieldPanel("population_date")])],
            heading=_("Population"),
        ),
        panels.validity(successor=True),
        panels.technical(
            FieldPanel("slug"),
            FieldRowPanel([FieldPanel("tile_row"), FieldPanel("tile_column")]),
        ),
    ]
