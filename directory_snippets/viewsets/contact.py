from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column

from soskes_wagtail.directory_snippets.models import Contact
from soskes_wagtail.directory_snippets.viewsets import panels
from soskes_wagtail.directory_snippets.viewsets.base import END_IT_ALONE, DirectoryViewSet
from soskes_wagtail.directory_snippets.viewsets.columns import (
    DateColumn,
    ManyColumn,
    ShownColumn,
    StateColumn,
)
from soskes_wagtail.directory_snippets.viewsets.filters import (
    ClassFilter,
    CoverageFilter,
    KeptFilterSet,
    StateFilter,
)
from soskes_wagtail.directory_snippets.widgets import CheckboxList


class ContactFilterSet(KeptFilterSet):
    area = CoverageFilter()
    service_class = ClassFilter()
    state = StateFilter()

    class Meta:
        model = Contact
        fields = ["is_network_contact", "audience"]


class ContactViewSet(DirectoryViewSet):
    model = Contact
    icon = "user"
    copy_view_enabled = True
    way_out = END_IT_ALONE
    ordering = ("role_title_fi", "pk")
    title_sort_key = "role_title_fi"
    narrow_columns = ("phone", "state")
    list_display = (
        "__str__",
        ShownColumn("person_name", label=_("Person")),
        ManyColumn("service_classes", label=_("Service classes")),
        ManyColumn("areas", label=_("Areas")),
        Column("organisation", label=_("Organisation"), sort_key="organisation__name_fi"),
        ShownColumn("phone", label=_("Phone"), classname="soskes-unbroken"),
        DateColumn("checked_on", label=_("Last checked"), sort_key="checked_on"),
        StateColumn(),
    )
    list_select = ("organisation",)
    list_prefetch = ("service_classes", "areas")
    filterset_class = ContactFilterSet
    search_fields = (
        "role_title_fi",
        "role_title_sv",
        "task_fi",
        "task_sv",
        "person_name",
        "phone",
        "email",
        "organisation__name_fi",
    )
    list_export = (
        "role_title_fi",
        "task_fi",
        "person_name",
        "phone",
        "direct_phone",
        "email",
        "organisation",
        "unit",
        "service_classes",
        "areas",
        "audience",
        "checked_on",
        "valid_to",
    )
    export_filename = "soskes-contacts"
    panels = [
        panels.in_three("role_title", _("Who")),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel(name), FieldPanel(f"{name}_audience")])
                for name in ("person_name", "phone", "direct_phone", "email")
            ],
            heading=_("How to reach"),
            help_text=_(
                "Beside each field you choose who sees it. Nobody else finds it, not even by "
                "searching."
            ),
        ),
        MultiFieldPanel(
            [
                FieldPanel("service_classes", widget=CheckboxList),
                FieldPanel("client_groups", widget=CheckboxList),
                FieldPanel("task_fi"),
                FieldRowPanel([FieldPanel("task_sv"), FieldPanel("task_en")]),
            ],
            heading=_("In which matters"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("organisation"), FieldPanel("unit")]),
                FieldPanel("areas", widget=CheckboxList),
            ],
            heading=_("Where"),
        ),
        panels.hours(),
        MultiFieldPanel(
            [
                FieldPanel("is_duty_line"),
                FieldPanel("deputy"),
                InlinePanel(
                    "absences",
                    label=_("absence"),
                    panels=[
                        FieldRowPanel([FieldPanel("first_day"), FieldPanel("last_day")]),
                        FieldPanel("note"),
                    ],
                ),
            ],
            heading=_("Duty and absences"),
            help_text=_("A duty line without service classes answers in every matter."),
        ),
        panels.in_three("note", _("Note to readers")),
        panels.upkeep(FieldPanel("is_network_contact")),
        panels.validity(),
        panels.technical(FieldPanel("is_example")),
    ]
