"""Opening hours as people read them: ``ma–pe 9.00–15.00``."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from soskes_wagtail.dates import short_date
from soskes_wagtail.directory_snippets.models.mixins import FALLBACK_LANGUAGES

#: Columns of ``OpeningHours`` that the lines are made of.
HOURS_FIELDS = (
    "weekday",
    "opens_at",
    "closes_at",
    "is_closed",
    "always_open",
    "by_appointment",
    "valid_from",
    "valid_to",
    *(f"note_{code}" for code in FALLBACK_LANGUAGES),
)
MIDNIGHT = datetime.time(0)


@dataclass(frozen=True)
class Hours:
    """``regular``: lines for the week; ``exceptions``: lines for days that differ from it."""

    regular: list[str] = field(default_factory=list)
    exceptions: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.regular or self.exceptions)


@dataclass(frozen=True)
class Row:
    """A row of opening hours; ``note`` in the active language."""

    weekday: int | None
    opens_at: datetime.time | None
    closes_at: datetime.time | None
    is_closed: bool
    always_open: bool
    by_appointment: bool
    valid_from: datetime.date | None
    valid_to: datetime.date | None
    note: str

    @property
    def text(self) -> str:
        """``9.00–15.00``, ``closed``, ``around the clock`` or ``by appointment only``."""
        if self.is_closed:
            text = _("closed")
        elif self.by_appointment:
            text = _("by appointment only")
        elif self.always_open or not self.opens_at or self.opens_at == self.closes_at:
            text = _("around the clock")
        elif self.closes_at == MIDNIGHT:
            text = f"{clock(self.opens_at)}–{clock(self.closes_at).replace('0', '24', 1)}"
        else:
            text = f"{clock(self.opens_at)}–{clock(self.closes_at)}"
            if self.closes_at < self.opens_at:
                text = _("%(hours)s the next day") % {"hours": text}
        return f"{text} ({self.note})" if self.note else text


def opening_hours(rows: Iterable, today: datetime.date | None = None) -> Hours:
    """Lines in the active language from rows of opening hours.

    ``rows``: ``OpeningHours`` objects, or mappings with the keys of ``HOURS_FIELDS`` whose
    dates and times may be ISO 8601 text. What ended before ``today`` is left out. Days in a row
    with the same hours become one line; hours that hold only for a time carry its dates.
    """
    today = today or timezone.localdate()
    current = [row for row in map(_row, rows) if _last_day(row) is None or _last_day(row) >= today]
    weekly = [row for row in current if row.weekday is not None]
    other = [row for row in current if row.weekday is None]
    lines = [row.text[:1].upper() + row.text[1:] for row in other if row.valid_from is None]
    seasons = dict.fromkeys((row.valid_from, row.valid_to) for row in weekly)
    for season in sorted(seasons, key=lambda s: s[0] or datetime.date.min):
        week = _week_lines([r for r in weekly if (r.valid_from, r.valid_to) == season])
        # A first day in the past tells the reader nothing.
        begins = season[0] if season[0] and season[0] > today else None
        dates = _dates(begins, season[1])
        lines += [f"{dates}: {line}" if dates else line for line in week]
    dated = sorted((row for row in other if row.valid_from), key=lambda row: row.valid_from)
    return Hours(
        regular=lines,
        exceptions=[
            f"{_dates(row.valid_from, row.valid_to or row.valid_from)}: {row.text}" for row in dated
        ],
    )


def _week_lines(rows: list[Row]) -> list[str]:
    """``["ma–to 9.00–15.00", "pe 9.00–14.00"]``."""
    by_day: dict[int, str] = {}
    for day in range(7):
        spans = sorted(
            (row for row in rows if row.weekday == day), key=lambda r: r.opens_at or MIDNIGHT
        )
        if spans:
            by_day[day] = ", ".join(dict.fromkeys(row.text for row in spans))
    if len(by_day) == 7 and set(by_day.values()) == {_("around the clock")}:
        text = _("around the clock")
        return [text[:1].upper() + text[1:]]
    lines: list[tuple[int, int, str]] = []
    for day, text in by_day.items():
        if lines and lines[-1][1] == day - 1 and lines[-1][2] == text:
            lines[-1] = (lines[-1][0], day, text)
        else:
            lines.append((day, day, text))
    return [f"{_days(first, last)} {text}" for first, last, text in lines]


def _days(first: int, last: int) -> str:
    if first == last:
        return _day(first)
    return f"{_day(first)}–{_day(last)}"


def _day(weekday: int) -> str:
    name = str(WEEKDAYS_ABBR[weekday])
    # Finnish and Swedish write weekdays small, also where Django does not.
    return name if (get_language() or "fi").startswith("en") else name.lower()


def clock(time: datetime.time) -> str:
    """``9.00`` in Finnish and Swedish, ``9:00`` in English."""
    dot = ":" if (get_language() or "fi").startswith("en") else "."
    return f"{time.hour}{dot}{time.minute:02}"


def _dates(first: datetime.date | None, last: datetime.date | None) -> str:
    """``24.12.2026``, ``24.12.2026–1.1.2027``, ``–31.8.2026`` or nothing."""
    if first and first == last:
        return short_date(first)
    ends = [short_date(day) if day else "" for day in (first, last)]
    return "–".join(ends) if any(ends) else ""


def _last_day(row: Row) -> datetime.date | None:
    """The day after which the row means nothing; None: it goes on."""
    return row.valid_to or (row.valid_from if row.weekday is None else None)


def read_rows(rows: Iterable) -> list[Row]:
    """Rows of opening hours, objects or mappings, with dates and times as such."""
    return [_row(row) for row in rows]


def _row(source) -> Row:
    take = source.get if isinstance(source, Mapping) else lambda name: getattr(source, name)
    codes = ((get_language() or "fi")[:2], *FALLBACK_LANGUAGES)
    notes = (take(f"note_{code}") for code in codes if code in FALLBACK_LANGUAGES)
    return Row(
        weekday=take("weekday"),
        opens_at=_parsed(take("opens_at"), datetime.time),
        closes_at=_parsed(take("closes_at"), datetime.time),
        is_closed=bool(take("is_closed")),
        always_open=bool(take("always_open")),
        by_appointment=bool(take("by_appointment")),
        valid_from=_parsed(take("valid_from"), datetime.date),
        valid_to=_parsed(take("valid_to"), datetime.date),
        note=next((note for note in notes if note), ""),
    )


def _parsed(value, kind):
    return kind.fromisoformat(value) if isinstance(value, str) else value
