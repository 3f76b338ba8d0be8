"""The panel of licences in the admin, as a page and as CSV."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from soskes_wagtail.access import audit, viewer_for
from soskes_wagtail.dates import short_date
from soskes_wagtail.directory_snippets.exports.tables import CSV_TYPE, as_csv
from soskes_wagtail.directory_snippets.services.licence_panel import LicenceRow, licence_panel
from soskes_wagtail.directory_snippets.services.membership_state import licence_state
from soskes_wagtail.directory_snippets.widgets import ADMIN_CSS


class LicencePanelView(WagtailAdminTemplateMixin, TemplateView):
    """Licences, seats, activity and what ends soon; for administrators."""

    template_name = "soskes_wagtail/directory_snippets/admin/licence_panel.html"
    header_icon = "clipboard-list"

    def dispatch(self, request, *args, **kwargs):
        if not viewer_for(request).is_admin:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        if request.GET.get("export") == "csv":
            audit.record("export.licences", actor=request.user)
            return _csv()
        return super().get(request, *args, **kwargs)

    def get_page_title(self):
        return _("Licences and seats")

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        panel = licence_panel()
        return super().get_context_data(**kwargs) | {"panel": panel, "admin_css": ADMIN_CSS}


def _csv() -> HttpResponse:
    header = [
        _("Member organisation"),
        _("From"),
        _("Until"),
        _("Situation"),
        _("Seats"),
        _("Members"),
        _("Invited"),
        _("Free"),
        _("Active in 30 days"),
        _("Last sign-in"),
    ]
    response = HttpResponse(
        as_csv(header, (_cells(row) for row in licence_panel().rows)), content_type=CSV_TYPE
    )
    response["Content-Disposition"] = 'attachment; filename="soskes-licences.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


def _cells(row: LicenceRow) -> list:
    return [
        row.licence.organisation,
        short_date(row.licence.valid_from),
        short_date(row.licence.valid_until),
        licence_state(row.licence),
        row.seats.total,
        row.seats.used,
        row.seats.invited,
        row.seats.free,
        row.active,
        short_date(row.last_login),
    ]


urlpatterns = [path("", LicencePanelView.as_view(), name="panel")]
