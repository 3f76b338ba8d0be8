"""Whether a place is open at a moment, and when it opens next."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from soskes_wagtail.directory_snippets.holidays import closes_offices
from soskes_wagtail.directory_snippets.services.hours import Row, read_rows

SUNDAY = 6
#: How far ahead the next opening is looked for.
DAYS_AHEAD = 14


@dataclass(frozen=True)
class Opening:
    """``is_open``: None when no hours are known, or when it is by appointment only; ``opens``:
    the next opening while closed."""

    is_open: bool | None
    opens: datetime.datetime | None = None


def opening_at(rows: Iterable, at: datetime.datetime) -> Opening:
    """From rows of opening hours, as ``opening_hours`` takes them, at a local time.

    Hours for dates come before those of every week; a place that closes at or before it opens
    closes on the next day. On a public holiday the hours of every week are those of Sunday.
    """
    known = read_rows(rows)
    if all(row.by_appointment for row in known):
        return Opening(None)
    moment = at.replace(tzinfo=None)
    for day in (moment.date() - datetime.timedelta(days=1), moment.date()):
        if any(begins <= moment < ends for begins, ends in _spans(known, day)):
            return Opening(True)
    for ahead in range(DAYS_AHEAD + 1):
        day = moment.date() + datetime.timedelta(days=ahead)
        later = [begins for begins, _ends in _spans(known, day) if begins > moment]
        if later:
            return Opening(False, min(later))
    return Opening(False)


def _spans(rows: list[Row], day: datetime.date) -> list[tuple]:
    """Pairs of opening and closing that begin on a day."""
    current = [row for row in rows if _holds(row, day)]
    dated = [row for row in current if row.weekday is None and row.valid_from]
    weekday = SUNDAY if closes_offices(day) else day.weekday()
    weekly = [row for row in current if row.weekday == weekday]
    seasonal = [row for row in weekly if row.valid_from or row.valid_to]
    standing = [row for row in current if row.weekday is None and not row.valid_from]
    chosen = dated or seasonal or weekly or standing
    spans = []
    for row in chosen:
        if row.is_closed or row.by_appointment:
            continue
        always = row.always_open or row.opens_at is None or row.closes_at is None
        opens = datetime.time(0) if always else row.opens_at
        closes = datetime.time(0) if always else row.closes_at
        last = day if closes > opens else day + datetime.timedelta(days=1)
        spans.append(
            (datetime.datetime.combine(day, opens), datetime.datetime.combine(last, closes))
        )
    return spans


def _holds(row: Row, day: datetime.date) -> bool:
    ends = row.valid_to or (row.valid_from if row.weekday is None else None)
    return (row.valid_from is None or row.valid_from <= day) and (ends is None or day <= ends)
