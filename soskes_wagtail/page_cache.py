"""The inside of a page, kept for those who may see the same.

Only what stands between the host's header and footer is kept, and only after Wagtail has let the
reader in. The key holds everything that decides what somebody may see of pages and records
(groups, record keys, closed branches; not what parts register), the content version, the language
and the day, so that nothing has to be emptied.
"""

import hashlib

from django.contrib.messages import get_messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.safestring import mark_safe

from soskes_wagtail import __version__
from soskes_wagtail.access import viewer_for
from soskes_wagtail.conf import app_settings
from soskes_wagtail.content_version import ContentVersion

#: A base template of nothing but the content block.
INSIDE_ONLY = "soskes_wagtail/inside.html"


def kept_response(page, request: HttpRequest) -> HttpResponse | None:
    """The page with its inside from the cache; None where it is not there or may not be."""
    key = _key(page, request)
    inside = cache.get(key) if key else None
    return None if inside is None else _around(page, request, inside)


def response_to_keep(page, request: HttpRequest) -> HttpResponse | None:
    """The page with its inside rendered apart, and put into the cache; None where it may not be.

    To be called in the language of the page.
    """
    key = _key(page, request)
    if not key:
        return None
    context = page.get_context(request) | {"soskes_base": INSIDE_ONLY}
    inside = render_to_string(page.get_template(request), context, request)
    cache.set(key, inside, app_settings.PAGE_CACHE_SECONDS)
    return _around(page, request, inside)


def _around(page, request: HttpRequest, inside: str) -> HttpResponse:
    context = {
        "page": page,
        "self": page,
        "soskes_base": app_settings.BASE_TEMPLATE,
        "soskes_inside": mark_safe(inside),
    }
    return TemplateResponse(request, "soskes_wagtail/kept_page.html", context)


def _may_be_kept(page, request: HttpRequest) -> bool:
    return (
        app_settings.PAGE_CACHE_SECONDS > 0
        and page.soskes_may_be_kept
        and request.method in ("GET", "HEAD")
        and not getattr(request, "is_preview", False)
        # A message is for one reader, once.
        and not len(get_messages(request))
    )


def _key(page, request: HttpRequest) -> str:
    """Key of the inside for this reader, made once for a request; empty where none is kept."""
    made = request.__dict__.setdefault("_soskes_page_keys", {})
    if page.pk not in made:
        variant = page.soskes_kept_variant(request) if _may_be_kept(page, request) else None
        made[page.pk] = "" if variant is None else _made_key(page, request, variant)
    return made[page.pk]


def _made_key(page, request: HttpRequest, variant: str) -> str:
    viewer = viewer_for(request)
    parts = (
        __version__,
        ContentVersion.of(request),
        page.pk,  # with it the language: a page is always shown in its own
        variant,
        request.scheme,
        request.get_host(),
        timezone.localdate().isoformat(),
        viewer.is_authenticated,
        viewer.is_superuser,
        sorted(viewer.group_ids),
        sorted(viewer.record_keys),
        viewer.closed_branches,
    )
    return "soskes:page:" + hashlib.sha256(repr(parts).encode()).hexdigest()
