"""A table as it was read: headings and lines of clean text, and what is wrong with a line."""

import re
import unicodedata
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from soskes_wagtail.identity_codes import contains_identity_code

MOST_BYTES = 5 * 1024 * 1024
MOST_LINES = 5000
MOST_COLUMNS = 100
MOST_CHARACTERS = 10_000

#: What ``exports.tables.defused`` puts an apostrophe before.
_DEFUSED = re.compile(r"'(?=[=+\-@＝＋－＠])")
_SPACES = re.compile(r"[^\S\n]+")


class SheetError(Exception):
    """Nothing of the file can be used; the message is for the person who sent it."""


@dataclass
class Line:
    """One row: its number in the spreadsheet (the first is 1), texts by column, problems."""

    number: int
    cells: list[str]
    problems: list[str] = field(default_factory=list)


@dataclass
class Sheet:
    """``remarks``: what was left aside and the person should know."""

    headings: list[str]
    lines: list[Line]
    remarks: list[str] = field(default_factory=list)

    def as_json(self) -> dict:
        lines = [[line.number, line.cells, line.problems] for line in self.lines]
        return {"headings": self.headings, "lines": lines, "remarks": self.remarks}

    @classmethod
    def from_json(cls, data: dict) -> "Sheet":
        return cls(data["headings"], [Line(*line) for line in data["lines"]], data["remarks"])


def clean(text: str) -> str:
    """A cell's text as somebody would type it.

    Hidden characters (zero-width spaces, marks of direction, controls) go, hard spaces become
    spaces, and the apostrophe that our own files put before "+358" is taken away.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = "".join(
        c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cf", "Cc", "Cs", "Cn")
    )
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return _DEFUSED.sub("", "\n".join(lines).strip(), count=1)


def make_line(number: int, cells: list[str], problems: list[str]) -> Line | None:
    """A line of raw texts made clean; None when it is empty.

    Of a line with a personal identity code nothing is kept: client data has no place here.
    """
    if contains_identity_code(" ".join(cells)):
        problem = _("It contains a personal identity code. Client data has no place here.")
        return Line(number, [], [problem])
    cleaned = [clean(cell) for cell in cells]
    if not any(cleaned) and not problems:
        return None
    if any(len(cell) > MOST_CHARACTERS for cell in cleaned):
        problem = _("A cell has more than %(number)s characters.") % {"number": MOST_CHARACTERS}
        return Line(number, [cell[:100] for cell in cleaned], [*problems, problem])
    return Line(number, cleaned, problems)


def letter(column: int) -> str:
    """Name of a column in a spreadsheet: A for 0, AA for 26."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
