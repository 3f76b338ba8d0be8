"""Excel workbooks (.xlsx), with what hides in them refused or said: macros, bombs, formulas."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from soskes_wagtail.directory_snippets.sheets.sheet import (
    MOST_COLUMNS,
    MOST_LINES,
    SheetError,
    letter,
)

MOST_UNPACKED = 30 * 1024 * 1024
MOST_PARTS = 500
_LAST_ROW = 20_000
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
# Also as UTF-16, whose letters have a zero byte between them.
_DECLARATION = re.compile(rb"<\0?!\0?D\0?O\0?C\0?T\0?Y\0?P\0?E|<\0?!\0?E\0?N\0?T\0?I\0?T\0?Y")

Row = tuple[int, list[str], list[str]]


def is_workbook(data: bytes) -> bool:
    """Whether this is no text but something of Excel's, to be read or refused here."""
    return data.startswith((b"PK\x03\x04", _OLD_EXCEL))


def xlsx_sheets(data: bytes) -> Iterator[tuple[str, list[Row]]]:
    """Name and rows of each visible sheet. Raises SheetError."""
    if data.startswith(_OLD_EXCEL):
        raise SheetError(
            _("This is an old or locked Excel file. Save it as .xlsx without a password.")
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check(package)
            book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
            for sheet in book.worksheets:
                if sheet.sheet_state == "visible":
                    # The dimensions that a file claims may be a million empty rows.
                    sheet.reset_dimensions()
                    merged = _merged(package, sheet._worksheet_path)
                    yield sheet.title, list(_rows(sheet, merged))
    except SheetError:
        raise
    except Exception as error:  # openpyxl lets out whatever a damaged file makes it run into
        raise SheetError(
            _("The Excel file is damaged. Open it, save it anew and retry.")
        ) from error


def _check(package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    names = {part.filename for part in parts}
    if "[Content_Types].xml" not in names or not any(n.startswith("xl/") for n in names):
        raise SheetError(_("This is no Excel workbook. Save the table as .xlsx or CSV UTF-8."))
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise SheetError(_("The workbook has macros. Save it as .xlsx without them."))
    # Nothing more than a part claims is ever unpacked of it.
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise SheetError(_("The workbook is too large when unpacked. Copy the table to a new one."))
    for part in parts:
        if part.filename.endswith((".xml", ".rels")) and _DECLARATION.search(package.read(part)):
            raise SheetError(_("The workbook holds declarations that Excel does not write."))


def _merged(package: zipfile.ZipFile, path: str) -> dict[int, str]:
    """By row: the merged cells that reach into it."""
    found: dict[int, str] = {}
    for match in _MERGED.finditer(package.read(path.lstrip("/"))):
        name = match[1].decode()
        _left, top, _right, bottom = range_boundaries(name)
        for row in range(top, min(bottom, top + MOST_LINES) + 1):
            found.setdefault(row, name)
    return found


def _rows(sheet, merged: dict[int, str]) -> Iterator[Row]:
    filled = 0
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        problems = []
        texts = []
        for column, cell in enumerate(cells[:MOST_COLUMNS]):
            text, problem = _text(cell, column)
            texts.append(text)
            problems += [problem] if problem else []
        if not any(texts) and not problems:
            if number > _LAST_ROW:
                return  # rows that are only coloured, down to the end of the sheet
            continue
        if number in merged:
            problems.append(
                _("The cells %(cells)s are merged. Split them and fill in each row.")
                % {"cells": merged[number]}
            )
        filled += 1
        if filled > MOST_LINES + 10:
            return
        yield number, texts, problems


def _text(cell, column: int) -> tuple[str, str]:
    """A cell as text, and what is wrong with it."""
    value = cell.value
    if value is None:
        return "", ""
    if cell.data_type == "f":
        problem = _("Column %(column)s holds a formula. Paste its value in its place.")
        return "", problem % {"column": letter(column)}
    if cell.data_type == "e":
        problem = _("Column %(column)s holds an error value (%(value)s).")
        return "", problem % {"column": letter(column), "value": value}
    if isinstance(value, datetime):
        value = value.date() if value.time() == time() else value
    if isinstance(value, date):
        return value.isoformat(), ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value), ""
