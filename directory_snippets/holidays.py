"""Holidays of the Finnish year, by the names that PTV has for them (``holidayServiceHours`` of
v12)."""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from soskes_wagtail.directory_snippets.models.mixins import FALLBACK_LANGUAGES

_FIXED = {
    "NewYearDay": (1, 1),
    "Epiphany": (1, 6),
    "MayDayEve": (4, 30),
    "MayDay": (5, 1),
    "IndependenceDay": (12, 6),
    "ChristmasEve": (12, 24),
    "ChristmasDay": (12, 25),
    "SecondDayOfChristmas": (12, 26),
    "NewYearEve": (12, 31),
}
#: Days after Easter Sunday.
_BY_EASTER = {
    "MaundyThursday": -3,
    "GoodFriday": -2,
    "EasterSunday": 0,
    "EasterMonday": 1,
    "AscensionDay": 39,
    "WhitSunday": 49,
}
#: The weekday (Monday is 0) on or after a day of the year.
_BY_WEEKDAY = {
    "MidsummerEve": (4, 6, 19),
    "MidsummerDay": (5, 6, 20),
    "AllSaintsDay": (5, 10, 31),
}
#: Public holidays, and the eves on which offices are closed.
_FREE = (
    *("NewYearDay", "Epiphany", "GoodFriday", "EasterSunday", "EasterMonday", "MayDay"),
    *("AscensionDay", "WhitSunday", "MidsummerEve", "MidsummerDay", "AllSaintsDay"),
    *("IndependenceDay", "ChristmasEve", "ChristmasDay", "SecondDayOfChristmas"),
)
_TITLES = {
    "NewYearDay": _("New Year's Day"),
    "Epiphany": _("Epiphany"),
    "MaundyThursday": _("Maundy Thursday"),
    "GoodFriday": _("Good Friday"),
    "EasterSunday": _("Easter Sunday"),
    "EasterMonday": _("Easter Monday"),
    "MayDayEve": _("May Day Eve"),
    "MayDay": _("May Day"),
    "AscensionDay": _("Ascension Day"),
    "WhitSunday": _("Whit Sunday"),
    "MidsummerEve": _("Midsummer Eve"),
    "MidsummerDay": _("Midsummer Day"),
    "AllSaintsDay": _("All Saints' Day"),
    "IndependenceDay": _("Independence Day"),
    "ChristmasEve": _("Christmas Eve"),
    "ChristmasDay": _("Christmas Day"),
    "SecondDayOfChristmas": _("Second Day of Christmas"),
    "NewYearEve": _("New Year's Eve"),
}


def next_date(name: str, today: date | None = None) -> date | None:
    """The first day from ``today`` (in Finland) on that the holiday falls on; None for a name
    that is not known."""
    if name not in _TITLES:
        return None
    today = today or timezone.localdate()
    this_year = _in_year(name, today.year)
    return this_year if this_year >= today else _in_year(name, today.year + 1)


def closes_offices(day: date) -> str:
    """Name of the public holiday, or eve of one, on which offices are closed that are open on
    such a weekday; empty for a day like others."""
    return next((name for name in _FREE if _in_year(name, day.year) == day), "")


def name_of(name: str) -> str:
    """The holiday in the active language."""
    return str(_TITLES[name])


def title(name: str) -> dict[str, str]:
    """Name of the holiday in our languages."""
    found = {}
    for language in FALLBACK_LANGUAGES:
        with override(language):
            found[language] = name_of(name)
    return found


def _in_year(name: str, year: int) -> date:
    if name in _FIXED:
        return date(year, *_FIXED[name])
    if name in _BY_EASTER:
        return easter(year) + timedelta(days=_BY_EASTER[name])
    weekday, month, day = _BY_WEEKDAY[name]
    earliest = date(year, month, day)
    return earliest + timedelta(days=(weekday - earliest.weekday()) % 7)


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * week) // 451
    month, day = divmod(h + week - 7 * m + 114, 31)
    return date(year, month, day + 1)
