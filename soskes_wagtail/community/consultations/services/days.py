"""Working days in Finland: no weekends and no public holidays."""

from datetime import date, timedelta

from soskes_wagtail.directory_snippets.holidays import closes_offices


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and not closes_offices(day)


def working_days_after(start: date, number: int) -> date:
    """The day that is ``number`` working days after ``start``."""
    day = start
    while number > 0:
        day += timedelta(days=1)
        number -= is_working_day(day)
    return day
