"""The report "withdrawn from PTV" in the admin, and its line on the admin's home."""

from django.forms import Media
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView

from soskes_wagtail.access import audit
from soskes_wagtail.directory_snippets.policies import policy_for
from soskes_wagtail.directory_snippets.services.withdrawn import (
    MODELS,
    Withdrawn,
    load,
    withdrawn_rows,
)
from soskes_wagtail.directory_snippets.viewsets.columns import DateColumn
from soskes_wagtail.directory_snippets.widgets import ADMIN_CSS

URL_NAME = "soskes_withdrawn"
RESULTS_URL_NAME = "soskes_withdrawn_results"


def may_see(user) -> bool:
    """Whether somebody keeps records at all; the list itself holds only their own."""
    return any(policy_for(m).user_has_permission(user, "change") for m in MODELS.values())


class _AnyEditor:
    """A policy for the whole report, in the shape that Wagtail's views ask."""

    def user_has_permission(self, user, action):
        return may_see(user)


class WithdrawnReport(ReportView):
    """Own rows that PTV no longer has, newest first, with what to do about them."""

    page_title = _("Withdrawn from PTV")
    header_icon = "warning"
    index_url_name = URL_NAME
    index_results_url_name = RESULTS_URL_NAME
    template_name = "soskes_wagtail/directory_snippets/admin/withdrawn.html"
    permission_policy = _AnyEditor()
    permission_required = "change"
    default_ordering = None
    is_searchable = False
    export_filename = "soskes-withdrawn"
    list_export = ["name", "kind", "owner", "withdrawn_at", "uses"]
    export_headings = {
        "name": _("Name"),
        "kind": _("Type"),
        "owner": _("Organisation"),
        "withdrawn_at": _("Withdrawn"),
        "uses": _("Used in"),
    }

    def get_queryset(self):
        return withdrawn_rows(self.request.user)

    def decorate_paginated_queryset(self, object_list):
        """For the file; a page is decorated before its table is made."""
        return self._rows(object_list) if self.is_export else object_list

    def as_spreadsheet(self, queryset, spreadsheet_format):
        data = {"kind": "withdrawn", "format": spreadsheet_format}
        audit.record("export.records", actor=self.request.user, data=data)
        return super().as_spreadsheet(queryset, spreadsheet_format)

    def get_table(self, object_list, **kwargs):
        return super().get_table(self._rows(object_list), **kwargs)

    def get_context_data(self, *args, **kwargs):
        context = super().get_context_data(*args, **kwargs)
        context["media"] += Media(css={"all": [versioned_static(ADMIN_CSS)]})
        return context

    def _rows(self, object_list) -> list[dict]:
        return [_row(found) for found in load(list(object_list))]

    @property
    def columns(self):
        return [
            TitleColumn("name", label=_("Name"), get_url=lambda row: row["url"]),
            Column("kind", label=_("Type"), classname="soskes-wide"),
            Column("owner", label=_("Organisation"), classname="soskes-wide"),
            DateColumn("withdrawn_at", label=_("Withdrawn")),
            Column("uses", label=_("Used in"), classname="soskes-wide"),
        ]


def _row(found: Withdrawn) -> dict:
    record = found.record
    owner = record.parent if hasattr(record, "parent") else record.organisation
    return {
        "name": str(record),
        "kind": capfirst(record._meta.verbose_name),
        "owner": str(owner or ""),
        "withdrawn_at": record.withdrawn_at,
        "uses": found.uses,
        # Whoever finds it in the list may change it.
        "url": reverse(record.snippet_viewset.get_url_name("edit"), args=[record.pk]),
    }


def withdrawn_urls() -> list:
    return [
        path("reports/soskes-withdrawn/", WithdrawnReport.as_view(), name=URL_NAME),
        path(
            "reports/soskes-withdrawn/results/",
            WithdrawnReport.as_view(results_only=True),
            name=RESULTS_URL_NAME,
        ),
    ]


class WithdrawnMenuItem(MenuItem):
    def is_shown(self, request):
        return may_see(request.user)


def withdrawn_menu_item() -> MenuItem:
    return WithdrawnMenuItem(
        _("Withdrawn from PTV"),
        reverse(URL_NAME),
        name="soskes-withdrawn",
        icon_name="warning",
        order=900,
    )


class WithdrawnSummary(SummaryItem):
    """How many there are, on the admin's home; nothing when there are none."""

    order = 350
    template_name = "soskes_wagtail/directory_snippets/admin/withdrawn_summary.html"

    def __init__(self, request):
        super().__init__(request)
        self.number = withdrawn_rows(request.user).count() if may_see(request.user) else 0

    def is_shown(self):
        return self.number > 0

    def get_context_data(self, parent_context):
        return {"number": self.number, "url": reverse(URL_NAME)}


def add_withdrawn_summary(request, items: list) -> None:
    items.append(WithdrawnSummary(request))
