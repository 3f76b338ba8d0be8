"""Working days in Finland: no weekends and no public holidays."""

from datetime import date, timedelta

from soskes_wagtail.directory_snippets.ptv.holidays import next_date

#: Public holidays that may fall on a weekday, and the eves on which offices are closed.
_FREE = (
    "NewYearDay",
    "Epiphany",
    "GoodFriday",
    "EasterMonday",
    "MayDay",
    "AscensionDay",
    "MidsummerEve",
    "IndependenceDay",
    "ChristmasEve",
    "ChristmasDay",
    "SecondDayOfChristmas",
)


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and not any(next_date(name, day) == day for name in _FREE)


def working_days_after(start: date, number: int) -> date:
    """The day that is ``number`` working days after ``start``."""
    day = start
    while number > 0:
        day += timedelta(days=1)
        number -= is_working_day(day)
    return day
