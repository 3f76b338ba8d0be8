"""Which record a line of a table is of: by its SosKes ID, by a code, or by what it says.

Nothing is guessed: where several records could be meant, the line is refused and says so.
"""

from collections import defaultdict

from django.db.models import Model
from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.sheets.cells import CellError
from soskes_wagtail.directory_snippets.sheets.identity import identity, pk_of
from soskes_wagtail.directory_snippets.sheets.kinds import Kind
from soskes_wagtail.directory_snippets.sheets.names import Names, folded
from soskes_wagtail.directory_snippets.sheets.rows import Row
from soskes_wagtail.directory_snippets.sheets.scope import Scope
from soskes_wagtail.directory_snippets.sheets.sheet import Line, Sheet

#: In the column of identifiers: this row is new, however much it looks like another one.
_NEW = {"new", "uusi", "ny"}


class Matcher:
    """Finds the records of all lines beforehand, in a constant number of queries."""

    def __init__(self, kind: Kind, scope: Scope, names: Names, sheet: Sheet, columns, *, lock):
        self.kind, self.scope, self.names = kind, scope, names
        self._column = {cell.key: (number, cell) for number, cell in columns}
        self._found: dict[int, Model | None] = {}
        self._problems: dict[int, str] = {}
        self._taken: dict[int, int] = {}
        self._codes: dict[str, dict[str, int | None]] = {}
        lines = [line for line in sheet.lines if line.cells and not line.problems]
        rows = scope.changeable(kind.rows())
        if lock:
            rows = rows.select_for_update(of=("self",))
        rest = self._by_identity(lines, rows)
        rest = self._by_code(rest, rows)
        self._by_content(rest, rows)

    def record_of(self, line: Line) -> tuple[Model | None, str]:
        """The record (None: a new one) and why the line cannot be used, if so."""
        return self._found.get(line.number), self._problems.get(line.number, "")

    def taken_codes(self, record: Model) -> list[str]:
        """Sentences about codes of the record that another one has, here or in the file."""
        found = []
        for name in self.kind.codes:
            value = getattr(record, name)
            holders = self._holders(name)
            if not value:
                continue
            if holders.get(value, record.pk) != record.pk or (
                value in holders and record.pk is None
            ):
                heading = self.kind.cell(name).heading(self.kind.model)
                found.append(_("%(field)s: another one has it already.") % {"field": heading})
            holders.setdefault(value, record.pk)
        return found

    def _holders(self, name: str) -> dict[str, int | None]:
        if name not in self._codes:
            rows = self.kind.model._base_manager.exclude(**{f"{name}__isnull": True})
            self._codes[name] = dict(rows.values_list(name, "pk"))
        return self._codes[name]

    def _text(self, line: Line, key: str) -> str | None:
        """None when the table has no such column."""
        number, _cell = self._column.get(key, (None, None))
        return None if number is None else line.cells[number]

    def _by_identity(self, lines: list[Line], rows) -> list[Line]:
        wanted, rest = {}, []
        for line in lines:
            text = self._text(line, "id") or ""
            if not text:
                rest.append(line)
            elif folded(text) in _NEW:
                self._found[line.number] = None
            else:
                wanted[line.number] = (line, pk_of(self.kind.model, text))
        keys = {pk for _line, pk in wanted.values() if pk}
        known = {row.pk: self.names.dress(row) for row in rows.filter(pk__in=keys)} if keys else {}
        for line, pk in wanted.values():
            if pk in known:
                self._take(line, known[pk])
            else:
                self._problems[line.number] = _(
                    "There is no such row that you may change: %(id)s. Empty the SosKes ID if the "
                    "row is new."
                ) % {"id": self._text(line, "id")[:60]}
        return rest

    def _by_code(self, lines: list[Line], rows) -> list[Line]:
        for name in self.kind.codes:
            texts = {line.number: (self._text(line, name) or "").replace(" ", "") for line in lines}
            wanted = {text for text in texts.values() if text}
            if not wanted:
                continue
            found = rows.filter(**{f"{name}__in": wanted})
            known = {getattr(row, name): self.names.dress(row) for row in found}
            for line in lines:
                if texts[line.number] in known:
                    self._take(line, known[texts[line.number]])
            lines = [line for line in lines if texts[line.number] not in known]
        return lines

    def _by_content(self, lines: list[Line], rows) -> None:
        title = self.kind.base[-1]
        texts = {self._text(line, title) for line in lines}
        if self._text(lines[0], title) is None if lines else True:
            return  # without the title there is nothing to go by: all are new, and refused later
        known = defaultdict(list)
        for record in rows.filter(**{f"{title}__in": texts - {""}}):
            if record.pk not in self._taken:
                known[self._base_of(self.names.dress(record))].append(record)
        pairs, open_lines = [], []
        for line in lines:
            candidates = known.get(self._base_in(line), [])
            scores = [(self._score(line, record), record) for record in candidates]
            best = max((score for score, _r in scores), default=0)
            pairs.append((best, line, [record for score, record in scores if score == best]))
            open_lines.append((line, candidates))
        # Those that agree in most come first: what they take is nobody else's.
        for best, line, records in sorted(pairs, key=lambda pair: -pair[0]):
            free = [record for record in records if record.pk not in self._taken]
            if best and len(free) == 1:
                self._take(line, free[0])
        for line, candidates in open_lines:
            free = [record for record in candidates if record.pk not in self._taken]
            if line.number not in self._found and free:
                self._problems[line.number] = _(
                    "There is already one of this name (%(id)s). Write its SosKes ID into the row "
                    "if it is the same, or “new” if it is another."
                ) % {"id": ", ".join(identity(record) for record in free[:3])}
        self._refuse_doubles(lines)

    def _refuse_doubles(self, lines: list[Line]) -> None:
        seen: dict[tuple, int] = {}
        for line in lines:
            if self._found.get(line.number) or line.number in self._problems:
                continue
            first = seen.setdefault(tuple(line.cells), line.number)
            if first != line.number:
                self._problems[line.number] = _("The same as row %(number)s.") % {"number": first}

    def _take(self, line: Line, record: Model) -> None:
        first = self._taken.setdefault(record.pk, line.number)
        if first == line.number:
            self._found[line.number] = record
        else:
            self._problems[line.number] = _("The same one as in row %(number)s.") % {
                "number": first
            }

    def _base_in(self, line: Line) -> tuple:
        return tuple(_plain(self._value(line, key)) for key in self.kind.base)

    def _base_of(self, record: Model) -> tuple:
        return tuple(_plain(self.kind.cell(key).value(record)) for key in self.kind.base)

    def _value(self, line: Line, key: str):
        """What a cell means, before it is known whose row it is; None when it means nothing."""
        text, cell = self._text(line, key), self.kind.cell(key)
        row = Row(self.kind.model(), self.names, self.scope.organisation)
        try:
            return cell.read(text or "", row)
        except CellError:
            return None

    def _score(self, line: Line, record: Model) -> int:
        """In how many telling columns they agree; one where the base says enough."""
        if not self.kind.telling:
            return 1
        agreed = 0
        for key in self.kind.telling:
            if self._text(line, key):
                value, ours = self._value(line, key), self.kind.cell(key).value(record)
                agreed += bool(ours) and _plain(value) == _plain(ours)
        return agreed


def _plain(value):
    if isinstance(value, Model):
        return value.pk
    return folded(value) if isinstance(value, str) else value
