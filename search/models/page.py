from django.db import models
from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import path
from wagtail.models import Page

from soskes_wagtail.access import viewer_for
from soskes_wagtail.pages import SoskesPageMixin, SoskesRoutablePageMixin


class SearchPageMixin(SoskesRoutablePageMixin, SoskesPageMixin, models.Model):
    """The search page of the network; a page, so that page privacy covers it.

    Below it lie the suggestions (``ehdotukset/``) and what browsers need to add it to their
    search engines (``opensearch/``).
    """

    is_soskes_search = True
    is_soskes_tool = True
    subpage_types = []
    max_count_per_parent = 1

    class Meta:
        abstract = True

    def get_context(self, request, *args, **kwargs):
        from soskes_wagtail.search.services.results_page import results_context

        context = super().get_context(request, *args, **kwargs)
        context.update(results_context(self, context["viewer"], request))
        return context

    @path("ehdotukset/", name="suggestions")
    def suggestions_view(self, request):
        """Titles that begin so, as JSON, while somebody types."""
        from soskes_wagtail.search.services.suggestions import suggestions

        viewer = viewer_for(request)
        found = suggestions(viewer, request.GET.get("q", ""), self.locale.language_code, request)
        return JsonResponse({"suggestions": found})

    @path("opensearch/", name="opensearch")
    def opensearch_view(self, request):
        """OpenSearch 1.1 description document."""
        from soskes_wagtail.search.services.opensearch import description

        return HttpResponse(
            description(self, request), content_type="application/opensearchdescription+xml"
        )


class SearchPage(SearchPageMixin, Page):
    template = "soskes_wagtail/search/search_page.html"

    class Meta:
        verbose_name = _("search page")
        verbose_name_plural = _("search pages")
