"""Open or closed at a moment, and when it opens next."""

import datetime

import pytest

from soskes_wagtail.directory_snippets.models import ContactHours
from soskes_wagtail.directory_snippets.services.opening import Opening, opening_at

MONDAY = datetime.date(2026, 11, 23)
NINE, THREE = datetime.time(9), datetime.time(15)


def hours(weekday=None, opens=NINE, closes=THREE, **fields):
    return ContactHours(weekday=weekday, opens_at=opens, closes_at=closes, **fields)


OFFICE = [hours(day) for day in range(5)]


def at(day, hour, minute=0):
    when = datetime.datetime.combine(MONDAY, datetime.time(hour, minute))
    return when + datetime.timedelta(days=day)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (at(0, 9), Opening(True)),
        (at(0, 8, 59), Opening(False, at(0, 9))),
        (at(0, 15), Opening(False, at(1, 9))),
        (at(4, 16), Opening(False, at(7, 9))),
    ],
)
def test_office_hours(moment, expected):
    assert opening_at(OFFICE, moment) == expected


def test_no_hours_are_not_the_same_as_closed():
    assert opening_at([], at(0, 9)) == Opening(None)


def test_a_duty_line_is_open_over_midnight():
    rows = [hours(day, THREE, datetime.time(8)) for day in range(7)]
    assert opening_at(rows, at(1, 3)).is_open
    assert opening_at(rows, at(1, 9)) == Opening(False, at(1, 15))


def test_hours_of_a_day_come_before_those_of_the_week():
    closed = hours(None, None, None, is_closed=True, valid_from=MONDAY)
    assert opening_at([*OFFICE, closed], at(0, 10)) == Opening(False, at(1, 9))
    late = hours(None, datetime.time(12), THREE, valid_from=MONDAY, valid_to=MONDAY)
    assert opening_at([*OFFICE, late], at(0, 10)) == Opening(False, at(0, 12))


def test_around_the_clock_is_always_open():
    assert opening_at([hours(None, None, None, always_open=True)], at(6, 23, 59)).is_open


def test_what_never_opens_again_says_no_day():
    ended = [hours(0, valid_to=MONDAY)]
    assert opening_at(ended, at(1, 9)) == Opening(False)


def test_by_appointment_is_neither_open_nor_closed():
    agreed = hours(opens=None, closes=None, by_appointment=True)
    assert opening_at([agreed], at(0, 9)) == Opening(None)
    assert opening_at([agreed, *OFFICE], at(0, 9)) == Opening(True)
    assert opening_at([agreed, *OFFICE], at(0, 16)) == Opening(False, at(1, 9))
