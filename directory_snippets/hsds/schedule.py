"""Opening hours as HSDS schedules (RFC 5545 recurrence, local times)."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.hsds.ids import record_id
from soskes_wagtail.directory_snippets.hsds.values import compact
from soskes_wagtail.directory_snippets.models import OpeningHours

BYDAY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
#: HSDS times end at 23:59: its "time" knows no 24:00.
DAY = (datetime.time(0, 0), datetime.time(23, 59))


def schedules(rows: list[OpeningHours], today: datetime.date | None = None) -> list[dict[str, Any]]:
    """Schedules out of rows of opening hours; what ended before ``today`` is left out.

    One schedule a row, so that its UUID stays the same. Closing before opening means the next
    day and is said in ``description``, as is that a place is closed on the dates.
    """
    today = today or timezone.localdate()
    return [_schedule(row) for row in rows if _last_day(row) is None or _last_day(row) >= today]


def _last_day(row: OpeningHours) -> datetime.date | None:
    exception = row.weekday is None and row.valid_from
    return row.valid_to or (row.valid_from if exception else None)


def _schedule(row: OpeningHours) -> dict[str, Any]:
    around = row.always_open or (row.opens_at is not None and row.opens_at == row.closes_at)
    opens, closes = DAY if around else (row.opens_at, row.closes_at)
    if row.is_closed or row.by_appointment:
        opens = closes = None
    weekly = row.weekday is not None or not row.valid_from
    days = ",".join(BYDAY) if row.weekday is None else BYDAY[row.weekday]
    return compact(
        id=record_id(row),
        valid_from=_iso(row.valid_from),
        valid_to=_iso(_last_day(row)),
        dtstart=_iso(row.valid_from),
        timezone=_offset(row.valid_from if not weekly else None),
        wkst="MO",
        freq="WEEKLY" if weekly else None,
        interval=1 if weekly else None,
        byday=days if weekly else None,
        opens_at=opens and f"{opens:%H:%M}",
        closes_at=closes and f"{closes:%H:%M}",
        description=_in_words(row, around),
        notes=row.note,
    )


def _in_words(row: OpeningHours, around: bool) -> str:
    if row.is_closed:
        return _("closed")
    if row.by_appointment:
        return _("by appointment only")
    if around:
        return _("around the clock")
    if row.opens_at and row.closes_at and row.closes_at < row.opens_at:
        hours = f"{row.opens_at:%H:%M}–{row.closes_at:%H:%M}"
        return _("%(hours)s the next day") % {"hours": hours}
    return ""


def _offset(day: datetime.date | None) -> float:
    """Hours before UTC on the day; for what goes on all year those of standard time, since HSDS
    has one number and the clocks change."""
    noon = datetime.datetime.combine(day or timezone.localdate(), datetime.time(12))
    moment = noon.replace(tzinfo=timezone.get_default_timezone())
    offset = moment.utcoffset() - (datetime.timedelta(0) if day else moment.dst())
    return offset / datetime.timedelta(hours=1)


def _iso(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None
