"""What the people search shows: the list or the cards of one page, and the choices."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from soskes_wagtail.access import Viewer
from soskes_wagtail.content_version import ContentVersion
from soskes_wagtail.directory_snippets.models import Profile
from soskes_wagtail.directory_snippets.people.cards import PersonCard, person_cards
from soskes_wagtail.directory_snippets.people.index import PeopleIndex, index_at_hand, people_index
from soskes_wagtail.directory_snippets.people.kept import kept_cards
from soskes_wagtail.directory_snippets.people.search import (
    Facet,
    Found,
    PeopleQuery,
    find_people,
)

PER_PAGE = 24
#: Name and value in the address that ask for cards instead of a list.
VIEW, CARDS = "nakyma", "kortit"
ROW_TEMPLATE = "soskes_wagtail/sections/parts/person_row.html"
CARD_TEMPLATE = "soskes_wagtail/sections/parts/person_card.html"
LABELS = {
    "municipality": _("Municipality"),
    "organisation": _("Organisation"),
    "expertise": _("Expertise"),
    "language": _("Language"),
    "role": _("Network bank"),
}


@dataclass(frozen=True)
class Choice:
    """A facet for the page, with its label; ``options``: its options as HTML."""

    label: str
    facet: Facet
    options: str


@dataclass(frozen=True)
class Chip:
    """A choice that was made, and the address without it."""

    label: str
    without: str


@dataclass(frozen=True)
class People:
    """``page``: Django's page of people, each a piece of HTML; ``total``: of all pages;
    ``other_shape``: address of the same people as cards, or as a list."""

    query: PeopleQuery
    page: ListPage
    total: int
    is_near: bool
    choices: list[Choice]
    chips: list[Chip]
    as_cards: bool
    other_shape: str


def people_list(viewer: Viewer, request: HttpRequest, url: str = "") -> People:
    """The people of an address such as ``?q=virt&kunta=aanekoski&page=2``; ``url``: of the page
    below which each of them has one."""
    query = PeopleQuery.from_address(request.GET)
    index = people_index(ContentVersion.of(request)) if viewer.is_member else PeopleIndex()
    found = find_people(viewer, query, index)
    as_cards = request.GET.get(VIEW) == CARDS
    page = Paginator(found.ids, PER_PAGE).get_page(request.GET.get("page"))
    ids = list(page.object_list)
    cards = kept_cards(viewer, ids, index) if ids else {}
    page.object_list = _rendered(
        viewer, [cards[pk] for pk in ids if pk in cards], index, url, as_cards
    )
    address = query.as_address()
    return People(
        query=query,
        page=page,
        total=len(found.ids),
        is_near=found.is_near,
        choices=_choices(viewer, found, index),
        chips=_chips(found, address, as_cards),
        as_cards=as_cards,
        other_shape=_address(address, not as_cards),
    )


def _rendered(
    viewer: Viewer, cards: list[PersonCard], index: PeopleIndex, url: str, as_cards: bool
) -> list[str]:
    """The people as HTML, kept as long as their cards."""
    template = CARD_TEMPLATE if as_cards else ROW_TEMPLATE
    kept = index.kept_for(viewer, f"{template} {url}")
    for card in cards:
        if card.pk not in kept:
            kept[card.pk] = render_to_string(template, {"card": card, "people_url": url})
    return [kept[card.pk] for card in cards]


def card_of(viewer: Viewer, request: HttpRequest, pk: int) -> PersonCard | None:
    index = index_at_hand(ContentVersion.of(request))
    if index is None:
        return next(iter(person_cards(viewer, Profile.objects.filter(pk=pk))), None)
    return kept_cards(viewer, [pk], index).get(pk)


def _choices(viewer: Viewer, found: Found, index: PeopleIndex) -> list[Choice]:
    kept = index.kept_for(viewer, "options")
    return [
        Choice(str(LABELS[one.kind]), one, _options(one, kept))
        for one in found.facets
        if one.options
    ]


def _options(facet: Facet, kept: dict) -> str:
    """The options as HTML: there may be hundreds, and in a template each takes as long as here
    fifty. All but the numbers is kept."""
    written = []
    for value, name, count, is_chosen in facet.options:
        parts = kept.get((facet.kind, value))
        if parts is None:
            parts = kept[facet.kind, value] = (
                format_html('<option value="{}"', value),
                format_html(">{} (", name),
            )
        chosen = " selected" if is_chosen else ""
        written.append(f"{parts[0]}{chosen}{parts[1]}{count:d})</option>")
    return mark_safe("\n".join(written))


def _chips(found: Found, address: dict[str, str], as_cards: bool) -> list[Chip]:
    chips = []
    for facet in found.facets:
        if facet.chosen:
            rest = {name: value for name, value in address.items() if name != facet.parameter}
            chips.append(Chip(facet.chosen.name, _address(rest, as_cards)))
    return chips


def _address(values: dict[str, str], as_cards: bool) -> str:
    return "?" + urlencode(values | ({VIEW: CARDS} if as_cards else {}))
