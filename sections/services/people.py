"""What the people search shows: the list or the cards of one page, and the choices."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from soskes_wagtail.access import Viewer
from soskes_wagtail.directory_snippets.models import Profile
from soskes_wagtail.directory_snippets.people.cards import PersonCard, person_cards
from soskes_wagtail.directory_snippets.people.search import (
    Facet,
    Found,
    PeopleQuery,
    find_people,
)

PER_PAGE = 24
#: Name and value in the address that ask for cards instead of a list.
VIEW, CARDS = "nakyma", "kortit"
LABELS = {
    "municipality": _("Municipality"),
    "organisation": _("Organisation"),
    "expertise": _("Expertise"),
    "language": _("Language"),
    "role": _("Network bank"),
}


@dataclass(frozen=True)
class Choice:
    """A facet for the page, with its label."""

    label: str
    facet: Facet


@dataclass(frozen=True)
class Chip:
    """A choice that was made, and the address without it."""

    label: str
    without: str


@dataclass(frozen=True)
class People:
    """``page``: Django's page of PersonCard; ``total``: of all pages; ``other_shape``: address of
    the same people as cards, or as a list."""

    query: PeopleQuery
    page: ListPage
    total: int
    is_near: bool
    choices: list[Choice]
    chips: list[Chip]
    as_cards: bool
    other_shape: str


def people_list(viewer: Viewer, request: HttpRequest) -> People:
    """The people of an address such as ``?q=virt&kunta=aanekoski&page=2``."""
    query = PeopleQuery.from_address(request.GET)
    found = find_people(viewer, query)
    as_cards = request.GET.get(VIEW) == CARDS
    page = Paginator(found.ids, PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = cards_of(viewer, list(page.object_list))
    address = query.as_address()
    return People(
        query=query,
        page=page,
        total=len(found.ids),
        is_near=found.is_near,
        choices=_choices(found),
        chips=_chips(found, address, as_cards),
        as_cards=as_cards,
        other_shape=_address(address, not as_cards),
    )


def cards_of(viewer: Viewer, ids: list[int]) -> list[PersonCard]:
    """Cards in the order of the ids; without those whom the viewer may not see (any more)."""
    if not ids:
        return []
    cards = {card.pk: card for card in person_cards(viewer, Profile.objects.filter(pk__in=ids))}
    return [cards[pk] for pk in ids if pk in cards]


def card_of(viewer: Viewer, pk: int) -> PersonCard | None:
    return next(iter(person_cards(viewer, Profile.objects.filter(pk=pk))), None)


def _choices(found: Found) -> list[Choice]:
    return [Choice(str(LABELS[one.kind]), one) for one in found.facets if one.options]


def _chips(found: Found, address: dict[str, str], as_cards: bool) -> list[Chip]:
    chips = []
    for facet in found.facets:
        if facet.chosen:
            rest = {name: value for name, value in address.items() if name != facet.parameter}
            chips.append(Chip(facet.chosen.name, _address(rest, as_cards)))
    return chips


def _address(values: dict[str, str], as_cards: bool) -> str:
    return "?" + urlencode(values | ({VIEW: CARDS} if as_cards else {}))
