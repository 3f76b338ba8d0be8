from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from soskes_wagtail.search.views import SearchedView, may_see_searches
from soskes_wagtail.search.viewsets.vocabulary import VocabularyViewSetGroup

register_snippet(VocabularyViewSetGroup)


class SearchesMenuItem(MenuItem):
    def is_shown(self, request):
        return may_see_searches(request.user)


@hooks.register("register_admin_urls")
def report_urls():
    return [
        path("reports/soskes-searches/", SearchedView.as_view(), name="soskes_searches"),
        path(
            "reports/soskes-searches/results/",
            SearchedView.as_view(results_only=True),
            name="soskes_searches_results",
        ),
    ]


@hooks.register("register_reports_menu_item")
def searches_menu_item():
    return SearchesMenuItem(
        _("Searches in SosKes"), reverse("soskes_searches"), icon_name="search", order=950
    )
