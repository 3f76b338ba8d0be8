"""Pages as a search source: the ones of SosKes, by the words in their title and text."""

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, get_page_models

from soskes_wagtail.access import Viewer, visible_to
from soskes_wagtail.pages import SoskesPageMixin
from soskes_wagtail.search_sources import (
    SearchHit,
    SearchRequest,
    SearchSource,
    register_search_source,
)


def register() -> None:
    register_search_source(SearchSource("page", _("Pages"), 10, find_pages))


def find_pages(viewer: Viewer, asked: SearchRequest) -> list[SearchHit]:
    """SosKes pages in the language asked, title matches first."""
    models = [
        model
        for model in get_page_models()
        if issubclass(model, SoskesPageMixin) and not model.is_soskes_search
    ]
    types = ContentType.objects.get_for_models(*models).values()
    allowed = visible_to(viewer, Page.objects.all()).filter(
        locale__language_code=asked.language, content_type__in=[each.pk for each in types]
    )
    by_title = allowed
    for word in asked.words:
        by_title = by_title.filter(title__icontains=word)
    found = {page.pk: page for page in by_title.order_by("title")[: asked.limit]}
    # The index knows no page privacy: what it finds is taken only if it is among the allowed.
    ids = list(allowed.values_list("pk", flat=True))
    for page in Page.objects.filter(pk__in=ids).search(" ".join(asked.words), operator="and")[
        : asked.limit
    ]:
        found.setdefault(page.pk, page)
    return [
        SearchHit("page", page.title, page.get_url(asked.request) or "", page.search_description)
        for page in list(found.values())[: asked.limit]
    ]
