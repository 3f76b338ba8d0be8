"""Items of the menu "SosKes" that are no lists of records."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from soskes_wagtail.access import viewer_for
from soskes_wagtail.directory_snippets.views.table_forms import kinds_for


class TablesMenuItem(MenuItem):
    def __init__(self):
        super().__init__(
            _("Import from a file"),
            reverse_lazy("soskes_tables:upload"),
            name="soskes-tables",
            icon_name="upload",
            order=900,
        )

    def is_shown(self, request):
        return bool(kinds_for(request.user))


class LicencePanelMenuItem(MenuItem):
    def __init__(self):
        super().__init__(
            _("Licences and seats"),
            reverse_lazy("soskes_licences:panel"),
            name="soskes-licence-panel",
            icon_name="clipboard-list",
            order=905,
        )

    def is_shown(self, request):
        return viewer_for(request).is_admin


class MergersMenuItem(MenuItem):
    def __init__(self):
        super().__init__(
            _("Mergers"),
            reverse_lazy("soskes_mergers:list"),
            name="soskes-mergers",
            icon_name="resubmit",
            order=910,
        )

    def is_shown(self, request):
        return viewer_for(request).is_admin
