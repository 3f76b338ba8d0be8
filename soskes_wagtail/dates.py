"""Dates as they are written in Finland."""

import datetime

from django.utils.formats import date_format
from django.utils.translation import get_language


def short_date(day: datetime.date | datetime.datetime | None) -> str:
    """``1.12.2026`` in Finnish and Swedish, the short form of the active language elsewhere.

    Django's Swedish is that of Sweden (``2026-12-01``); Finland writes dates alike in both.
    """
    if day is None:
        return ""
    code = (get_language() or "")[:2]
    return date_format(day, "j.n.Y" if code in ("fi", "sv") else "SHORT_DATE_FORMAT")
