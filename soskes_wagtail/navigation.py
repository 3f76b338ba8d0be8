"""Where a page stands: home, menu, breadcrumbs, language versions. Only what the viewer may see.

Two queries at most, whatever the number of pages: one for the menu and one for the language
versions (a third for the ancestors where the page was not reached by Wagtail's routing).
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from wagtail.coreutils import get_content_languages
from wagtail.models import Page, get_page_models

from soskes_wagtail.access import Viewer, can_see, visible_to
from soskes_wagtail.access.branches import is_inside
from soskes_wagtail.content_version import ContentVersion

#: How long the places of marked pages are kept; a change is seen at once all the same.
KEPT_SECONDS = 3600


@dataclass(frozen=True)
class Link:
    """A link to a page; ``is_current``: this very page, ``is_ancestor``: one above it."""

    title: str
    url: str
    is_current: bool = False
    is_ancestor: bool = False


@dataclass(frozen=True)
class LanguageLink:
    """A language version of a page; ``label`` is the language's own name for itself."""

    code: str
    label: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Navigation:
    """``home`` is None where there is none or the viewer may not see it; then the menu is
    empty. Breadcrumbs run from the home to the parent of the page."""

    home: Link | None
    menu: list[Link]
    breadcrumbs: list[Link]
    search_url: str | None


def navigation_for(page: Page, viewer: Viewer, request: HttpRequest) -> Navigation:
    """Navigation of a page as the viewer may see it; one query when reached by routing."""
    trail = [*_ancestors(page), page]
    at = max((i for i, p in enumerate(trail) if _has_mark(p, "is_soskes_home")), default=None)
    crumbs = _links((p for p in trail[at or 0 : -1] if can_see(viewer, p)), page, request)
    if at is None or not (trail[at] is page or can_see(viewer, trail[at])):
        return Navigation(None, [], crumbs, None)
    home = trail[at]
    search_types = _types_with_mark("is_soskes_search")
    children = visible_to(viewer, Page.objects.child_of(home)).filter(
        Q(show_in_menus=True) | Q(content_type__in=search_types)
    )
    children = list(children.order_by("path"))
    searches = [p for p in children if p.content_type_id in search_types]
    return Navigation(
        home=next(iter(_links([home], page, request)), None),
        menu=_links([p for p in children if p.show_in_menus], page, request),
        breadcrumbs=crumbs,
        search_url=_search_url(searches, search_types, page, viewer, request),
    )


def _search_url(
    here: list[Page], search_types: set[int], page: Page, viewer: Viewer, request: HttpRequest
) -> str | None:
    """The home's own search page; a translated branch without one gets that of another."""
    if not here and search_types and len(language_versions(page, viewer, request)) > 1:
        elsewhere = Page.objects.filter(content_type__in=search_types)
        here = list(visible_to(viewer, elsewhere).order_by("path")[:1])
    return here[0].get_url(request) if here else None


def here(page: Page, request: HttpRequest, title: str | None) -> dict:
    """Context for the path to an address below a page; without a title it is the page itself."""
    if not title:
        return {}
    return {
        "soskes_here": title,
        "soskes_above": [Link(page.title, page.get_url(request) or "")],
    }


def language_versions(page: Page, viewer: Viewer, request: HttpRequest) -> list[Page]:
    """Versions of the page that the viewer may see, itself among them, in the order of the
    host's content languages. One query for a request; fills in ``page.locale``."""
    kept = request.__dict__.setdefault("_soskes_versions", {})
    key = (viewer.user.pk, page.translation_key)
    if key not in kept:
        versions = visible_to(viewer, Page.objects.filter(translation_key=page.translation_key))
        order = list(get_content_languages())
        kept[key] = sorted(
            (v for v in versions.select_related("locale") if v.locale.language_code in order),
            key=lambda version: order.index(version.locale.language_code),
        )
    for version in kept[key]:
        if version.pk == page.pk:
            page.locale = version.locale
    return kept[key]


def language_links(page: Page, viewer: Viewer, request: HttpRequest) -> list[LanguageLink]:
    """A link for each language version that has a URL, the page's own included."""
    return [
        LanguageLink(
            code=version.locale.language_code,
            label=_own_name(version),
            url=url,
            is_current=version.pk == page.pk,
        )
        for version in language_versions(page, viewer, request)
        if (url := version.get_url(request))
    ]


def _own_name(page: Page) -> str:
    try:
        name = page.locale.language_name_local
    except KeyError:  # a language that Django does not know
        name = page.locale.get_display_name()
    return name[:1].upper() + name[1:]


def _ancestors(page: Page) -> list[Page]:
    """Pages above, top first, without the root of the tree."""
    above: list[Page] = []
    lowest = page
    # Wagtail's routing leaves the parents on the pages; that costs no query.
    while parent := lowest.__dict__.get("_cached_parent_obj"):
        above.insert(0, parent)
        lowest = parent
    if lowest.depth > 2 and not any(_has_mark(p, "is_soskes_home") for p in [*above, page]):
        above = list(Page.objects.ancestor_of(page).filter(depth__gt=1).order_by("path"))
    return [p for p in above if p.depth > 1]


def _has_mark(page: Page, mark: str) -> bool:
    return getattr(page.specific_class, mark, False)


def pages_with_mark(mark: str) -> QuerySet[Page]:
    """Pages of the types that a class attribute marks, in every language; who may see them is
    for the caller."""
    return Page.objects.filter(content_type__in=_types_with_mark(mark))


def marked_page_url(mark: str, viewer: Viewer, request: HttpRequest, language: str) -> str | None:
    """Address of the first page of a marked type that the viewer may see, best in the language;
    None without one. What there is is kept in the cache until anything changes."""
    found = kept_links(f"marked:{mark}", lambda: pages_with_mark(mark), viewer, request)
    best = sorted(found, key=lambda link: link.language != language)
    return best[0].url if best else None


@dataclass(frozen=True)
class KeptLink:
    """A link to a page as the cache keeps it; ``path``: where the page stands in the tree."""

    title: str
    url: str
    path: str
    language: str
    expire_at: datetime.datetime | None


def kept_links(
    name: str, pages: Callable[[], QuerySet[Page]], viewer: Viewer, request: HttpRequest
) -> list[KeptLink]:
    """Links to those of some pages that the viewer may see, in the order of the tree: for menus
    that stand on every page, a host's own included.

    The pages are read once and kept in the cache until anything changes; ``name`` tells them
    from other lists. Which of them somebody may see is decided anew each time.
    """
    version, host = ContentVersion.of(request), request.get_host()
    key = f"soskes:links:{name}:{version}:{request.scheme}:{host}"
    known = cache.get(key)
    if known is None:
        rows = pages().filter(live=True).select_related("locale").order_by("path")
        known = [
            KeptLink(page.title, url, page.path, page.locale.language_code, page.expire_at)
            for page in rows
            if (url := page.get_url(request))
        ]
        cache.set(key, known, KEPT_SECONDS)
    now, closed = timezone.now(), viewer.closed_branches
    return [
        link
        for link in known
        if not is_inside(link.path, closed) and (link.expire_at is None or link.expire_at > now)
    ]


def _types_with_mark(mark: str) -> set[int]:
    models = [model for model in get_page_models() if getattr(model, mark, False)]
    return {ct.pk for ct in ContentType.objects.get_for_models(*models).values()}


def _links(pages: Iterable[Page], current: Page, request: HttpRequest) -> list[Link]:
    # A plain Page builds its URL from columns it has; no query per item.
    return [
        Link(
            title=page.title,
            url=url,
            is_current=page.pk == current.pk,
            is_ancestor=page.pk != current.pk and current.path.startswith(page.path),
        )
        for page in pages
        if (url := page.get_url(request))
    ]
