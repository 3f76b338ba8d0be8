"""Service points as HSDS locations."""

import re
from collections.abc import Iterable
from typing import Any

from soskes_wagtail.access import Viewer
from soskes_wagtail.directory_snippets.hsds.contact import (
    contact_as_hsds,
    first_web_address,
    phones,
)
from soskes_wagtail.directory_snippets.hsds.ids import made_id, record_id
from soskes_wagtail.directory_snippets.hsds.queries import Directory
from soskes_wagtail.directory_snippets.hsds.schedule import schedules
from soskes_wagtail.directory_snippets.hsds.values import compact, grouped, marked
from soskes_wagtail.directory_snippets.models import Organisation, Unit, UnitChannel, UnitHours
from soskes_wagtail.directory_snippets.services.disclosure import shown, shown_channels_q

#: ``PL 82, 40101 Jyväskylä``: what comes before the postal code may be missing its comma.
POSTAL = re.compile(r"(?P<box>.*?\S),?\s+(?P<code>\d{5})\s+(?P<city>\S.*)")


def locations(directory: Directory, units: Iterable[Unit]) -> list[dict[str, Any]]:
    """Full locations of units from ``Directory.units``; three queries for any number."""
    units = list(units)
    keys = [unit.pk for unit in units]
    seen = UnitChannel.objects.filter(shown_channels_q(directory.viewer), unit__in=keys)
    channels = grouped(seen, "unit_id")
    hours = grouped(UnitHours.objects.filter(unit__in=keys), "unit_id")
    contacts = grouped(directory.contacts().filter(unit__in=keys), "unit_id")
    found = [_location(directory.viewer, unit, channels[unit.pk]) for unit in units]
    for unit, item in zip(units, found, strict=True):
        item |= compact(
            contacts=[contact_as_hsds(directory.viewer, row) for row in contacts[unit.pk]],
            schedules=schedules(hours[unit.pk]),
        )
    return found


def _location(viewer: Viewer, unit: Unit, channels: list) -> dict[str, Any]:
    values = shown(viewer, unit)
    organisation = _organisation(unit)
    return compact(
        id=record_id(unit),
        location_type="physical",
        url=first_web_address(channels),
        organization_id=record_id(organisation) if organisation else None,
        name=unit.name,
        description=marked(unit.description, unit),
        transportation=values["address_note"],
        latitude=_number(values["latitude"]),
        longitude=_number(values["longitude"]),
        external_identifier=unit.oid,
        external_identifier_type="OID" if unit.oid else None,
        addresses=_addresses(unit, values),
        phones=phones(channels),
    )


def _organisation(unit: Unit) -> Organisation | None:
    """None (for Django, RelatedObjectDoesNotExist) where the viewer may not see it."""
    return getattr(unit, "organisation", None)


def _number(value) -> float | None:
    return None if value is None else float(value)


def _addresses(unit: Unit, values: dict[str, Any]) -> list[dict[str, Any]]:
    """The addresses that have all the parts HSDS demands; ``values``: what the viewer is shown."""
    found = []
    city = values["post_office"] or (unit.area.name if unit.area else "")
    if values["street"] and values["postal_code"] and city:
        found.append(_address(unit, "physical", values["street"], values["postal_code"], city))
    if postal := POSTAL.fullmatch(values["postal_address"].strip()):
        found.append(_address(unit, "postal", postal["box"], postal["code"], postal["city"]))
    return found


def _address(unit: Unit, kind: str, street: str, code: str, city: str) -> dict[str, Any]:
    return {
        "id": made_id("address", f"{kind}:{record_id(unit)}"),
        "location_id": record_id(unit),
        "address_1": street,
        "city": city,
        "state_province": _region(unit),
        "postal_code": code,
        "country": "FI",
        "address_type": kind,
    }


def _region(unit: Unit) -> str:
    """Name of the region, which HSDS demands; empty where nobody says in which area it is."""
    organisation = _organisation(unit)
    areas = [unit.area, organisation.area if organisation else None]
    known = [area.region or area for area in areas if area]
    return known[0].name if known else ""
