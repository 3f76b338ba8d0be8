"""Cells that name other records: organisations, service points, areas, classes."""

import re
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.sheets.cells import Cell, CellError, quoted
from soskes_wagtail.directory_snippets.sheets.names import folded


class Link(Cell):
    """One record, by name, code or identifier; ``kind`` names the book of ``names.Names``."""

    kind = ""

    def value(self, record):
        has_one = getattr(record, f"{self.name}_id") is not None
        return getattr(record, self.name) if has_one else None

    def read(self, text, at):
        if not text:
            return None
        current = self.value(at.record)
        if current is not None and folded(text) == folded(self.show(current)):
            return current  # what is there may stay, though one could not choose it anew
        return self.find(text, at)

    def find(self, text: str, at) -> Model:
        found = at.names.find(self.kind, text)
        if not found:
            raise CellError(at.names.unknown(self.kind, text))
        if len(found) > 1:
            raise CellError(
                _("Several are called “%(text)s”: write the code or the SosKes ID.") % quoted(text)
            )
        return found[0]


class OrganisationLink(Link):
    kind = "organisation"

    keeps_when_empty = True

    def read(self, text, at):
        return super().read(text, at) if text else at.default_organisation


class ParentLink(Link):
    kind = "organisation"


class AreaLink(Link):
    kind = "area"


class UnitLink(Link):
    """A service point of the row's organisation before one of another organisation."""

    kind = "unit"

    def find(self, text, at):
        found = at.names.find(self.kind, text)
        own = [unit for unit in found if unit.organisation_id == at.organisation_id]
        if len(own or found) == 1:
            return (own or found)[0]
        return super().find(text, at)


class Links(Cell):
    """Several records of a kind, apart by semicolons, line breaks or commas."""

    kind = ""

    def read(self, text, at):
        # What is there may stay, though one could not choose it anew.
        present = {folded(str(each)): [each] for each in self.value(at.record)}
        found, missing = [], []
        for part in re.split(r"[;\n]", text):
            self._add(part, at, present, found, missing)
        if missing:
            raise CellError(" ".join(at.names.unknown(self.kind, part) for part in missing))
        return frozenset(found)

    def _add(self, part: str, at, present: dict, found: list, missing: list) -> None:
        """A name may hold commas itself: the longest that is known is taken."""
        words = [word.strip() for word in part.split(",") if word.strip()]
        while words:
            for end in range(len(words), 0, -1):
                name = ", ".join(words[:end])
                match = present.get(folded(name)) or at.names.find(self.kind, name)
                if len(match) == 1:
                    found.append(match[0])
                    break
            else:
                end = 1
                missing.append(words[0])
            words = words[end:]

    def value(self, record):
        return frozenset(getattr(record, self.name).all()) if record.pk else frozenset()

    def write(self, record, value: Any) -> None:
        pass

    def show(self, value):
        # In the order of names, as exports have it.
        return "; ".join(sorted(str(each) for each in value))


class AreaLinks(Links):
    kind = "area"


class ClassLinks(Links):
    kind = "class"


class GroupLinks(Links):
    kind = "group"
