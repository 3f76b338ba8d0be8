from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from soskes_wagtail.access import viewer_for
from soskes_wagtail.pages import SoskesPageMixin
from soskes_wagtail.search.services.query import MAX_QUERY_LENGTH, search
from soskes_wagtail.search_sources import search_sources


class SearchPageMixin(SoskesPageMixin, models.Model):
    """The search page of the network; a page, so that page privacy covers it."""

    is_soskes_search = True
    is_soskes_tool = True
    subpage_types = []
    max_count_per_parent = 1

    class Meta:
        abstract = True

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        query = request.GET.get("q", "")[:MAX_QUERY_LENGTH].replace("\x00", "").strip()
        known = [source.kind for source in search_sources()]
        kind = request.GET.get("laji", "")
        kind = kind if kind in known else ""
        groups = search(
            viewer_for(request),
            query,
            language=self.locale.language_code,
            kind=kind,
            request=request,
        )
        context.update(
            query=query,
            kind=kind,
            groups=groups,
            hit_count=sum(len(group.hits) for group in groups),
        )
        return context


class SearchPage(SearchPageMixin, Page):
    template = "soskes_wagtail/search/search_page.html"

    class Meta:
        verbose_name = _("search page")
        verbose_name_plural = _("search pages")
