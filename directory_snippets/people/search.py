"""Finding people: by words and by what they do, with numbers of how many there are of each.

Numbers and hits are made of what the viewer is shown: by a field that is hidden from them nobody
is found, and nobody is counted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.http import QueryDict
from django.utils.translation import get_language

from soskes_wagtail.access import Disclosure, Viewer, visible_to
from soskes_wagtail.directory_snippets.models import Organisation
from soskes_wagtail.directory_snippets.models.languages import LANGUAGE_NAMES
from soskes_wagtail.directory_snippets.models.mixins import FALLBACK_LANGUAGES
from soskes_wagtail.directory_snippets.people.folding import (
    alphabetical,
    distance,
    mistakes_allowed,
    trigrams,
    words_of,
)
from soskes_wagtail.directory_snippets.people.index import (
    NAME,
    OPEN,
    PeopleIds,
    PeopleIndex,
    people_index,
)

#: By kind of facet: the parameter in the address, and the group whose level decides.
FACETS = {
    "municipality": ("kunta", "areas"),
    "organisation": ("organisaatio", OPEN),
    "expertise": ("osaaminen", "expertise"),
    "language": ("kieli", "languages"),
    "role": ("rooli", "network_roles"),
}
MOST_LETTERS = 100
#: The last searches of those who may see the same: who reads the next page has searched before.
KEPT_SEARCHES = 8
MOST_WORDS = 6


@dataclass(frozen=True)
class PeopleQuery:
    """What somebody looks for: words, and one value for each kind of facet (its key as text)."""

    words: str = ""
    chosen: dict[str, str] = field(default_factory=dict)

    @classmethod
    def from_address(cls, given: QueryDict) -> "PeopleQuery":
        """Of the query of an address; what no address of ours has is cut or left out."""
        text = given.get("q", "").replace("\x00", " ")[:MOST_LETTERS].strip()
        values = {kind: given.get(name, "")[:100] for kind, (name, _) in FACETS.items()}
        return cls(text, {kind: value for kind, value in values.items() if value})

    def as_address(self) -> dict[str, str]:
        """Names and values for an address that asks the same."""
        found = {"q": self.words} if self.words else {}
        return found | {FACETS[kind][0]: value for kind, value in self.chosen.items()}


class Option(NamedTuple):
    """A value to narrow by: ``value`` for the address, ``count`` of people it would leave."""

    value: str
    name: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    kind: str
    parameter: str
    options: list[Option]

    @property
    def chosen(self) -> Option | None:
        return next((option for option in self.options if option.is_chosen), None)


@dataclass(frozen=True)
class Found:
    """``ids`` of profiles, those found by name first, each by family name; ``is_near``: nobody
    was found by the words as they are written, these are like them."""

    ids: Sequence[int]
    facets: list[Facet]
    is_near: bool = False


def find_people(viewer: Viewer, query: PeopleQuery, index: PeopleIndex | None = None) -> Found:
    """Who is found, and how many there are for each further choice. No query but after a change
    of content; those who are no members find nobody."""
    if not viewer.is_member:
        return Found([], [])
    index = index or people_index()
    kept = index.kept_for(viewer, "found")
    asked = (query.words, *sorted(query.chosen.items()))
    found = kept.get(asked)
    if found is None:
        if len(kept) >= KEPT_SEARCHES:
            kept.clear()  # in one step: other threads read it
        found = kept[asked] = _Search(viewer, index, query).found()
    return found


def expertise_in_use(viewer: Viewer) -> list[str]:
    """Names of the areas of expertise of people as the viewer is shown them, the most common
    first."""
    if not viewer.is_member:
        return []
    index = people_index()
    mask = _Search(viewer, index, PeopleQuery()).shown("expertise")
    counted = [
        (-(bits & mask).bit_count(), index.names["expertise"][slug]["fi"])
        for slug, bits in index.values["expertise"].items()
        if bits & mask
    ]
    return [name for _count, name in sorted(counted)]


class _Search:
    def __init__(self, viewer: Viewer, index: PeopleIndex, query: PeopleQuery):
        self.viewer, self.index, self.query = viewer, index, query
        self._masks = {NAME: index.everybody, OPEN: index.everybody}
        self._organisations = _visible_organisations(viewer, index)

    def shown(self, group: str) -> int:
        """Whose fields of a group the viewer is shown; as ``disclosure.shows``."""
        if group not in self._masks:
            levels, found = self.index.levels[group], 0
            for level, bits in levels.items():
                if self.viewer.is_admin or level in self.viewer.audiences:
                    found |= bits
                elif level == Disclosure.OWN_ORGANISATION:
                    found |= bits & self._kept
            self._masks[group] = found
        return self._masks[group]

    @property
    def _kept(self) -> int:
        """People of the organisations whose records the viewer keeps."""
        found = 0
        for pk in self.viewer.organisation_ids & self.index.members.keys():
            found |= self.index.members[pk]
        return found

    def found(self) -> Found:
        by_words, is_near = self._by_words()
        chosen = {kind: self._having(kind, value) for kind, value in self.query.chosen.items()}
        facets = []
        for kind, (parameter, _group) in FACETS.items():
            # Without its own choice, so that another value can be chosen instead.
            others = by_words
            for other, bits in chosen.items():
                if other != kind:
                    others &= bits
            facets.append(Facet(kind, parameter, self._options(kind, others)))
        result = by_words
        for bits in chosen.values():
            result &= bits
        named = result & self._named()
        ids = PeopleIds(self.index, named, result & ~named)
        return Found(ids, facets, is_near and bool(result))

    def _named(self) -> int:
        """Who has one of the words in the name: they are meant before those who work there."""
        found = 0
        for word in words_of(self.query.words)[:MOST_WORDS]:
            for text, bits in self.index.texts[NAME].items():
                if word in text:
                    found |= bits
        return found

    def _values(self, kind: str) -> Iterable[tuple[object, int]]:
        values = self.index.values[kind].items()
        if kind == "organisation":
            return [(key, bits) for key, bits in values if key in self._organisations]
        return values

    def _having(self, kind: str, value: str) -> int:
        """Who is shown to have a value; nobody for one that nobody has."""
        mask = self.shown(FACETS[kind][1])
        return next((bits & mask for key, _, bits in self._named_values(kind) if key == value), 0)

    def _options(self, kind: str, among: int) -> list[Option]:
        mask = self.shown(FACETS[kind][1])
        among &= mask
        wanted = self.query.chosen.get(kind)
        return [
            Option(value, name, count, value == wanted)
            for value, name, bits in self._named_values(kind)
            if (count := (bits & among).bit_count()) or (value == wanted and bits & mask)
        ]

    def _named_values(self, kind: str) -> list[tuple[str, str, int]]:
        """The values with their names, in alphabetical order."""
        kept = self.index.kept_for(self.viewer, "values")
        if kind not in kept:
            found = [(str(key), self._name(kind, key), bits) for key, bits in self._values(kind)]
            kept[kind] = sorted(found, key=lambda value: alphabetical(value[1]))
        return kept[kind]

    def _name(self, kind: str, key) -> str:
        if kind == "language":
            return str(LANGUAGE_NAMES.get(key, key))
        names = self.index.names[kind][key]
        wanted = (get_language() or "fi")[:2]
        return next(filter(None, (names.get(c) for c in (wanted, *FALLBACK_LANGUAGES))), "")

    def _by_words(self) -> tuple[int, bool]:
        """Who has every word; else who has words like them."""
        words = words_of(self.query.words)[:MOST_WORDS]
        if self.query.words and not words:
            return 0, False
        found = self.index.everybody
        for word in words:
            found &= self._with_part(word)
        if found or not words:
            return found, False
        found = self.index.everybody
        for word in words:
            found &= self._with_part(word) | self._with_likeness(word)
        return found, bool(found)

    def _with_part(self, word: str) -> int:
        """Who has a word, or a part of one, in a text that the viewer is shown."""
        found = 0
        for group, texts in self.index.texts.items():
            here = 0
            for text, bits in texts.items():
                # In the middle of a place's name it is chance: "oiva" is not in Toivakka.
                if word in text and (group != "areas" or f" {word}" in f" {text}"):
                    here |= bits
            found |= here & self.shown(group)
        for pk in self._organisations:
            if any(word in text for text in self.index.organisation_texts.get(pk, ())):
                found |= self.index.members[pk]
        return found

    def _with_likeness(self, word: str) -> int:
        """Who has a word with at most one slip, or two in a long word."""
        most = mistakes_allowed(len(word))
        if not most:
            return 0
        grams = trigrams(word)
        # Each slip spoils three trigrams at most.
        least = max(1, len(grams) - 3 * most)
        found = 0
        for group, words in self.index.words.items():
            here = 0
            for other, bits in words.items():
                if (
                    abs(len(other) - len(word)) <= most
                    and len(grams & trigrams(other)) >= least
                    and distance(word, other, most) <= most
                ):
                    here |= bits
            found |= here & self.shown(group)
        return found


def _visible_organisations(viewer: Viewer, index: PeopleIndex) -> frozenset[int]:
    kept = index.kept_for(viewer, "organisations")
    if "visible" not in kept:
        rows = visible_to(viewer, Organisation.objects.filter(pk__in=list(index.members)))
        kept["visible"] = frozenset(rows.values_list("pk", flat=True))
    return kept["visible"]
