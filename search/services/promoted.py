"""Results that editors put first, where the host has ``wagtail.contrib.search_promotions``."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.apps import apps
from django.http import HttpRequest
from wagtail.models import Page

from soskes_wagtail.access import Viewer, visible_to

if TYPE_CHECKING:
    from soskes_wagtail.search.services.query import Asked


@dataclass(frozen=True)
class Promoted:
    title: str
    url: str
    description: str


def promoted(viewer: Viewer, asked: "Asked", request: HttpRequest) -> list[Promoted]:
    """In the editors' order; pages only if the viewer may see them. Two queries."""
    if not asked.text or not apps.is_installed("wagtail.contrib.search_promotions"):
        return []
    from wagtail.contrib.search_promotions.models import SearchPromotion
    from wagtail.search.utils import normalise_query_string

    picks = SearchPromotion.objects.filter(
        query__query_string=normalise_query_string(asked.text)
    ).order_by("sort_order", "pk")
    rows = list(
        picks.values_list("page_id", "external_link_url", "external_link_text", "description")
    )
    pages = visible_to(viewer, Page.objects.filter(pk__in=[row[0] for row in rows if row[0]]))
    by_id = {page.pk: page for page in pages} if any(row[0] for row in rows) else {}
    found = []
    for page_id, link, text, description in rows:
        if page_id in by_id:
            url = by_id[page_id].get_url(request)
            found.append(Promoted(by_id[page_id].title, url or "", description))
        elif not page_id:
            found.append(Promoted(text or link, link, description))
    return [one for one in found if one.url]
