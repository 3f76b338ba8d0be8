from datetime import date

import pytest

from soskes_wagtail.directory_snippets.holidays import closes_offices, easter, next_date, title


@pytest.mark.parametrize(
    ("year", "day"),
    [(2000, (4, 23)), (2008, (3, 23)), (2024, (3, 31)), (2026, (4, 5)), (2038, (4, 25))],
)
def test_easter(year, day):
    assert easter(year) == date(year, *day)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("MaundyThursday", date(2026, 4, 2)),
        ("AscensionDay", date(2026, 5, 14)),
        ("WhitSunday", date(2026, 5, 24)),
        ("MidsummerEve", date(2026, 6, 19)),
        ("MidsummerDay", date(2026, 6, 20)),
        ("AllSaintsDay", date(2026, 10, 31)),
        ("IndependenceDay", date(2026, 12, 6)),
    ],
)
def test_days_of_2026(name, day):
    assert next_date(name, date(2026, 1, 2)) == day
    assert next_date(name, day) == day


def test_a_day_that_is_over_comes_next_year():
    assert next_date("Epiphany", date(2026, 1, 7)) == date(2027, 1, 6)
    assert next_date("Doomsday") is None


def test_it_has_a_name_in_every_language():
    assert title("MidsummerEve").keys() == {"fi", "sv", "en"}


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 1, 6), "Epiphany"),
        (date(2026, 4, 3), "GoodFriday"),
        (date(2026, 6, 19), "MidsummerEve"),
        (date(2026, 12, 24), "ChristmasEve"),
        (date(2026, 12, 31), ""),
        (date(2026, 4, 2), ""),
        (date(2026, 11, 23), ""),
    ],
)
def test_offices_are_closed(day, name):
    assert closes_offices(day) == name
