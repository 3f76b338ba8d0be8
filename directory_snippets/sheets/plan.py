"""What would become of each row of a table; nothing is written here."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.services.ownership import owner_id
from soskes_wagtail.directory_snippets.services.ptv_owned import owned_names
from soskes_wagtail.directory_snippets.sheets.cells import Cell, CellError
from soskes_wagtail.directory_snippets.sheets.kinds import Kind
from soskes_wagtail.directory_snippets.sheets.match import Matcher
from soskes_wagtail.directory_snippets.sheets.names import Names
from soskes_wagtail.directory_snippets.sheets.rows import Row
from soskes_wagtail.directory_snippets.sheets.scope import Scope
from soskes_wagtail.directory_snippets.sheets.sheet import Line, Sheet, SheetError


class Outcome(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True)
class Change:
    cell: Cell
    before: Any
    after: Any
    heading: str

    @property
    def was(self) -> str:
        return self.cell.show(self.before)

    @property
    def becomes(self) -> str:
        return self.cell.show(self.after)


@dataclass
class Entry:
    """What becomes of one line: ``record`` stands in memory as it would be saved."""

    line: Line
    record: Model
    outcome: Outcome = Outcome.UNCHANGED
    changes: list[Change] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def number(self) -> int:
        return self.line.number

    @property
    def title(self) -> str:
        return str(self.record)


@dataclass
class Plan:
    kind: Kind
    entries: list[Entry]
    remarks: list[str]

    @property
    def counts(self) -> Counter[Outcome]:
        return Counter(entry.outcome for entry in self.entries)

    def of(self, *outcomes: Outcome) -> list[Entry]:
        return [entry for entry in self.entries if entry.outcome in outcomes]

    @property
    def fingerprint(self) -> str:
        """The same as long as the same would be done, whatever the language of its reader."""
        told = [
            [
                entry.number,
                entry.outcome,
                entry.record.pk,
                [[c.cell.key, _plain(c.before), _plain(c.after)] for c in entry.changes],
            ]
            for entry in self.entries
        ]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def make_plan(sheet: Sheet, kind: Kind, scope: Scope, *, lock: bool = False) -> Plan:
    """Compare each line with the records there are. Raises SheetError for the whole table.

    ``lock``: keep the records from others until the transaction ends.
    """
    columns, remarks = _columns(sheet, kind)
    names = Names(scope.organisation_ids)
    matcher = Matcher(kind, scope, names, sheet, columns, lock=lock)
    planner = _Planner(kind, scope, names, columns, matcher)
    return Plan(kind, [planner.entry(line) for line in sheet.lines], [*sheet.remarks, *remarks])


def _columns(sheet: Sheet, kind: Kind) -> tuple[list[tuple[int, Cell]], list[str]]:
    found: dict[str, tuple[int, Cell]] = {}
    remarks = []
    for number, heading in enumerate(sheet.headings):
        if not heading:
            continue
        cell = kind.find_cell(heading)
        if cell is None:
            remarks.append(
                _("The column “%(heading)s” is not known: it was not read.") % {"heading": heading}
            )
        elif cell.key in found:
            raise SheetError(
                _("The columns “%(first)s” and “%(second)s” mean the same: take one away.")
                % {"first": sheet.headings[found[cell.key][0]], "second": heading}
            )
        else:
            found[cell.key] = (number, cell)
    if not any(cell.is_read for _number, cell in found.values()):
        raise SheetError(
            _("The headings are not those of %(kind)s. Did you choose the right kind?")
            % {"kind": kind.label}
        )
    # Whose a row is decides what its other cells may mean.
    order = {"organisation": 0, "parent": 0}
    columns = sorted(found.values(), key=lambda pair: (order.get(pair[1].key, 1), pair[0]))
    return columns, remarks


class _Planner:
    def __init__(self, kind, scope, names, columns, matcher):
        self.kind, self.scope, self.names, self.matcher = kind, scope, names, matcher
        self.columns = [(number, cell) for number, cell in columns if cell.is_read]
        self.headings = {cell.key: cell.heading(kind.model) for _n, cell in self.columns}
        self._may = {action: scope.may(kind.model, action) for action in ("add", "change")}

    def entry(self, line: Line) -> Entry:
        record, problem = self.matcher.record_of(line)
        entry = Entry(line, record or self.kind.model(), problems=[*line.problems])
        if problem:
            entry.problems.append(problem)
        if not entry.problems:
            self._fill(entry)
        if entry.problems:
            entry.outcome = Outcome.REFUSED
        elif entry.record.pk is None:
            entry.outcome = Outcome.CREATED
        elif entry.changes:
            entry.outcome = Outcome.UPDATED
        return entry

    def _fill(self, entry: Entry) -> None:
        record = entry.record
        is_new = record.pk is None
        row = Row(record, self.names, self.scope.organisation)
        hidden = frozenset() if is_new else self.scope.hidden(record)
        owned = frozenset() if is_new else self._owned_by_ptv(record)
        failed = []
        if is_new and hasattr(record, "organisation_id") and self.scope.organisation:
            record.organisation = self.names.organisation(self.scope.organisation.pk)
        for number, cell in self.columns:
            text = entry.line.cells[number]
            if not is_new and (not text and cell.keeps_when_empty):
                continue
            if cell.hidden_by in hidden or (hidden and cell.key == "organisation"):
                self._refuse_hidden(entry, cell, text)
                continue
            if not is_new and cell.stays(record, text):
                continue
            before = cell.value(record)
            try:
                value = cell.read(text, row)
            except CellError as error:
                entry.problems.append(f"{self.headings[cell.key]}: {error}")
                failed.append(cell.name)
                continue
            if _same(before, value):
                continue
            if cell.hidden_by in owned:
                entry.problems.append(
                    _("%(field)s comes from PTV: change it there.")
                    % {"field": self.headings[cell.key]}
                )
                continue
            entry.changes.append(Change(cell, before, value, self.headings[cell.key]))
            cell.write(record, value)
        if is_new or entry.changes:
            self._check(entry, failed)

    def _owned_by_ptv(self, record: Model) -> frozenset[str]:
        # As in the admin: who is not limited to own rows may set codes and the tree right.
        return owned_names(record, may_correct=not self.scope.is_limited)

    def _refuse_hidden(self, entry: Entry, cell: Cell, text: str) -> None:
        """Files leave out what somebody is not shown: an empty cell is no change."""
        if text and not (cell.key == "organisation" and text == str(entry.record.organisation)):
            entry.problems.append(
                _("%(field)s: you cannot change this in this row.")
                % {"field": self.headings[cell.key]}
            )

    def _check(self, entry: Entry, failed: list[str]) -> None:
        """Everything that is wrong at once, so that a file is mended once; ``failed``: fields
        that have been complained of already."""
        record = entry.record
        if not self._may["add" if record.pk is None else "change"]:
            entry.problems.append(_("You may not add new rows of this kind."))
            return
        links = [f.name for f in record._meta.concrete_fields if f.is_relation]
        self._validate(entry, lambda: record.clean_fields(exclude=[*links, *failed]))
        if not entry.problems:
            self._validate(entry, record.clean)
        if getattr(record, "organisation_id", 0) is None and "organisation" not in failed:
            entry.problems.append(_("Say which organisation it belongs to."))
        if not entry.problems:
            self._check_owner(entry)
        if not entry.problems:
            entry.problems += self.matcher.taken_codes(record)

    def _validate(self, entry: Entry, check: Callable[[], None]) -> None:
        try:
            check()
        except ValidationError as error:
            entry.problems += self._sentences(error)

    def _check_owner(self, entry: Entry) -> None:
        ids = self.scope.organisation_ids
        if ids is None or (self.kind.key == "organisations" and entry.record.pk):
            return
        owner = (
            entry.record.parent_id if self.kind.key == "organisations" else owner_id(entry.record)
        )
        if owner not in ids:
            entry.problems.append(_("Choose one of your own organisations."))

    def _sentences(self, error: ValidationError) -> list[str]:
        if not hasattr(error, "error_dict"):
            return list(error.messages)
        found = []
        for name, errors in error.error_dict.items():
            heading = self.headings.get(name) or self._field_name(name)
            for each in errors:
                text = " ".join(each.messages)
                found.append(f"{heading}: {text}" if heading else text)
        return found

    def _field_name(self, name: str) -> str:
        fields = {f.name: f for f in self.kind.model._meta.get_fields()}
        return capfirst(str(fields[name].verbose_name)) if name in fields else ""


def _same(before, after) -> bool:
    return before == after or (not before and not after and not isinstance(after, bool))


def _plain(value) -> Any:
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, frozenset):
        return sorted(each.pk for each in value)
    if isinstance(value, tuple):
        return list(value)
    return None if value is None else str(value)
