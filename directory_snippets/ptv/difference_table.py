"""Differences as lines of a table, cut to the width of the terminal."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

#: Narrowest table, in characters.
_LEAST = 40


def difference_lines(
    differences: Sequence[dict[str, str]], width: int, *, every_field: bool = False
) -> Iterator[str]:
    """The table. Values of records that are new altogether only with ``every_field``."""
    words = {"created": _("new"), "updated": _("changed"), "withdrawn": _("withdrawn")}
    rows = [
        (words[one["action"]], one["name"], one["field"], one["old"], one["new"])
        for one in differences
        if every_field or one["action"] != "created" or not one["field"]
    ]
    if not rows:
        return
    head = (_("What"), _("Name"), _("Field"), _("Old"), _("New"))
    rows = [tuple(" ".join(cell.split()) for cell in row) for row in [head, *rows]]
    widths = _widths(rows, max(width, _LEAST))
    for number, row in enumerate(rows):
        old, new = _cut(row[3], widths[3]), _cut(row[4], widths[4])
        arrow = "→" if number and row[2] else " "
        cells = [_cut(row[i], widths[i]).ljust(widths[i]) for i in range(3)]
        yield "  ".join([*cells, f"{old.ljust(widths[3])} {arrow} {new}"]).rstrip()


def _widths(rows: list[tuple[str, ...]], width: int) -> list[int]:
    """Widths of the columns: as wide as needed, but names and fields at most a fifth of the line
    each, and the old and the new value share what is left."""
    needed = [max(len(row[column]) for row in rows) for column in range(5)]
    fifth = width // 5
    first = [min(needed[0], 10), min(needed[1], fifth), min(needed[2], fifth)]
    left = width - sum(first) - 3 * 2 - 3
    old = min(needed[3], max(left // 2, left - needed[4]))
    return [*first, old, left - old]


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: max(width - 1, 0)] + "…"
