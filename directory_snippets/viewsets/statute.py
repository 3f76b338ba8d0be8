from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column

from soskes_wagtail.directory_snippets.models import Statute
from soskes_wagtail.directory_snippets.viewsets import panels
from soskes_wagtail.directory_snippets.viewsets.base import DirectoryViewSet
from soskes_wagtail.directory_snippets.viewsets.columns import StateColumn
from soskes_wagtail.directory_snippets.viewsets.filters import StateFilter, WagtailFilterSet


class StatuteFilterSet(WagtailFilterSet):
    state = StateFilter()

    class Meta:
        model = Statute
        fields = ["year"]


class StatuteViewSet(DirectoryViewSet):
    model = Statute
    icon = "openquote"
    ordering = ("title_fi", "pk")
    title_sort_key = "title_fi"
    list_display = (
        "__str__",
        Column("abbreviation", label=_("Abbreviation"), sort_key="abbreviation"),
        Column("citation", label=_("Number"), sort_key="year"),
        StateColumn(),
        Column("successor", label=_("Replaced by")),
    )
    list_select = ("successor",)
    filterset_class = StatuteFilterSet
    search_fields = (
        "title_fi",
        "title_sv",
        "title_en",
        "short_name_fi",
        "short_name_sv",
        "abbreviation",
        "number",
        "year",
    )
    list_export = ("citation", "title_fi", "title_sv", "short_name_fi", "in_force", "finlex_url")
    export_filename = "soskes-statutes"
    panels = [
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("number"), FieldPanel("year")])],
            heading=_("Number and year"),
        ),
        panels.in_three("title", _("Title")),
        panels.in_three("short_name", _("Short name"), first=[FieldPanel("abbreviation")]),
        FieldRowPanel([FieldPanel("in_force"), FieldPanel("amended_on")]),
        panels.validity(successor=True),
    ]
