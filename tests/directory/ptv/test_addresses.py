"""Every sort of address, phone number and area that v7–v11 may give."""

from uuid import uuid4

import pytest

from soskes_wagtail.directory_snippets.ptv.model import Record
from soskes_wagtail.directory_snippets.ptv.parse_address import read_place
from soskes_wagtail.directory_snippets.ptv.parse_common import areas
from soskes_wagtail.directory_snippets.ptv.parse_contact import Contacts


def words(value):
    return [{"language": "fi", "value": value}]


STREET = {
    "street": words("Esimerkkikatu"),
    "streetNumber": 4,
    "postalCode": "44100",
    "postOffice": words("ÄÄNEKOSKI"),
    "municipality": {"code": "992", "name": words("Äänekoski")},
}


def place(*addresses):
    return read_place(list(addresses), Record(id=uuid4()))


@pytest.mark.parametrize(
    ("municipality", "code"),
    [("992", "992"), (992, "992"), ({"code": 5, "name": None}, "005"), (None, None), ("", None)],
)
def test_a_municipality_is_an_object_or_a_bare_code(municipality, code):
    found = place({"subType": "Single", "streetAddress": STREET | {"municipality": municipality}})
    assert found.street == {"fi": "Esimerkkikatu 4"}
    assert (found.municipality and found.municipality.code) == code


def test_the_main_entrance_gives_coordinates_that_the_address_lacks():
    doors = [
        {"isMainEntrance": False, "coordinates": {"latitude": "6713681", "longitude": "226646"}},
        {"isMainEntrance": True, "coordinates": {"latitude": "6945000", "longitude": "435000"}},
        {"isMainEntrance": True, "coordinates": None},
    ]
    found = place({"subType": "Street", "streetAddress": STREET, "entrances": doors})
    assert (found.latitude, found.longitude) == ("62.629960", "25.732702")


def test_a_route_of_several_stops():
    stops = [STREET, STREET | {"street": words("Toinen katu")}]
    found = place({"type": "Location", "subType": "Multipoint", "multipointLocation": stops})
    assert found.street == {"fi": "Esimerkkikatu 4"}
    assert "Toinen katu 4" in found.note["fi"]


@pytest.mark.parametrize(
    ("changes", "number"),
    [
        ({}, "+358 401234567"),
        ({"number": "0401234567"}, "+358 401234567"),
        ({"number": "00358401234567"}, "+358 401234567"),
        ({"number": "+358401234567"}, "+358401234567"),
        ({"prefixNumber": "358"}, "+358 401234567"),
        ({"prefixNumber": "00358", "number": "0014123"}, "+358 014123"),
        ({"prefixNumber": None, "isFinnishServiceNumber": True, "number": "116117"}, "116117"),
        ({"prefixNumber": "+46", "number": "0812345"}, "+46 812345"),
        ({"number": 401234567}, "+358 401234567"),
    ],
)
def test_phone_numbers(changes, number):
    entry = {"number": "401234567", "prefixNumber": "+358", "language": "fi"} | changes
    assert [point.value for point in Contacts().phones([entry]).points] == [number]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("www.multia.fi/apua", "https://www.multia.fi/apua"),
        ("multia.fi", "https://multia.fi"),
        ("http://multia.fi/a b", "http://multia.fi/a%20b"),
        ("HTTPS://multia.fi", "HTTPS://multia.fi"),
        ("ei verkkosivua", "ei%20verkkosivua"),
        ("mailto:x@multia.fi", "mailto:x@multia.fi"),
    ],
)
def test_web_addresses(written, read):
    found = Contacts().web_pages([{"url": written, "language": "fi"}]).points
    assert [point.value for point in found] == [read]


def test_an_email_that_was_a_link():
    found = Contacts().emails([{"value": "mailto:kirjaamo@multia.fi", "language": "fi"}]).points
    assert [point.value for point in found] == ["kirjaamo@multia.fi"]


def test_an_area_of_an_unknown_kind_is_read_as_its_municipalities_or_told():
    members = [{"code": "992", "name": words("Äänekoski")}]
    known = areas([{"type": "BusinessSubRegion", "code": "88978", "municipalities": members}])
    assert [(area.kind, area.code) for area in known] == [("municipality", "992")]
    empty = areas([{"type": "BusinessSubRegion", "code": "88978", "municipalities": None}])
    assert [(area.kind, area.code) for area in empty] == [("", "88978")]
