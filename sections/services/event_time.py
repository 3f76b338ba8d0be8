"""Times of events as people say them."""

import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from soskes_wagtail.dates import short_date


def event_time(start: datetime.datetime, end: datetime.datetime | None, all_day: bool) -> str:
    """``ti 1.12.2026 klo 9.00–15.00`` or ``1.12.2026–3.12.2026``, in the active language."""
    first = timezone.localtime(start)
    last = timezone.localtime(end) if end else None
    same_day = last is None or last.date() == first.date()
    if all_day:
        return _day(first) if same_day else f"{_day(first)} – {_day(last)}"
    begins = _("%(day)s at %(time)s") % {"day": _day(first), "time": _time(first)}
    if last is None:
        return begins
    if same_day:
        return f"{begins}–{_time(last)}"
    ends = _("%(day)s at %(time)s") % {"day": _day(last), "time": _time(last)}
    return f"{begins} – {ends}"


def _day(moment: datetime.datetime) -> str:
    return f"{date_format(moment, 'D')} {short_date(moment)}"


def _time(moment: datetime.datetime) -> str:
    return date_format(moment, "TIME_FORMAT")
