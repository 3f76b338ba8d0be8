"""Addresses of v9–v11: street, post-office box, other place, abroad."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from soskes_wagtail.directory_snippets.ptv.geo import read_coordinates
from soskes_wagtail.directory_snippets.ptv.model import LANGUAGES, Place, Record, Text
from soskes_wagtail.directory_snippets.ptv.parse_common import (
    items,
    localised,
    municipality,
    obj,
    text,
)


def read_place(value: Any, record: Record) -> Place:
    """The first visiting and the first postal address of ``addresses``; further visiting
    addresses go into the directions, further postal ones are reported."""
    value = [point for address in items(value) for point in _points(address)]
    visiting = [a for a in items(value) if text(a.get("type")) != "Postal"]
    postal = [a for a in items(value) if text(a.get("type")) == "Postal"]
    place = _visiting(visiting[0], record) if visiting else Place()
    for address in visiting[1:]:
        note_further(place, one_line(address))
    if postal:
        place.postal_address = one_line(postal[0])
    for address in postal[1:]:
        record.warnings.append(
            _("A further postal address was left out: %(address)s.")
            % {"address": first(one_line(address))}
        )
    return place


def one_line(address: dict) -> Text:
    """``PL 43, 21101 Naantali`` in each language that has something of its own to say."""
    kind = text(address.get("subType"))
    whole = obj(address.get("streetAddress")) or obj(address.get("otherAddress"))
    if kind == "PostOfficeBox" or not (whole or _abroad(address)):
        part = obj(address.get("postOfficeBoxAddress"))
        lines = localised(part.get("postOfficeBox"))
    elif _abroad(address):
        return {k: ", ".join(v.splitlines()) for k, v in _abroad(address).items()}
    elif kind == "Other" and (part := obj(address.get("otherAddress"))):
        lines = localised(part.get("additionalInformation"))
    else:
        part = obj(address.get("streetAddress"))
        lines = _street(part)
    offices, code = _post_offices(part), text(part.get("postalCode"))
    found = {}
    for language in LANGUAGES:
        if language in lines or language in offices:
            line = lines.get(language) or first(lines)
            place = f"{code} {offices.get(language) or first(offices)}".strip()
            found[language] = ", ".join(p for p in (line, place) if p)
    return {language: line for language, line in found.items() if line}


def first(content: Text) -> str:
    """The text in the first of our languages that has one."""
    for language in (*LANGUAGES, *content):
        if content.get(language):
            return content[language]
    return ""


def _visiting(address: dict, record: Record) -> Place:
    kind = text(address.get("subType"))
    if _abroad(address):
        return Place(street={k: ", ".join(v.splitlines()) for k, v in _abroad(address).items()})
    if kind == "PostOfficeBox":
        return Place(postal_address=one_line(address))
    # Only the part that subType names counts: the others may hold leftovers.
    part = obj(address.get("otherAddress" if kind == "Other" else "streetAddress"))
    place = Place(
        street=_street(part),
        postal_code=text(part.get("postalCode")),
        post_office=_post_offices(part),
        note=localised(part.get("additionalInformation")),
        municipality=municipality(part.get("municipality")),
    )
    point = part if part.get("latitude") and part.get("longitude") else _entrance(address)
    if point.get("latitude") and point.get("longitude"):
        try:
            found = read_coordinates(point["latitude"], point["longitude"])
        except ValueError as error:
            record.warnings.append(
                _("The coordinates %(coordinates)s are not in Finland (ETRS-TM35FIN).")
                % {"coordinates": error}
            )
        else:
            place.latitude, place.longitude = found or (None, None)
    return place


def _points(address: dict) -> list[dict]:
    """The address; or, of a route with several stops (v7 and v8), each stop as an address."""
    stops = items(address.get("multipointLocation"))
    return [{**address, "subType": "Street", "streetAddress": stop} for stop in stops] or [address]


def _entrance(address: dict) -> dict:
    """Coordinates of the main entrance, or of the first that has any."""
    doors = sorted(
        items(address.get("entrances")), key=lambda door: door.get("isMainEntrance") is not True
    )
    return next((obj(d["coordinates"]) for d in doors if obj(d.get("coordinates"))), {})


def _abroad(address: dict) -> Text:
    if text(address.get("subType")) not in ("Abroad", "Foreign"):
        return {}
    return localised(address.get("locationAbroad")) or localised(address.get("foreignAddress"))


def _street(part: dict) -> Text:
    number = text(part.get("streetNumber"))
    return {k: f"{v} {number}".strip() for k, v in localised(part.get("street")).items()}


def _post_offices(part: dict) -> Text:
    """Post offices come in capitals; ``Äänekoski`` reads better than ``ÄÄNEKOSKI``."""
    names = localised(part.get("postOffice"))
    return {k: v.title() if v.isupper() else v for k, v in names.items()}


def note_further(place: Place, address: Text) -> None:
    for language, line in address.items():
        with override(language):
            also = _("Also at %(address)s") % {"address": line}
        place.note[language] = "; ".join(p for p in (place.note.get(language), also) if p)
