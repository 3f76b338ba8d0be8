"""Addresses of municipality pages, fetched along with the areas."""

from django.apps import apps
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from wagtail.models import Page

from soskes_wagtail.access import Viewer, visible_to
from soskes_wagtail.directory_snippets.models import Area


def areas_with_pages(viewer: Viewer, locale_id: int) -> QuerySet[Area]:
    """Areas with ``page_path``: where in the tree their page is, if the viewer may see it."""
    pages = apps.get_model("soskes_sections", "MunicipalityPage").objects
    seen = visible_to(viewer, pages.filter(area=OuterRef("pk"), locale_id=locale_id))
    return Area.objects.annotate(page_path=Subquery(seen.order_by("path").values("url_path")[:1]))


def area_url(area: Area, request: HttpRequest) -> str:
    """Address of the page of an area from ``areas_with_pages``; empty when there is none."""
    if not area.page_path:
        return ""
    # A page makes its URL of nothing but its path in the tree.
    return Page(url_path=area.page_path).get_url(request) or ""
