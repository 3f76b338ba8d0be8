"""Opening hours of v9–v11 as rows of one weekday or one exception each."""

import re
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import override

from soskes_wagtail.directory_snippets.ptv.model import LANGUAGES, Hours, Record, Text
from soskes_wagtail.directory_snippets.ptv.parse_common import items, localised, text

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_EXCEPTIONS = ("Exceptional", "Exception")
_OVER_MIDNIGHT = ("OverMidnight", "Special")
_FINLAND = ZoneInfo("Europe/Helsinki")
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})(?![\d])")


def read_hours(value: Any, record: Record) -> list[Hours]:
    """``serviceHours`` as rows; what cannot be understood is reported and left out."""
    rows = []
    for entry in items(value):
        found = _read_entry(entry)
        rows += found
        if not found:
            record.warnings.append(_("Opening hours without times were left out."))
    return rows


def _read_entry(entry: dict) -> list[Hours]:
    kind = text(entry.get("serviceHourType"))
    base = {
        "valid_from": read_day(entry.get("validFrom")),
        "valid_to": read_day(entry.get("validTo")),
        "note": _note(entry),
    }
    if entry.get("validForNow") is True and kind not in _EXCEPTIONS:
        base |= {"valid_from": None, "valid_to": None}
    if kind in _EXCEPTIONS:
        if not base["valid_from"]:
            return []  # nobody knows when: it must not become a rule for every week
        base["valid_to"] = base["valid_to"] or base["valid_from"]
    whole_days = {"is_closed": entry.get("isClosed") is True}
    if entry.get("isAlwaysOpen") is True:
        whole_days = {"always_open": True}
    times = items(entry.get("openingHour"))
    if any(whole_days.values()):
        return _whole_days(kind, base, whole_days)
    if entry.get("isReservation") is True and not times:
        return [only_by_appointment(base, localised(entry.get("additionalInformation")))]
    rows = []
    for opening in times:
        rows += _read_opening(opening, kind, base)
    return rows


def _whole_days(kind: str, base: dict, state: dict) -> list[Hours]:
    """Closed or always open: one row for an exception or when it holds for good, else a week."""
    if kind in _EXCEPTIONS or "always_open" in state:
        return [Hours(**base, **state)]
    return [Hours(**base, **state, weekday=day) for day in range(7)]


def _read_opening(opening: dict, kind: str, base: dict) -> list[Hours]:
    opens, closes = read_time(opening.get("from")), read_time(opening.get("to"))
    start, end = read_weekday(opening.get("dayFrom")), read_weekday(opening.get("dayTo"))
    if opens is None or closes is None:
        return []
    one_day = base["valid_from"] and base["valid_from"] == base["valid_to"]
    if kind in _EXCEPTIONS and (start is None or one_day):
        return [Hours(**base, opens_at=opens, closes_at=closes)]
    if start is None:
        return []
    if end is None or end == start:
        return [Hours(**base, weekday=start, opens_at=opens, closes_at=closes)]
    span = span_of(start, end)
    if kind not in _OVER_MIDNIGHT:
        return [Hours(**base, weekday=day, opens_at=opens, closes_at=closes) for day in span]
    return over_midnight(span, opens, closes, base)


def span_of(start: int, end: int) -> list[int]:
    """Weekdays from one to another, past Sunday when need be."""
    return [(start + step) % 7 for step in range((end - start) % 7 + 1)]


def over_midnight(span: list[int], opens: str, closes: str, base: dict) -> list[Hours]:
    """From one day's hour to another day's: a night is one row, days between are whole days."""
    if len(span) == 2 and closes <= opens:
        return [Hours(**base, weekday=span[0], opens_at=opens, closes_at=closes)]
    rows = [Hours(**base, weekday=span[0], opens_at=opens, closes_at="00:00")]
    rows += [Hours(**base, weekday=day, always_open=True) for day in span[1:-1]]
    if closes != "00:00":
        rows.append(Hours(**base, weekday=span[-1], opens_at="00:00", closes_at=closes))
    return rows


def read_weekday(value: Any) -> int | None:
    name = text(value).capitalize()
    return DAYS.index(name) if name in DAYS else None


def read_time(value: Any) -> str | None:
    """``09:00:00`` and ``9.00`` as ``09:00``; the end of a day, ``24:00``, as midnight."""
    found = _TIME.match(text(value))
    if not found:
        return None
    hour, minute = int(found[1]), int(found[2])
    if (hour, minute) == (24, 0):
        return "00:00"
    try:
        return time(hour, minute).strftime("%H:%M")
    except ValueError:
        return None


def read_day(value: Any) -> str | None:
    """The day in Finland that a moment falls on; a moment without a zone is taken as it is."""
    content = text(value)
    try:
        moment = datetime.fromisoformat(content)
        found: date = (moment.astimezone(_FINLAND) if moment.tzinfo else moment).date()
    except (ValueError, OverflowError):
        return None
    return found.isoformat()


def _note(entry: dict) -> Text:
    note = localised(entry.get("additionalInformation"))
    return with_booking(note) if entry.get("isReservation") is True else note


def only_by_appointment(base: dict, note: Text) -> Hours:
    """Open for those who have agreed a time, whatever the hour."""
    return Hours(**base | {"note": note}, by_appointment=True)


def with_booking(note: Text) -> Text:
    """``note`` after the words that an appointment is needed."""
    found = dict(note)
    for language in LANGUAGES:
        with override(language):
            booked = _("By appointment")
        found[language] = ". ".join(p for p in (booked, note.get(language)) if p)
    return found
