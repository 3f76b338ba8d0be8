"""Pages as a search source: those of SosKes that no part has registered as a kind of its own."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, get_page_models

from soskes_wagtail.pages import SoskesPageMixin
from soskes_wagtail.search_sources import (
    SearchSource,
    page_entries,
    register_search_source,
    search_sources,
    show_pages,
)


def register() -> None:
    register_search_source(
        SearchSource(
            "page",
            _("Pages"),
            10,
            model=Page,
            rows=rows,
            entries=page_entries,
            show=show_pages,
            boost=1.2,
        )
    )


def rows() -> QuerySet:
    types = ContentType.objects.get_for_models(*_models()).values()
    return Page.objects.live().filter(content_type__in=[each.pk for each in types]).specific()


def _models() -> list[type[Page]]:
    own = [each.model for each in search_sources() if each.model is not Page]
    return [
        model
        for model in get_page_models()
        if issubclass(model, SoskesPageMixin)
        and not model.is_soskes_search
        and not any(issubclass(model, other) for other in own)
    ]
