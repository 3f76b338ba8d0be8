"""Opening hours of v12 as rows of one weekday or one exception each."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from soskes_wagtail.directory_snippets.holidays import next_date, title
from soskes_wagtail.directory_snippets.ptv.model import LANGUAGES, Hours, Record, Text
from soskes_wagtail.directory_snippets.ptv.parse_common import items, obj, text
from soskes_wagtail.directory_snippets.ptv.parse_hours import (
    DAYS,
    only_by_appointment,
    over_midnight,
    read_day,
    read_time,
    read_weekday,
    span_of,
    with_booking,
)
from soskes_wagtail.directory_snippets.ptv.v12_common import localised

#: An exception that lasts longer is told by weekdays, not day by day.
_MAX_EXCEPTION_DAYS = 31
_REPETITIONS = {"OddWeeks": gettext_lazy("Odd weeks"), "EvenWeeks": gettext_lazy("Even weeks")}


def read_hours(value: Any, record: Record) -> list[Hours]:
    """``serviceHours`` as rows; what cannot be understood is reported and left out."""
    rows = []
    for entry in items(obj(value).get("hours")):
        found = _read_entry(entry)
        rows += found
        if not found:
            record.warnings.append(_("Opening hours without times were left out."))
    holidays = obj(obj(value).get("holidayServiceHours")).get("holidays")
    for holiday in items(holidays):
        rows += _read_holiday(holiday, record)
    return rows


def _read_entry(entry: dict) -> list[Hours]:
    kind = text(entry.get("type"))
    base = {
        "valid_from": read_day(entry.get("fromDate")),
        "valid_to": read_day(entry.get("toDate")),
        "note": _joined(
            localised(entry.get("heading")), localised(entry.get("additionalInformation"))
        ),
    }
    if kind.startswith("Exceptional"):
        return _exception(entry, base)
    if kind.startswith("Weekly"):
        return [
            Hours(**base | found, weekday=day)
            for day, openings in _by_weekday(entry).items()
            for found in _openings(openings, base["note"])
        ]
    return _continuous(entry, base) if kind.startswith("Continuous") else []


def _by_weekday(entry: dict) -> dict[int, list[dict]]:
    week = obj(entry.get("weeklyHours"))
    return {
        number: openings
        for number, day in enumerate(DAYS)
        if (openings := items(obj(week.get(day.casefold())).get("hours")))
    }


def _openings(openings: list[dict], note: Text) -> list[dict]:
    """Values of ``Hours`` for what one day says; an opening without times says nothing."""
    found = []
    for opening in openings:
        status = text(opening.get("openingStatus"))
        words = _joined(note, localised(opening.get("additionalInformation")))
        if repeated := _REPETITIONS.get(text(opening.get("repetition"))):
            words = _joined(_in_all_languages(repeated), words)
        state = _state(status, read_time(opening.get("start")), read_time(opening.get("end")))
        if state:
            is_told = "by_appointment" in state
            found.append(state | {"note": words if is_told else _booked(status, words)})
    return found


def _state(status: str, opens: str | None, closes: str | None) -> dict:
    if status == "Closed":
        return {"is_closed": True}
    if opens and closes:
        return {"opens_at": opens, "closes_at": closes}
    return {"by_appointment": True} if status == "OpenOnReservation" else {}


def _exception(entry: dict, base: dict) -> list[Hours]:
    """Each day of an exception by its date; a long one, or one without days, as it is given."""
    if not base["valid_from"]:
        return []
    base["valid_to"] = base["valid_to"] or base["valid_from"]
    by_weekday = _by_weekday(entry)
    if not by_weekday:
        status = text(entry.get("openingStatus"))
        state = _state(status, read_time(entry.get("fromTime")), read_time(entry.get("toTime")))
        if "by_appointment" not in state:
            base["note"] = _booked(status, base["note"])
        return [Hours(**base | state)] if state else []
    first, last = date.fromisoformat(base["valid_from"]), date.fromisoformat(base["valid_to"])
    length = (last - first).days + 1
    if length > _MAX_EXCEPTION_DAYS:
        return [
            Hours(**base | found, weekday=day)
            for day, openings in by_weekday.items()
            for found in _openings(openings, base["note"])
        ]
    days = [first + timedelta(days=step) for step in range(length)]
    return [
        Hours(**base | found | {"valid_from": day.isoformat(), "valid_to": day.isoformat()})
        for day in days
        for found in _openings(by_weekday.get(day.weekday(), []), base["note"])
    ]


def _continuous(entry: dict, base: dict) -> list[Hours]:
    """Open from one moment to another without a break: always, between dates, or each week."""
    status = text(entry.get("openingStatus"))
    opens, closes = read_time(entry.get("fromTime")), read_time(entry.get("toTime"))
    if status == "OpenOnReservation" and not (opens and closes):
        return [only_by_appointment(base, base["note"])]
    base = base | {"note": _booked(status, base["note"])}
    if status == "Closed":
        whole = {"is_closed": True}
        if base["valid_from"]:
            return [Hours(**base, **whole)]
        return [Hours(**base, **whole, weekday=day) for day in range(7)]
    start, end = read_weekday(entry.get("fromDay")), read_weekday(entry.get("toDay"))
    if base["valid_from"] and opens and closes:
        return _between_dates(base, opens, closes)
    if start is not None and end is not None:
        if not opens or not closes:
            return []
        if start == end and closes > opens:
            return [Hours(**base, weekday=start, opens_at=opens, closes_at=closes)]
        return over_midnight(span_of(start, end), opens, closes, base)
    if "AlwaysValid" in text(entry.get("type")) or base["valid_from"]:
        return [Hours(**base, always_open=True)]
    return []


def _between_dates(base: dict, opens: str, closes: str) -> list[Hours]:
    """The first day from its hour, the last until its hour, and whole days between them."""
    first = date.fromisoformat(base["valid_from"])
    last = date.fromisoformat(base["valid_to"] or base["valid_from"])

    def on(day: date, until: date | None = None, **state) -> Hours:
        dates = {"valid_from": day.isoformat(), "valid_to": (until or day).isoformat()}
        return Hours(**base | dates | state)

    if last <= first or (last - first == timedelta(days=1) and closes <= opens):
        return [on(first, opens_at=opens, closes_at=closes)]
    rows = [on(first, opens_at=opens, closes_at="00:00")]
    if (last - first).days > 1:
        rows.append(on(first + timedelta(days=1), last - timedelta(days=1), always_open=True))
    if closes != "00:00":
        rows.append(on(last, opens_at="00:00", closes_at=closes))
    return rows


def _read_holiday(holiday: dict, record: Record) -> list[Hours]:
    """The next time that a yearly holiday falls on."""
    name = text(holiday.get("holidayName"))
    day = next_date(name)
    if day is None:
        record.warnings.append(_("The holiday %(name)s is not known.") % {"name": name or "–"})
        return []
    dates = {"valid_from": day.isoformat(), "valid_to": day.isoformat()}
    return [Hours(**dates | found) for found in _openings(items(holiday.get("hours")), title(name))]


def _booked(status: str, note: Text) -> Text:
    return with_booking(note) if status == "OpenOnReservation" else note


def _joined(*notes: Text) -> Text:
    languages = dict.fromkeys(language for note in notes for language in note)
    return {
        language: ". ".join(note[language].rstrip(".") for note in notes if language in note)
        for language in languages
    }


def _in_all_languages(words) -> Text:
    found = {}
    for language in LANGUAGES:
        with override(language):
            found[language] = str(words)
    return found
