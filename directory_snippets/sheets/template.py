"""Files to fill in: the empty template, and the rows there are, to be changed and sent back."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.exports import tables
from soskes_wagtail.directory_snippets.sheets.cells import Cell
from soskes_wagtail.directory_snippets.sheets.identity import identity
from soskes_wagtail.directory_snippets.sheets.kinds import ID, Kind
from soskes_wagtail.directory_snippets.sheets.scope import Scope
from soskes_wagtail.directory_snippets.sheets.sheet import MOST_LINES


def template_cells(kind: Kind) -> list[Cell]:
    return [cell for cell in kind.cells if cell.is_read or cell is ID]


def headings(kind: Kind) -> list[str]:
    """In the active language."""
    return [cell.heading(kind.model) for cell in template_cells(kind)]


def rows_of(kind: Kind, scope: Scope) -> list[list[str]]:
    """The rows that somebody may change, as texts; without what they are not shown."""
    rows: QuerySet = scope.changeable(kind.rows())[:MOST_LINES]
    return [_texts(record, kind, scope.hidden(record)) for record in rows]


def _texts(record, kind: Kind, hidden: frozenset[str]) -> list[str]:
    found = []
    for cell in template_cells(kind):
        if cell is ID:
            found.append(identity(record))
        elif cell.hidden_by in hidden:
            found.append("")
        else:
            found.append(cell.show(cell.value(record)))
    return found


def as_csv(kind: Kind, rows: Sequence[Sequence[str]] = ()) -> bytes:
    return tables.as_csv(headings(kind), rows)


def as_xlsx(kind: Kind, rows: Sequence[Sequence[str]] = ()) -> bytes:
    """A workbook with a second sheet that says what goes into which column."""
    guide = [
        [
            cell.heading(kind.model),
            _("needed") if cell.needed else "",
            str(cell.guide or _choices(cell, kind)),
        ]
        for cell in template_cells(kind)
    ]
    return tables.as_xlsx(
        headings(kind),
        rows,
        title=str(kind.label),
        guide=(_("Guide"), [_("Column"), _("Needed"), _("What to write")], guide),
    )


def _choices(cell: Cell, kind: Kind) -> str:
    """The choices of a field that has some, else what the form of the admin says about it."""
    fields = {field.name: field for field in kind.model._meta.concrete_fields}
    field = fields.get(cell.name)
    if field is None:
        return ""
    if field.choices:
        return " / ".join(str(label) for value, label in field.choices if value)
    return str(field.help_text)
