"""Tables as files that open in a spreadsheet: CSV (RFC 4180) and Excel workbooks."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

#: What a spreadsheet may take for the beginning of a formula, wide forms of East Asia included.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_PHONE = re.compile(r"\+[\d\s()/-]+")
# Neither XML 1.0 nor a reader has use for them.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_CELL_LIMIT = 32767  # characters, Excel's own
_WIDEST = 50


def plain(value: object) -> str:
    """A cell's text without control characters, spaces around it and what Excel cannot hold."""
    text = "" if value is None else str(value)
    return _CONTROLS.sub("", text).strip()[: _CELL_LIMIT - 1]


def defused(value: object) -> str:
    """Text that no spreadsheet runs as a formula: an apostrophe goes before a suspicious start.

    As OWASP advises against CSV injection. "+358 14 …" gets one as well: Excel would make a
    number of it.
    """
    text = plain(value)
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def as_csv(header: Sequence[object], rows: Iterable[Sequence[object]]) -> bytes:
    """CSV that a Finnish Excel opens by itself: UTF-8 with a byte order mark, semicolons."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([defused(cell) for cell in header])
    writer.writerows([defused(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(
    header: Sequence[object],
    rows: Iterable[Sequence[object]],
    *,
    title: str,
    guide: tuple[str, Sequence[object], Iterable[Sequence[object]]] | None = None,
) -> bytes:
    """An Excel workbook; every cell is text, the first row of a sheet stays in view.

    International phone numbers stay as they are: a cell that says it is text is no formula.
    ``guide``: title, header and rows of a second sheet.
    """
    book = Workbook(write_only=True)
    _add_sheet(book, title, header, rows)
    if guide is not None:
        _add_sheet(book, *guide)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _add_sheet(
    book: Workbook, title: str, header: Sequence[object], rows: Iterable[Sequence[object]]
) -> None:
    lines = [[_sheet_text(cell) for cell in row] for row in rows]
    head = [_sheet_text(cell) for cell in header]
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\']", " ", plain(title))[:31].strip() or "SosKes")
    sheet.freeze_panes = "A2"
    for number, column in enumerate(zip(head, *lines, strict=True), start=1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = min(_WIDEST, max(map(len, column)) + 2)
    sheet.append([_cell(sheet, text, bold=True) for text in head])
    for line in lines:
        sheet.append([_cell(sheet, text) for text in line])


def _sheet_text(value: object) -> str:
    text = plain(value)
    return text if _PHONE.fullmatch(text) else defused(text)


def _cell(sheet, text: str, *, bold: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"  # never a formula or an error value, whatever the text says
    cell.number_format = "@"  # and text it stays when somebody edits it: no zero is lost
    if bold:
        cell.font = Font(bold=True)
    return cell
