from uuid import uuid4

import pytest

from soskes_wagtail.directory_snippets.ptv.model import Record
from soskes_wagtail.directory_snippets.ptv.parse_hours import read_hours
from soskes_wagtail.directory_snippets.ptv.v12_hours import read_hours as read_hours_v12


def read(**entry):
    record = Record(id=uuid4())
    rows = read_hours([entry], record)
    return [
        (row.weekday, row.opens_at, row.closes_at, row.is_closed, row.always_open) for row in rows
    ], record.warnings


def opening(day_from, day_to, opens, closes):
    return {"dayFrom": day_from, "dayTo": day_to, "from": opens, "to": closes}


def test_a_span_of_weekdays_is_one_row_a_day():
    rows, _warnings = read(
        serviceHourType="Standard", openingHour=[opening("Monday", "Wednesday", "08:00", "16:00")]
    )
    assert rows == [(day, "08:00", "16:00", False, False) for day in (0, 1, 2)]


def test_a_night_is_one_row_that_closes_the_next_day():
    rows, _warnings = read(
        serviceHourType="OverMidnight",
        openingHour=[opening("Friday", "Saturday", "22:00:00", "04:00:00")],
    )
    assert rows == [(4, "22:00", "04:00", False, False)]


def test_a_weekend_without_a_break_is_open_all_day_between():
    rows, _warnings = read(
        serviceHourType="Special", openingHour=[opening("Friday", "Monday", "16:00", "08:00")]
    )
    assert rows == [
        (4, "16:00", "00:00", False, False),
        (5, None, None, False, True),
        (6, None, None, False, True),
        (0, "00:00", "08:00", False, False),
    ]


def test_the_end_of_the_day_is_midnight():
    rows, _warnings = read(
        serviceHourType="DaysOfTheWeek", openingHour=[opening("Sunday", "", "00:00", "24:00:00")]
    )
    assert rows == [(6, "00:00", "00:00", False, False)]


def test_closed_without_a_date_closes_every_weekday():
    rows, _warnings = read(serviceHourType="DaysOfTheWeek", isClosed=True, openingHour=[])
    assert rows == [(day, None, None, True, False) for day in range(7)]


def test_an_exception_of_one_day_is_no_weekday():
    rows, _warnings = read(
        serviceHourType="Exceptional",
        validFrom="2026-12-24T00:00:00",
        openingHour=[opening("Thursday", "Thursday", "09:00", "12:00")],
    )
    assert rows == [(None, "09:00", "12:00", False, False)]


def test_moments_fall_on_the_finnish_day():
    record = Record(id=uuid4())
    (row,) = read_hours(
        [
            {
                "serviceHourType": "Exceptional",
                "isClosed": True,
                "validFrom": "2026-12-05T22:00:00Z",
            }
        ],
        record,
    )
    assert (row.valid_from, row.valid_to) == ("2026-12-06", "2026-12-06")


@pytest.mark.parametrize(
    "entry",
    [
        {"serviceHourType": "DaysOfTheWeek", "openingHour": []},
        {"serviceHourType": "DaysOfTheWeek", "openingHour": [opening("Monday", "", "x", "y")]},
        {"serviceHourType": "Exceptional", "openingHour": [opening("", "", "10:00", "12:00")]},
        {"openingHour": None},
        {},
    ],
)
def test_hours_that_say_nothing_are_reported(entry):
    rows, warnings = read(**entry)
    assert rows == []
    assert len(warnings) == 1


@pytest.mark.parametrize("opens", ["8:00", "8.00", "08:00", "08:00:00"])
def test_a_time_is_read_in_any_form(opens):
    rows, _warnings = read(
        serviceHourType="DaysOfTheWeek", openingHour=[opening("monday", "", opens, "16:00")]
    )
    assert rows == [(0, "08:00", "16:00", False, False)]


@pytest.mark.parametrize("state", [{"isClosed": True}, {"isReservation": True}])
def test_an_exception_without_a_day_is_no_rule_for_every_week(state):
    rows, warnings = read(serviceHourType="Exceptional", openingHour=[], **state)
    assert (rows, len(warnings)) == ([], 1)


def test_by_appointment_only():
    record = Record(id=uuid4())
    note = [{"language": "fi", "value": "Soita ensin"}]
    entry = {"serviceHourType": "DaysOfTheWeek", "isReservation": True, "openingHour": []}
    (row,) = read_hours([entry | {"additionalInformation": note}], record)
    assert (row.by_appointment, row.weekday, row.note) == (True, None, {"fi": "Soita ensin"})
    assert not record.warnings


@pytest.mark.parametrize(
    ("entry", "weekday", "first"),
    [
        ({"type": "ContinuousAlwaysValidServiceHour"}, None, None),
        (
            {
                "type": "WeeklyUntilFurtherNoticeServiceHour",
                "weeklyHours": {"friday": {"hours": [{"openingStatus": "OpenOnReservation"}]}},
            },
            4,
            None,
        ),
        (
            {
                "type": "ExceptionalDateRangeServiceHour",
                "fromDate": "2026-12-24",
                "toDate": "2026-12-24",
            },
            None,
            "2026-12-24",
        ),
    ],
)
def test_by_appointment_only_in_v12(entry, weekday, first):
    record = Record(id=uuid4())
    (row,) = read_hours_v12({"hours": [{"openingStatus": "OpenOnReservation"} | entry]}, record)
    assert (row.by_appointment, row.weekday, row.valid_from) == (True, weekday, first)
    assert (row.note, record.warnings) == ({}, [])
