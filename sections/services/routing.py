"""Find a page deep in the network's tree in two queries, however deep it is; in one where the
way there is known from before. What a page with routes of its own shows is for that page."""

import hashlib
from collections.abc import Sequence

from django.core.cache import cache
from django.http import HttpRequest
from wagtail.models import Page

from soskes_wagtail.conf import app_settings
from soskes_wagtail.content_version import ContentVersion

#: Longest way, in steps, that is kept.
LONGEST = 8


def page_at(
    top: Page, slugs: Sequence[str], request: HttpRequest
) -> tuple[Page, Sequence[str]] | None:
    """The page (as its own type) at an address below ``top``, its parents remembered on it, and
    what is left of the address: empty, unless the page has routes of its own to look it up in.

    Relations that its class names in ``routed_with`` come along.

    None where there is no such page; then it is Wagtail's turn. Live or not is for the caller
    to see.
    """
    if not slugs:
        return None
    if not app_settings.PAGE_CACHE_SECONDS:
        return _routed(top, _way_to(top, slugs), slugs)
    # A way ends at a page with routes of its own: what comes after it is endless.
    keys = [_key(top, slugs[:length], request) for length in range(1, len(slugs) + 1)][:LONGEST]
    known = cache.get_many(keys)
    ways = (known.get(key) for key in reversed(keys))
    way = next((way for way in ways if way and _ends(way, slugs)), None)
    if way is None:
        way = _way_to(top, slugs)
        if way and len(way) <= len(keys) + 1:  # addresses of nothing are endless
            cache.set(keys[len(way) - 2], way, app_settings.PAGE_CACHE_SECONDS)
    # The page itself is always read anew, so that all that is said of it is what holds now.
    return _routed(top, way, slugs)


def _ends(way: list[Page], slugs: Sequence[str]) -> bool:
    """Whether a known way answers for the whole address, and not for its beginning only."""
    return len(way) == len(slugs) + 1 or not _is_plain(way[-1])


def _routed(
    top: Page, way: list[Page] | None, slugs: Sequence[str]
) -> tuple[Page, Sequence[str]] | None:
    page = _with_type([top, *way[1:]] if way else None)
    return (page, slugs[len(way) - 1 :]) if page else None


def _key(top: Page, slugs: Sequence[str], request: HttpRequest) -> str:
    parts = (ContentVersion.of(request), top.pk, top.path, list(slugs))
    return "soskes:way:" + hashlib.sha256(repr(parts).encode()).hexdigest()


def _way_to(top: Page, slugs: Sequence[str]) -> list[Page] | None:
    """The pages from ``top`` to the address, as plain pages, or to the first one on the way that
    has routes of its own; one query."""
    below = Page.objects.filter(path__startswith=top.path, slug__in=set(slugs))
    below = below.filter(depth__gt=top.depth, depth__lte=top.depth + len(slugs))
    places = {(page.path[: -Page.steplen], page.slug): page for page in below}
    way = [top]
    for number, slug in enumerate(slugs):
        if number and not _is_plain(way[-1]):
            break
        page = places.get((way[-1].path, slug))
        if page is None:
            return None
        way.append(page)
    return way


def _with_type(way: list[Page] | None) -> Page | None:
    """The last page of a way as its own type, with its parents; one query."""
    model = way[-1].specific_class if way else None
    if model is None:
        return None
    rows = model._default_manager.filter(pk=way[-1].pk, path=way[-1].path, slug=way[-1].slug)
    # The locale, since a page is shown in its own language.
    rows = rows.select_related("locale", *getattr(model, "routed_with", ()))
    found = next(iter(rows.order_by()[:1]), None)
    if found is not None:
        # As Wagtail's own routing does: breadcrumbs need no query then.
        for parent, page in zip(way, [*way[1:-1], found], strict=False):
            page._cached_parent_obj = parent
    return found


def _is_plain(page: Page) -> bool:
    """Whether a page routes as every page does; then it need not be asked."""
    model = page.specific_class
    return model is not None and (
        model.route is Page.route or getattr(model, "routes_children_first", False)
    )
