"""Tables open in a spreadsheet as they are, and nothing in them runs."""

import csv
import io

import pytest
from openpyxl import load_workbook

from soskes_wagtail.directory_snippets.exports.tables import as_csv, as_xlsx, defused

HEADER = ["Rooli", "Puhelin"]
FORMULAS = [
    "=1+1",
    '=HYPERLINK("https://example.org";"x")',
    "@SUM(A1)",
    "-1+cmd|' /C calc'!A0",
    "+1+cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "  =1+1",
    "\n=1+1",
    "\x00=1+1",
    "＝1+1",
]


def from_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def from_xlsx(content: bytes):
    return load_workbook(io.BytesIO(content)).active


def test_csv_is_what_a_finnish_excel_opens():
    content = as_csv(HEADER, [["Sosiaalityöntekijä; Äänekoski", '014 "vaihde"\nrivi']])
    assert content.startswith(b"\xef\xbb\xbfRooli;Puhelin\r\n")
    assert from_csv(content)[1] == ["Sosiaalityöntekijä; Äänekoski", '014 "vaihde"\nrivi']


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(text):
    assert defused(text).startswith("'")
    assert from_csv(as_csv([text], [[text]])) == [[defused(text)], [defused(text)]]
    for row in from_xlsx(as_xlsx([text], [[text]], title="x")).iter_rows():
        assert row[0].data_type == "s"
        assert row[0].value.startswith("'")


def test_plain_text_stays_as_it_is():
    for text in ("014 266 0000", "a=b", "x@esimerkki.example", "1-2", ""):
        assert defused(text) == text
    assert defused(None) == ""


def test_a_number_with_country_code_stays_itself_where_cells_have_types():
    row = ["+358 14 266 0000"]
    cell = from_xlsx(as_xlsx(["Puhelin"], [row], title="x"))["A2"]
    assert (cell.value, cell.data_type) == (row[0], "s")
    assert from_csv(as_csv(["Puhelin"], [row]))[1] == ["'+358 14 266 0000"]


def test_what_excel_cannot_hold_does_not_break_the_workbook():
    sheet = from_xlsx(as_xlsx(HEADER, [["a\x00\x0b\ud800b", "x" * 40000]], title="a[b]/c*" * 9))
    assert sheet["A2"].value == "ab"
    assert len(sheet["B2"].value) < 32767
    assert sheet.freeze_panes == "A2"
