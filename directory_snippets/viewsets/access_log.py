"""The access log as a report of the admin, to read and to take along as a table."""

import django_filters
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView

from soskes_wagtail.access import Viewer, audit, viewer_for, visible_to
from soskes_wagtail.access.log import AccessLogEntry

URL_NAME = "soskes_access_log"
RESULTS_URL_NAME = "soskes_access_log_results"


class _Administrators:
    """A policy for the whole report, in the shape that Wagtail's views ask."""

    def user_has_permission(self, user, action):
        return Viewer(user).is_admin


class AccessLogFilterSet(WagtailFilterSet):
    event = django_filters.ChoiceFilter(
        label=_("Event"), choices=lambda: audit.event_choices(), empty_label=_("All")
    )
    actor_name = django_filters.CharFilter(label=_("Who"), lookup_expr="icontains")
    subject_name = django_filters.CharFilter(label=_("To whom or what"), lookup_expr="icontains")
    at = django_filters.DateFromToRangeFilter(label=_("Time"), widget=DateRangePickerWidget)

    class Meta:
        model = AccessLogEntry
        fields: list[str] = []


def details(entry: AccessLogEntry) -> str:
    """What else is known, in one line."""
    return ", ".join(f"{name}: {value}" for name, value in entry.data.items())


class AccessLogReport(ReportView):
    page_title = _("Access log")
    header_icon = "history"
    index_url_name = URL_NAME
    index_results_url_name = RESULTS_URL_NAME
    permission_policy = _Administrators()
    permission_required = "view"
    filterset_class = AccessLogFilterSet
    default_ordering = "-at"
    is_searchable = False
    export_filename = "soskes-access-log"
    list_export = ["at", "event", "actor_name", "subject_name", "subject_type", "details"]
    export_headings = {
        "at": _("Time"),
        "event": _("Event"),
        "actor_name": _("Who"),
        "subject_name": _("To whom or what"),
        "subject_type": _("Type"),
        "details": _("Details"),
    }
    columns = [
        Column("at", label=_("Time"), sort_key="at"),
        Column("event", label=_("Event"), accessor=lambda row: audit.event_label(row.event)),
        Column("actor_name", label=_("Who")),
        Column("subject_name", label=_("To whom or what")),
        Column("details", label=_("Details"), accessor=details),
    ]

    def get_queryset(self):
        rows = visible_to(viewer_for(self.request), AccessLogEntry.objects.all())
        return rows.order_by("-at", "-pk")

    def render_to_response(self, context, **response_kwargs):
        if self.is_export:
            audit.record("export.access_log", actor=self.request.user)
        return super().render_to_response(context, **response_kwargs)

    def to_row_dict(self, item):
        row = {name: getattr(item, name, "") for name in self.list_export}
        return row | {"event": audit.event_label(item.event), "details": details(item)}


def access_log_urls() -> list:
    return [
        path("reports/soskes-access-log/", AccessLogReport.as_view(), name=URL_NAME),
        path(
            "reports/soskes-access-log/results/",
            AccessLogReport.as_view(results_only=True),
            name=RESULTS_URL_NAME,
        ),
    ]


class AccessLogMenuItem(MenuItem):
    def is_shown(self, request):
        return viewer_for(request).is_admin


def access_log_menu_item() -> MenuItem:
    return AccessLogMenuItem(
        _("Access log"),
        reverse(URL_NAME),
        name="soskes-access-log",
        icon_name="history",
        order=910,
    )
