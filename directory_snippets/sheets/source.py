"""From the bytes of a file to a table with its headings found."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.sheets.csv_file import csv_rows
from soskes_wagtail.directory_snippets.sheets.sheet import (
    MOST_BYTES,
    MOST_LINES,
    Sheet,
    SheetError,
    clean,
    letter,
    make_line,
)
from soskes_wagtail.directory_snippets.sheets.xlsx_file import Row, is_workbook, xlsx_sheets
from soskes_wagtail.identity_codes import contains_identity_code

#: The headings stand in one of these rows; a title or two may stand above them.
HEADING_ROWS = 10


def read_sheet(data: bytes, is_heading: Callable[[str], bool]) -> Sheet:
    """The table in a CSV or Excel file; the ending of its name does not matter.

    ``is_heading``: whether a text is a heading that is understood. The row with the most of
    them among the first ten is the heading row; of a workbook, the sheet with the most is read.
    Raises SheetError when nothing can be used.
    """
    if not data.strip():
        raise SheetError(_("The file is empty."))
    if len(data) > MOST_BYTES:
        raise SheetError(_("The file is larger than %(number)s MB.") % {"number": MOST_BYTES >> 20})
    tables = [rows for _name, rows in xlsx_sheets(data)] if is_workbook(data) else [csv_rows(data)]
    best: tuple[int, list[Row], int] = (0, [], 0)
    for rows in tables:
        for place, (_number, cells, _problems) in enumerate(rows[:HEADING_ROWS]):
            score = sum(is_heading(clean(cell)) for cell in cells)
            if score > best[0]:
                best = (score, rows, place)
    score, rows, place = best
    if not score:
        raise SheetError(
            _("None of the headings is known. Download the template and copy your rows into it.")
        )
    return _sheet(rows[place], rows[place + 1 :])


def _sheet(head: Row, rows: list[Row]) -> Sheet:
    _number, cells, problems = head
    if problems:
        raise SheetError(_("Headings: %(problem)s") % {"problem": problems[0]})
    if contains_identity_code(" ".join(cells)):
        raise SheetError(_("It contains a personal identity code. Client data has no place here."))
    headings = [clean(cell)[:200] for cell in cells]
    made = (make_line(*row) for row in rows)
    lines = [line for line in made if line is not None]
    if len(lines) > MOST_LINES:
        raise SheetError(
            _("The table has more than %(number)s rows. Split it into several files.")
            % {"number": MOST_LINES}
        )
    if not lines:
        raise SheetError(_("There are no rows below the headings."))
    width = len(headings)
    unnamed = {
        column
        for line in lines
        for column, cell in enumerate(line.cells)
        if cell and (column >= width or not headings[column])
    }
    remarks = [
        _("Column %(column)s has no heading: it was not read.") % {"column": letter(column)}
        for column in sorted(unnamed)
    ]
    for line in lines:
        line.cells = (line.cells + [""] * width)[:width]
    return Sheet(headings, lines, remarks)
