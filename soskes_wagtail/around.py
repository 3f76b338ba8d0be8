"""What stands around the inside of a SosKes page, made anew for each reader and request.

The inside may come from the page cache, the same for all who may see the same. Parts register
what must not: a bell with a count, a banner that begins at nine, a form with a token.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from wagtail.models import Page


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
