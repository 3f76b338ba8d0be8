"""What stands around the inside of a SosKes page, made anew for each reader and request.

The inside may come from the page cache, the same for all who may see the same. Parts register
what must not: a bell with a count, a banner that begins at nine, a form with a token.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from urllib.parse import urlsplit

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.crypto import salted_hmac
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from wagtail.models import Page

from soskes_wagtail import __version__
from soskes_wagtail.conf import app_settings


class Place(StrEnum):
    """``TOP``: the full width above everything; ``STRIP``: one of a row of small things
    above the bar; ``BELOW``: after the page, at its width."""

    TOP = "top"
    STRIP = "strip"
    BELOW = "below"


@dataclass(frozen=True)
class PagePart:
    """One thing around pages. ``render(request, page)`` gives HTML, empty for nothing, at the
    cost of a query or two at most; it is asked for every SosKes page that is shown."""

    name: str
    place: Place
    render: Callable[[HttpRequest, Page], SafeString | str]
    order: int = 50


@dataclass(frozen=True)
class PageAction:
    """What a form around pages does: a POST to the page with ``soskes_action`` = ``name`` is
    handled by ``handle(request, page)``, after Wagtail has let the reader in and Django has
    checked the token. It answers, best with a redirect to the page; ``None`` leaves the page to
    show itself, with what the parts make of the POST."""

    name: str
    handle: Callable[[HttpRequest, Page], HttpResponse | None]


_actions: dict[str, PageAction] = {}
_parts: dict[str, PagePart] = {}


def register_page_part(part: PagePart) -> None:
    """Add a part; a second one of the same name replaces the first."""
    _parts[part.name] = part


def register_page_action(action: PageAction) -> None:
    """Add an action; a second one of the same name replaces the first."""
    _actions[action.name] = action


def acted(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The answer of the action that is asked for; None where none is."""
    if request.method != "POST" or "soskes_action" not in request.POST:
        return None
    action = _actions.get(request.POST["soskes_action"])
    return action.handle(request, page) if action else None


def back_to(request: HttpRequest, page: Page) -> str:
    """The address that an action leads back to: where the form stood, on the page or below it."""
    url = page.get_url(request) or "/"
    return request.path if request.path.startswith(urlsplit(url).path) else url


def rendered(place: str, request: HttpRequest, page: Page) -> list[SafeString | str]:
    """What the parts at a place have to show, in their order."""
    there = [part for part in _parts.values() if part.place == place]
    there.sort(key=lambda part: (part.order, part.name))
    return [html for part in there if (html := part.render(request, page))]


def kept_html(
    request: HttpRequest,
    template: str,
    context: Callable[[], dict],
    depends_on: Iterable[object],
    **fresh: str,
) -> SafeString:
    """A part's template, kept in the cache as long as the inside of a page is.

    ``depends_on``: everything that the HTML is made of, beside the language. What must be new
    each time is given apart, by its name in the template; the token of forms always is. The
    template is rendered without the request, which would be that of somebody else.
    """
    fresh["csrf_token"] = get_token(request)
    places = {name: place_of(name) for name in fresh}
    parts = (__version__, template, get_language(), sorted(places.items()), list(depends_on))
    key = "soskes:around:" + hashlib.sha256(repr(parts).encode()).hexdigest()
    seconds = app_settings.PAGE_CACHE_SECONDS
    html = cache.get(key) if seconds else None
    if html is None:
        html = str(render_to_string(template, context() | places))
        if seconds:
            cache.set(key, html, seconds)
    for name, value in fresh.items():
        html = html.replace(places[name], conditional_escape(value))
    return mark_safe(html)


@lru_cache(maxsize=32)
def place_of(name: str) -> str:
    """What stands for a fresh value in kept HTML: nothing that an author could write."""
    return salted_hmac("soskes.around", name, algorithm="sha256").hexdigest()
