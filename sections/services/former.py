"""Addresses of former municipalities lead to what they are part of now.

Everything here is asked only after Wagtail has let the reader see the page asked for, and the
page led to must be visible to the reader too: a redirect tells nobody what is behind it.
"""

from django.apps import apps
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.cache import patch_cache_control, patch_vary_headers
from wagtail.models import Page

from soskes_wagtail.access import Viewer, visible_to
from soskes_wagtail.directory_snippets.models import Area
from soskes_wagtail.directory_snippets.services.coverage import coverage_of


def former_area(directory: Page, slug: str) -> Area | None:
    """The covered municipality that the former one of this slug became."""
    found = coverage_of(directory.area).find(slug)
    return found if found is not None and found.slug != slug else None


def redirect_from_former(
    directory: Page, slug: str, viewer: Viewer, request: HttpRequest
) -> HttpResponse:
    """To the page of the successor; Http404 where the reader may not see one."""
    area = former_area(directory, slug)
    response = area and _redirect(area, directory.locale_id, viewer, request)
    if response is None:
        raise Http404
    return response


def redirect_to_successor(page: Page, viewer: Viewer, request: HttpRequest) -> HttpResponse | None:
    """To the page of the municipality that followed; None: the page has to speak for itself."""
    if page.area.is_current():
        return None
    successor = page.area.latest_successor()
    if successor == page.area:
        return None
    return _redirect(successor, page.locale_id, viewer, request)


def _redirect(
    area: Area, locale_id: int, viewer: Viewer, request: HttpRequest
) -> HttpResponse | None:
    pages = apps.get_model("soskes_sections", "MunicipalityPage").objects
    page = visible_to(viewer, pages.filter(area=area, locale_id=locale_id)).first()
    url = page.get_url(request) if page else None
    if not url:
        return None
    response = HttpResponsePermanentRedirect(url)
    patch_vary_headers(response, ["Cookie"])
    if viewer.is_authenticated or viewer.passed_passwords:
        patch_cache_control(response, private=True)
    return response
