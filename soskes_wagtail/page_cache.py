"""The inside of a page, kept for those who may see the same.

Only what stands between the host's header and footer is kept, and only after Wagtail has let the
reader in. The key holds everything that decides what somebody may see (groups, audiences, closed
branches), the content version, the language and the day, so that nothing has to be emptied.
"""

import hashlib
from collections.abc import Callable

from django.contrib.messages import get_messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from soskes_wagtail import __version__
from soskes_wagtail.access import Viewer, viewer_for
from soskes_wagtail.conf import app_settings
from soskes_wagtail.content_version import ContentVersion

#: A base template of nothing but the content block.
INSIDE_ONLY = "soskes_wagtail/inside.html"


def page_response(page, request: HttpRequest, respond: Callable[[], HttpResponse]) -> HttpResponse:
    """``respond()``, or the same page with its inside from the cache."""
    if not _may_be_kept(page, request):
        return respond()
    variant = page.soskes_kept_variant(request)
    if variant is None:
        return respond()
    key = _key(page, request, viewer_for(request), variant)
    inside = cache.get(key)
    if inside is None:
        context = page.get_context(request) | {"soskes_base": INSIDE_ONLY}
        inside = render_to_string(page.get_template(request), context, request)
        cache.set(key, inside, app_settings.PAGE_CACHE_SECONDS)
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


def _key(page, request: HttpRequest, viewer: Viewer, variant: str) -> str:
    parts = (
        __version__,
        ContentVersion.current(),
        page.pk,
        variant,
        request.scheme,
        request.get_host(),
        get_language(),
        timezone.localdate().isoformat(),
        viewer.is_authenticated,
        viewer.is_superuser,
        sorted(viewer.group_ids),
        sorted(viewer.audiences),
        viewer.closed_branches,
    )
    return "soskes:page:" + hashlib.sha256(repr(parts).encode()).hexdigest()
