"""What a cell may hold, by kind of field: read, compare, write and show it."""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from soskes_wagtail.dates import short_date
from soskes_wagtail.directory_snippets.models.mixins import in_language

LANGUAGES = ("fi", "sv", "en")
#: Truth in the languages of the interface, as people and spreadsheets write it.
_YES = {"kyllä", "k", "ja", "j", "yes", "y", "x", "1", "true", "tosi", "sant", "✓"}
_NO = {"ei", "e", "nej", "n", "no", "0", "false", "epätosi", "falskt", "-"}


class CellError(Exception):
    """Why a cell cannot be used, for the person who filled it in."""


@dataclass(frozen=True)
class Cell:
    """One kind of cell. ``key`` names it in files (also accepted as a heading), ``field`` the
    model's field; ``also`` are other headings of it (texts to translate), ``guide`` says in the
    template what to write. ``is_read`` is false for what files only show."""

    key: str
    field: str = ""
    label: Any = ""
    also: tuple = ()
    guide: Any = ""
    needed: bool = False
    is_read = True
    #: An empty cell of a record that is there means "as it is" and not "nothing".
    keeps_when_empty = False

    def heading(self, model: type[Model]) -> str:
        """In the active language."""
        if self.label:
            return str(self.label)
        return capfirst(str(model._meta.get_field(self.field or self.key).verbose_name))

    def headings(self, model: type[Model]) -> Iterable[tuple[str, str]]:
        """Language and heading, in every language that is understood."""
        yield "", self.key
        for language in LANGUAGES:
            with override(language):
                yield language, self.heading(model)
                if not self.label:
                    field = model._meta.get_field(self.field or self.key)
                    yield language, str(field.verbose_name)
                for text in self.also:
                    yield language, str(text)

    @property
    def name(self) -> str:
        return self.field or self.key

    @property
    def hidden_by(self) -> str:
        """Name by which ``disclosure.hidden_names`` and ``ptv_owned`` know it."""
        return self.name

    def stays(self, record: Model, text: str) -> bool:
        """Whether a text is what some file of ours shows of the record, though ``read`` would
        make something else of it."""
        return False

    def read(self, text: str, at) -> Any:
        """The value that a text means. ``at``: the row at hand (``rows.Row``). CellError."""
        return text

    def value(self, record: Model) -> Any:
        return getattr(record, self.name)

    def write(self, record: Model, value: Any) -> None:
        """Set it on a record in memory."""
        setattr(record, self.name, value)

    def show(self, value: Any) -> str:
        """A value as the files and the preview have it; ``read`` understands it."""
        return "" if value is None else str(value)


class Text(Cell):
    def read(self, text, at):
        limit = at.model._meta.get_field(self.name).max_length
        if limit and len(text) > limit:
            raise CellError(_("More than %(number)s characters.") % {"number": limit})
        return text


class ShownText(Text):
    """A text of one language by the heading of an export, which fell back to another language
    where the record has none in this."""

    def stays(self, record, text):
        base, _under, language = self.name.rpartition("_")
        return text == in_language(record, base, language)


class Line(Text):
    """Text on one line."""

    def read(self, text, at):
        return super().read(" ".join(text.split()), at)


class Code(Line):
    """A code that is unique, or missing (None)."""

    def read(self, text, at):
        return super().read(text, at).replace(" ", "") or None


class PostalCode(Line):
    """Five digits; a spreadsheet takes the first zeros of a number away."""

    def read(self, text, at):
        found = super().read(text, at)
        return found.zfill(5) if found.isascii() and found.isdecimal() else found


def check_phone(text: str) -> str:
    """A number on one line. CellError when a spreadsheet has eaten its first zero."""
    number = " ".join(text.split())
    digits = re.sub(r"\D", "", number)
    if len(digits) >= 7 and not number.startswith(("0", "+", "(")):
        raise CellError(
            _("“%(number)s”: is the first zero missing? Make the column text and write it anew.")
            % {"number": number}
        )
    return number


class Phone(Line):
    def read(self, text, at):
        return check_phone(super().read(text, at))


class Chosen(str):
    """A value of a field with choices that remembers its label."""

    def __new__(cls, value: str, label):
        made = super().__new__(cls, value)
        made.label = label
        return made


class Choice(Cell):
    keeps_when_empty = True

    def _choices(self, model) -> list[tuple[str, Any]]:
        return list(model._meta.get_field(self.name).choices)

    def read(self, text, at):
        field = at.model._meta.get_field(self.name)
        if not text:
            if field.has_default():
                return self.value(at.model())
            raise CellError(_("Nothing is chosen."))
        wanted = text.casefold()
        for value, label in self._choices(at.model):
            if wanted == str(value).casefold():
                return Chosen(value, label)
            for language in LANGUAGES:
                with override(language):
                    if wanted == str(label).casefold():
                        return Chosen(value, label)
        options = ", ".join(str(label) for _value, label in self._choices(at.model))
        raise CellError(_("“%(text)s” is none of: %(options)s.") % quoted(text, options=options))

    def show(self, value):
        return str(getattr(value, "label", value))

    def value(self, record):
        # A member of the choices, which knows its label.
        raw = super().value(record)
        labels = dict(self._choices(type(record)))
        return Chosen(raw, labels.get(raw, raw)) if raw else raw

    def write(self, record, value):
        super().write(record, str(value))


class YesNo(Cell):
    def read(self, text, at):
        word = text.casefold()
        if not word or word in _NO:
            return False
        if word in _YES or any(word == heading.casefold() for heading in self._own(at.model)):
            return True
        raise CellError(_("“%(text)s”: write yes or no.") % quoted(text))

    def _own(self, model) -> Iterable[str]:
        """Exports write the name of the field for "yes" ("example")."""
        return (heading for _language, heading in self.headings(model))

    def show(self, value):
        return _("yes") if value else ""


class Day(Cell):
    def stays(self, record, text):
        """Exports write a day as the language of their reader does, 10/01/2026 in English."""
        day = self.value(record)
        if day is None or "/" not in text:
            return False
        with override("en"):
            return text == short_date(day)

    def read(self, text, at):
        if not text:
            return None
        if match := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text.replace(" ", "")):
            day, month, year = map(int, match.groups())
        elif match := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text):
            year, month, day = map(int, match.groups())
        else:
            raise CellError(_("“%(text)s” is no date: write 24.12.2026.") % quoted(text))
        try:
            return datetime.date(year, month, day)
        except ValueError:
            raise CellError(_("“%(text)s”: there is no such day.") % quoted(text)) from None

    def show(self, value):
        # The same in every language, so that it is read back as it was meant.
        return f"{value.day}.{value.month}.{value.year}" if value else ""


class Degrees(Cell):
    """A coordinate; six decimals are a tenth of a metre."""

    def read(self, text, at):
        if not text:
            return None
        try:
            found = Decimal(text.replace(",", ".").replace(" ", ""))
            return found.quantize(Decimal("0.000001"))
        except InvalidOperation:
            raise CellError(_("“%(text)s” is no number.") % quoted(text)) from None


class Shown(Cell):
    """A column of our own files that is not read back."""

    is_read = False


def quoted(text: str, **more: str) -> dict[str, str]:
    return {"text": text if len(text) <= 60 else f"{text[:60]}…", **more}
