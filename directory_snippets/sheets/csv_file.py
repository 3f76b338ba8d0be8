"""CSV as spreadsheets in Finland write it: semicolons or tabs, UTF-8, UTF-16 or Windows-1252."""

import codecs
import csv
import io

from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.sheets.sheet import MOST_COLUMNS, MOST_LINES, SheetError

DELIMITERS = (";", "\t", ",")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def csv_rows(data: bytes) -> list[tuple[int, list[str], list[str]]]:
    """Number, raw cells and problems (none) of every row. Raises SheetError."""
    text = _decoded(data)
    delimiter, text, skipped = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows, filled = [], 0
    try:
        for number, cells in enumerate(reader, start=1 + skipped):
            filled += any(cells)
            # Headings and what stands above them come on top.
            if filled > MOST_LINES + 10:
                break
            rows.append((number, cells[:MOST_COLUMNS], []))
    except csv.Error:
        raise SheetError(
            _("Row %(number)s cannot be read: is a quotation mark missing?")
            % {"number": len(rows) + 1 + skipped}
        ) from None
    return rows


def _decoded(data: bytes) -> str:
    marked = [encoding for mark, encoding in _MARKS if data.startswith(mark)]
    if not marked and b"\0" in data:
        raise SheetError(_("This is not a CSV file. Save the table as Excel or CSV UTF-8."))
    encoding = marked[0] if marked else "utf-8"
    for attempt in (encoding, "cp1252"):
        try:
            return data.decode(attempt)
        except UnicodeDecodeError:
            continue
    raise SheetError(_("The letters of the file cannot be read. Save it as CSV UTF-8."))


def _delimiter(text: str) -> tuple[str, str, int]:
    """Delimiter, the text to read, and how many rows of it were left out (Excel's "sep=;")."""
    first, _end, rest = text.partition("\n")
    said = first.strip().lower()
    if said.startswith("sep=") and len(said) == 5:
        return said[4], rest, 1
    # Above the headings there may be a title: the row with the most cells decides.
    sample = text.splitlines()[:10]
    best = max(DELIMITERS, key=lambda sign: max((row.count(sign) for row in sample), default=0))
    return best, text, 0
