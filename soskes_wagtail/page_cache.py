"""The inside of a page, kept for those who may see the same.

Only what stands between the host's header and footer is kept, and only after Wagtail has let the
reader in. The key holds everything that decides what somebody may see of pages and records
(groups, record keys, closed branches; not what parts register), the content version, the language
and the day, so that nothing has to be emptied.
"""

import hashlib
from collections.abc import Callable, Mapping

from django.contrib.messages import get_messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

from soskes_wagtail import __version__
from soskes_wagtail.access import viewer_for
from soskes_wagtail.around import place_of
from soskes_wagtail.conf import app_settings
from soskes_wagtail.content_version import ContentVersion

#: A base template of nothing but the content block.
INSIDE_ONLY = "soskes_wagtail/inside.html"
#: The frame around a kept inside.
KEPT_PAGE = "soskes_wagtail/kept_page.html"


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


def put_together(
    page,
    request: HttpRequest,
    template: str,
    facts: Mapping[str, object],
    *,
    fresh: Mapping[str, str],
    also: Callable[[Mapping[str, str]], dict] | None = None,
    frame: str = KEPT_PAGE,
    around: Mapping[str, object] | None = None,
) -> HttpResponse | None:
    """A page below ``page`` whose inside is kept for all to whom it says the same; None where
    nothing may be kept.

    ``facts``: what it says, in plain values whose ``repr`` tells them apart. The template is given
    these and what the page itself gives it, but neither request nor viewer, so that nothing of
    one reader is kept for another. ``fresh``: what is new for each request, by its name in the
    template. ``also(fresh)``: what is made for the template of that and of nothing else, as a
    form. ``around``: for ``frame``.
    """
    if not _keeps(request):
        return None
    key = _made_key(page, request, repr((template, sorted(facts.items()))))
    inside = cache.get(key)
    if inside is None:
        context = page.get_context(request)
        for theirs in ("request", "viewer"):
            context.pop(theirs, None)
        places = {name: place_of(name) for name in fresh}
        context |= {"soskes_base": INSIDE_ONLY, **facts, **places}
        context |= also(places) if also else {}
        inside = str(render_to_string(template, context))
        cache.set(key, inside, app_settings.PAGE_CACHE_SECONDS)
    for name, value in fresh.items():
        inside = inside.replace(place_of(name), conditional_escape(value))
    return _around(page, request, inside, frame, around)


def _around(
    page,
    request: HttpRequest,
    inside: str,
    frame: str = KEPT_PAGE,
    more: Mapping[str, object] | None = None,
) -> HttpResponse:
    context = {
        **(more or {}),
        "page": page,
        "self": page,
        "soskes_base": app_settings.BASE_TEMPLATE,
        "soskes_inside": mark_safe(inside),
    }
    return TemplateResponse(request, frame, context)


def _may_be_kept(page, request: HttpRequest) -> bool:
    return page.soskes_may_be_kept and _keeps(request)


def _keeps(request: HttpRequest) -> bool:
    return (
        app_settings.PAGE_CACHE_SECONDS > 0
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
