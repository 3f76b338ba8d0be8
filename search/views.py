from django.db.models import Max, Sum
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView

from soskes_wagtail.access import audit
from soskes_wagtail.search.models import SearchedQuery


def may_see_searches(user) -> bool:
    """Those who keep the words of search learn from what was searched."""
    return user.has_perm("soskes_search.change_synonym")


class _WordKeepers:
    """A policy for the whole report, in the shape that Wagtail's views ask."""

    def user_has_permission(self, user, action):
        return may_see_searches(user)


class SearchedView(ReportView):
    """What people search for, what finds nothing first. A query that only one person has made
    is not shown: it could tell who."""

    page_title = _("Searches in SosKes")
    header_icon = "search"
    index_url_name = "soskes_searches"
    index_results_url_name = "soskes_searches_results"
    permission_policy = _WordKeepers()
    permission_required = "change"
    default_ordering = None
    is_searchable = False
    list_export = ["query", "language", "hits_now", "searches", "last_day"]
    export_headings = {
        "query": _("Query"),
        "language": _("Language"),
        "hits_now": _("Results"),
        "searches": _("Times"),
        "last_day": _("Last searched"),
    }
    columns = [
        Column("query", label=_("Query")),
        Column("language", label=_("Language")),
        Column("hits_now", label=_("Results")),
        Column("searches", label=_("Times")),
        DateColumn("last_day", label=_("Last searched")),
    ]
    FEWEST = 2

    def get_base_queryset(self):
        rows = SearchedQuery.objects.values("query", "language").annotate(
            searches=Sum("times"), last_day=Max("day"), hits_now=Max("hits")
        )
        return rows.filter(searches__gte=self.FEWEST).order_by("hits_now", "-searches", "query")

    def as_spreadsheet(self, queryset, spreadsheet_format):
        data = {"kind": "searches", "format": spreadsheet_format}
        audit.record("export.records", actor=self.request.user, data=data)
        return super().as_spreadsheet(queryset, spreadsheet_format)

    def get_queryset(self):
        return self.get_base_queryset()
