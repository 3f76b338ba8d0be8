"""By what a search can be narrowed, with numbers.

All numbers come from one list of groups: a facet counts what is found under all other choices.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from soskes_wagtail.access import Viewer
from soskes_wagtail.search.index.engine import Group
from soskes_wagtail.search_sources import SearchRequest, search_facets, search_sources

if TYPE_CHECKING:
    from soskes_wagtail.search.services.query import Asked

#: More values of one facet than this help nobody.
MOST_VALUES = 12


@dataclass(frozen=True)
class FacetValue:
    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """``parameter``: its name in addresses."""

    name: str
    parameter: str
    label: str
    values: tuple[FacetValue, ...]

    @property
    def chosen(self) -> FacetValue | None:
        return next((value for value in self.values if value.is_chosen), None)


#: Names in addresses, in Finnish as the addresses of the pages are.
PARAMETERS = {
    "kind": "laji",
    "area": "kunta",
    "section": "osio",
    "language": "kieli",
    "tag": "tunniste",
}


def counted(groups: Sequence[Group], asked: "Asked") -> int:
    """Hits under all that is chosen."""
    return sum(group.count for group in groups if _fits(group, asked))


def facets_of(
    groups: Sequence[Group], asked: "Asked", viewer: Viewer, request: SearchRequest
) -> tuple[Facet, ...]:
    """Facets with at least one value, in their order."""
    found = [
        _facet("kind", _("What"), _kind_counts(groups, asked), asked.kind, _kind_labels()),
        *_registered(groups, asked, viewer, request),
        _facet(
            "language", _("Language"), _language_counts(groups, asked), asked.language, _languages()
        ),
    ]
    return tuple(facet for facet in found if facet.values)


def _registered(groups, asked, viewer, request) -> Iterator[Facet]:
    for facet in search_facets():
        counts: Counter = Counter()
        for group in groups:
            if _fits(group, asked, but=facet.name):
                for name, value in _values(group):
                    if name == facet.name:
                        counts[value] += group.count
        chosen = asked.facets.get(facet.name, "")
        labels = facet.labels(viewer, list(counts), request) if counts else {}
        yield _facet(facet.name, facet.label, counts, chosen, labels)


def _facet(name: str, label: str, counts: Counter, chosen: str, labels) -> Facet:
    offered = [
        FacetValue(value, str(labels[value]), count, value == chosen)
        for value, count in counts.items()
        if value in labels
    ]
    most = sorted(offered, key=lambda value: (not value.is_chosen, -value.count, value.label))
    return Facet(name, PARAMETERS.get(name, name), str(label), tuple(most[:MOST_VALUES]))


def _kind_counts(groups, asked) -> Counter:
    counts: Counter = Counter()
    for group in groups:
        if _fits(group, asked, but="kind"):
            counts[group.kind] += group.count
    return counts


def _kind_labels() -> dict[str, str]:
    return {source.kind: source.label for source in search_sources()}


def _language_counts(groups, asked) -> Counter:
    """What is found on pages of each language; records that serve all belong to each."""
    counts: Counter = Counter()
    for code in _languages():
        number = sum(g.count for g in groups if _fits(g, asked, language=code))
        if number:
            counts[code] = number
    return counts


def _languages() -> dict[str, str]:
    return dict(getattr(settings, "WAGTAIL_CONTENT_LANGUAGES", settings.LANGUAGES))


def _fits(group: Group, asked: "Asked", but: str = "", language: str = "") -> bool:
    if group.language not in ("", language or asked.language):
        return False
    if but != "kind" and asked.kind and group.kind != asked.kind:
        return False
    return all(
        name == but or f"|{name}:{value}|" in group.facets for name, value in asked.facets.items()
    )


def _values(group: Group) -> list[tuple[str, str]]:
    parts = (part.partition(":") for part in group.facets.strip("|").split("|") if part)
    return [(name, value) for name, _, value in parts]
