"""Who holds what about a person."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Manager, Model


@dataclass(frozen=True)
class Erasure:
    """What one part did: rows ``deleted``, ``anonymised`` (kept without the person) and ``kept``
    as they are; ``why`` (a sentence) says why anything stays."""

    deleted: int = 0
    anonymised: int = 0
    kept: int = 0
    why: str = ""


def _no_files(user) -> dict[str, bytes]:
    return {}


@dataclass(frozen=True)
class PersonData:
    """One kind of thing that a part holds about people.

    ``name``: stable key in exports. ``label``: heading for people. ``export(user)``: one dict a
    row, with plain values (dates, numbers, texts, lists of these). ``erase(user)``: deletes it, or
    takes the person out of what others need; called inside a transaction. ``files(user)``: names
    and contents of files that belong to the export. ``labels``: headings of the keys of rows.
    ``retention``: a sentence to the person that says what it is for and how long it is kept.
    Smaller ``order`` comes first in exports and is erased first.
    """

    name: str
    export: Callable[[Any], Iterable[Mapping[str, Any]]]
    erase: Callable[[Any], Erasure]
    label: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    retention: str | Callable[[], str] = ""
    files: Callable[[Any], Mapping[str, bytes]] = _no_files
    order: int = 50

    @property
    def heading(self) -> str:
        return str(self.label or self.name)

    @property
    def kept_for(self) -> str:
        return str(self.retention() if callable(self.retention) else self.retention)

    def key_label(self, key: str) -> str:
        return str(self.labels.get(key, key))


_parts: dict[str, PersonData] = {}


def register_person_data(part: PersonData) -> None:
    """Add a part. ValueError for another of the same name: what it holds would be forgotten."""
    if part.name in _parts and _parts[part.name] != part:
        raise ValueError(f"There is a part {part.name!r} already, which holds something else.")
    _parts[part.name] = part


def person_data() -> list[PersonData]:
    """All registered parts, in their order."""
    return sorted(_parts.values(), key=lambda part: (part.order, part.name))


def values_of(record: Model, *names: str) -> dict[str, Any]:
    """Values of a record for an export: choices in words, related records as texts."""
    found = {}
    for name in names:
        display = getattr(record, f"get_{name}_display", None)
        value = display() if display else getattr(record, name)
        if isinstance(value, Manager):
            value = [str(each) for each in value.all()]
        elif isinstance(value, Model):
            value = str(value)
        found[name] = value
    return found
