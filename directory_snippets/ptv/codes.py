"""Names of the bare codes of v12, from reference pages that are in the source.

A service class, a municipality or a postal code stands in an item of v12 as a code only. The
source may hold the reference pages that name them; what they do not name is looked for in the
directory, as everywhere.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b

from soskes_wagtail.directory_snippets.models import Area
from soskes_wagtail.directory_snippets.ptv.model import (
    LANGUAGES,
    AreaRef,
    Channel,
    Code,
    Concept,
    Organization,
    Place,
    Record,
    Service,
    Text,
)

_MUNICIPALITY = re.compile(r"\d{3}")
_POSTAL = re.compile(r"\d{5}")
_AREA = re.compile(r"\d{2}")
_CONCEPT = re.compile(r"[A-Z]{1,3}\d{1,3}(\.\d{1,3}){0,2}")
_LAST_POSTAL = re.compile(r"\b(\d{5})$")


@dataclass
class Codes:
    """Reference entries by kind of code, as the first reading of a source meets them."""

    areas: dict[tuple[str, str], Code] = field(default_factory=dict)
    concepts: dict[str, Code] = field(default_factory=dict)
    post_offices: dict[str, Text] = field(default_factory=dict)
    _digest: str | None = None

    def add(self, entry: Code) -> None:
        """Keep an entry; codes of countries, languages and such are not needed."""
        if _MUNICIPALITY.fullmatch(entry.code):
            self.areas[str(Area.Kind.MUNICIPALITY), entry.code] = entry
        elif _POSTAL.fullmatch(entry.code):
            self.post_offices[entry.code] = entry.names
        elif _AREA.fullmatch(entry.code):
            # Codes of regions and of counties overlap; only the name tells them apart.
            named = f"{entry.names.get('fi', '')} {entry.names.get('sv', '')}".casefold()
            county = "hyvinvointialue" in named or "välfärdsområde" in named
            kind = Area.Kind.WELLBEING_COUNTY if county else Area.Kind.REGION
            self.areas[str(kind), entry.code] = entry
        elif _CONCEPT.fullmatch(entry.code):
            self.concepts[entry.code] = entry

    def digest(self) -> str:
        """A mark of all entries, which are not to change after the first reading."""
        if self._digest is None:
            content = repr((self.areas, self.concepts, self.post_offices))
            self._digest = blake2b(content.encode(), digest_size=8).hexdigest()
        return self._digest

    def fill(self, record: Record) -> None:
        """Give the areas, classes and addresses of ``record`` the names that they lack."""
        if isinstance(record, Organization):
            self._fill_areas([record.area] if record.area else [])
            self._fill_place(record.place)
        elif isinstance(record, Channel):
            self._fill_areas(record.coverage.areas)
            self._fill_place(record.place)
        elif isinstance(record, Service):
            self._fill_areas(record.coverage.areas)
            self._fill_concepts([*record.classes, *record.target_groups])

    def _fill_areas(self, refs: Iterable[AreaRef]) -> None:
        for ref in refs:
            entry = self.areas.get((ref.kind, ref.code))
            if entry is None:
                continue
            ref.names = ref.names or dict(entry.names)
            if not ref.members:
                kind = str(Area.Kind.MUNICIPALITY)
                ref.members = [AreaRef(kind=kind, code=code) for code in entry.members]
                self._fill_areas(ref.members)

    def _fill_concepts(self, concepts: Iterable[Concept]) -> None:
        for concept in concepts:
            if not concept.names and (entry := self.concepts.get(concept.code)):
                concept.names, concept.uri = dict(entry.names), concept.uri or entry.uri

    def _fill_place(self, place: Place) -> None:
        if place.says_municipality:
            return
        offices = self.post_offices.get(place.postal_code, {})
        place.post_office = {k: v.title() if v.isupper() else v for k, v in offices.items()}
        place.municipality = self._municipality(place.post_office)
        for language, line in place.postal_address.items():
            if found := _LAST_POSTAL.search(line):
                names = self.post_offices.get(found[1], {})
                name = names.get(language) or next(
                    (names[code] for code in LANGUAGES if code in names), ""
                )
                name = name.title() if name.isupper() else name
                place.postal_address[language] = f"{line} {name}".strip()

    def _municipality(self, post_office: Text) -> AreaRef | None:
        """The municipality that the post office has its name from; None for a village."""
        name = post_office.get("fi", "").casefold()
        kind = str(Area.Kind.MUNICIPALITY)
        for (found_kind, code), entry in self.areas.items():
            if name and found_kind == kind and entry.names.get("fi", "").casefold() == name:
                return AreaRef(kind=kind, code=code, names=dict(entry.names))
        return None
