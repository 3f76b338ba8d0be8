"""The mark of a record: the same for the same content, another for any change of it."""

from dataclasses import asdict, fields, replace
from uuid import UUID

import pytest

from soskes_wagtail.directory_snippets.ptv.model import (
    AreaRef,
    Channel,
    ContactPoint,
    Coverage,
    Hours,
    Place,
)


@pytest.fixture
def channel():
    return Channel(
        id=UUID(int=1),
        type="unit",
        organization_id=UUID(int=2),
        names={"fi": "Talo"},
        contacts=[ContactPoint(kind="phone", value="000 000 0101")],
        hours=[Hours(weekday=1, opens_at="09:00", closes_at="10:00")],
        place=Place(street={"fi": "Katu 1"}),
        coverage=Coverage(areas=[AreaRef(kind="municipality", code="992")]),
    )


def test_the_order_of_languages_is_no_change(channel):
    one = replace(channel, names={"fi": "Talo", "sv": "Hus"})
    other = replace(channel, names={"sv": "Hus", "fi": "Talo"})
    assert one.fingerprint() == other.fingerprint()


@pytest.mark.parametrize(
    "change",
    [
        {"names": {"fi": "Muu"}},
        {"organization_id": UUID(int=3)},
        {"contacts": []},
        {"hours": [Hours(weekday=2, opens_at="09:00", closes_at="10:00")]},
        {"place": Place(street={"fi": "Katu 2"})},
        {"coverage": Coverage(areas=[AreaRef(kind="municipality", code="410")])},
    ],
)
def test_any_change_of_content_is_seen(channel, change):
    assert replace(channel, **change).fingerprint() != channel.fingerprint()


def test_what_references_were_found_to_be_counts(channel):
    assert channel.fingerprint(1) != channel.fingerprint(2)


@pytest.mark.parametrize(
    "change", [{"warnings": ["x"]}, {"status_name": "x"}, {"service_ids": [UUID(int=4)]}]
)
def test_connections_and_words_for_the_report_do_not_count(channel, change):
    assert replace(channel, **change).fingerprint() == channel.fingerprint()


def test_making_a_mark_changes_nothing(channel):
    before = asdict(channel)
    channel.fingerprint()
    assert asdict(channel) == before
    assert len(fields(channel)) == len(before)
