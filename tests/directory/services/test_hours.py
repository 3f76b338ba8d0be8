"""Opening hours become lines that people read."""

import datetime

import pytest
from django.utils import translation

from soskes_wagtail.directory_snippets.models import UnitHours
from soskes_wagtail.directory_snippets.services.hours import HOURS_FIELDS, opening_hours

TODAY = datetime.date(2026, 11, 21)


def row(weekday=None, opens="", closes="", **fields):
    """A row as ``JsonRows`` gives it."""
    values = dict.fromkeys(HOURS_FIELDS) | {
        "weekday": weekday,
        "opens_at": opens or None,
        "closes_at": closes or None,
        "is_closed": 0,
        "always_open": 0,
    }
    return values | fields


def lines(*rows, language="fi"):
    with translation.override(language):
        return opening_hours(rows, TODAY).regular


def exceptions(*rows, language="fi"):
    with translation.override(language):
        return opening_hours(rows, TODAY).exceptions


def week(days, opens, closes, **fields):
    return [row(day, opens, closes, **fields) for day in days]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("fi", ["ma–pe 9.00–15.00"]),
        ("sv", ["mån–fre 9.00–15.00"]),
        ("en", ["Mon–Fri 9:00–15:00"]),
    ],
)
def test_days_in_a_row_become_one_line_in_the_readers_language(language, expected):
    assert lines(*week(range(5), "09:00:00", "15:00:00"), language=language) == expected


def test_days_that_differ_get_lines_of_their_own():
    found = lines(*week((0, 1, 3), "09:00", "15:00"), *week((4,), "09:00", "14:30"))
    assert found == ["ma–ti 9.00–15.00", "to 9.00–15.00", "pe 9.00–14.30"]


def test_two_spans_a_day_stand_in_order():
    found = lines(*week((0, 1), "12:00", "15:00"), *week((0, 1), "09:00", "11:00"))
    assert found == ["ma–ti 9.00–11.00, 12.00–15.00"]


def test_over_midnight_says_that_it_closes_the_next_day():
    with translation.override("en"):
        assert opening_hours([row(4, "22:00", "02:00")], TODAY).regular == [
            "Fri 22:00–2:00 the next day"
        ]


def test_until_midnight_is_24_and_the_same_time_twice_is_round_the_clock():
    assert lines(row(0, "09:00", "00:00")) == ["ma 9.00–24.00"]
    assert lines(row(0, "10:00", "00:00"), language="en") == ["Mon 10:00–24:00"]
    assert lines(row(0, "08:00", "08:00"), language="en") == ["Mon around the clock"]


@pytest.mark.parametrize(
    "rows",
    [
        [row(always_open=1)],
        [row(day, always_open=True) for day in range(7)],
    ],
)
def test_always_open_is_one_line(rows):
    assert lines(*rows, language="en") == ["Around the clock"]


def test_exceptions_carry_their_dates_and_past_ones_are_gone():
    found = exceptions(
        row(valid_from="2026-12-24", valid_to="2026-12-26", is_closed=1),
        row(opens="10:00", closes="12:00", valid_from="2026-12-06"),
        row(valid_from="2026-06-20", is_closed=1),
        language="en",
    )
    assert len(found) == 2
    assert found[0].endswith("10:00–12:00")
    assert found[1].endswith("closed")
    finnish = exceptions(row(opens="10:00", closes="12:00", valid_from="2026-12-06"))
    assert finnish == ["6.12.2026: 10.00–12.00"]


def test_hours_of_a_season_carry_its_dates():
    found = lines(
        *week((0,), "09:00", "15:00"),
        *week((0,), "09:00", "13:00", valid_from="2027-06-01", valid_to="2027-08-31"),
        *week((0,), "09:00", "12:00", valid_from="2026-06-01", valid_to="2026-08-31"),
    )
    assert found == ["ma 9.00–15.00", "1.6.2027–31.8.2027: ma 9.00–13.00"]


def test_notes_come_in_the_readers_language_with_fallback():
    noted = row(0, "09:00", "10:00", note_fi="puhelinaika", note_sv="telefontid")
    assert lines(noted) == ["ma 9.00–10.00 (puhelinaika)"]
    assert lines(noted, language="sv") == ["mån 9.00–10.00 (telefontid)"]
    assert lines(noted, language="en") == ["Mon 9:00–10:00 (puhelinaika)"]


def test_model_objects_do_as_well():
    hours = UnitHours(weekday=0, opens_at=datetime.time(9), closes_at=datetime.time(15))
    assert opening_hours([hours], TODAY).regular


def test_nothing_is_nothing():
    assert not opening_hours([], TODAY)


def test_by_appointment_only():
    standing = row(by_appointment=1, note_fi="Soita ensin")
    assert lines(standing) == ["Vain ajanvarauksella (Soita ensin)"]
    assert lines(row(4, by_appointment=1)) == ["pe vain ajanvarauksella"]
