"""Addresses of v12: street, post-office box, other place, abroad."""

from typing import Any

from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.ptv.geo import read_coordinates
from soskes_wagtail.directory_snippets.ptv.model import LANGUAGES, Place, Record, Text
from soskes_wagtail.directory_snippets.ptv.parse_address import first, note_further
from soskes_wagtail.directory_snippets.ptv.parse_common import items, text
from soskes_wagtail.directory_snippets.ptv.v12_common import localised, several

_BOX = {"fi": "PL", "sv": "PB", "en": "P.O. Box"}


def read_place(location: Any, contact: Any, record: Record) -> Place:
    """Visiting addresses of ``location`` and postal ones of ``contact``. v12 names neither the
    municipality nor the post office of an address: reference pages tell them (``codes``)."""
    visiting = (
        several(location, "street", "streetAddresses")
        + several(location, "other", "otherAddresses")
        + several(location, "foreign", "foreignAddresses")
    )
    postal = (
        several(contact, "postOfficeBox", "postOfficeBoxAddresses")
        + several(contact, "street", "streetAddresses")
        + several(contact, "foreign", "foreignAddresses")
    )
    place = _visiting(visiting[0], record) if visiting else Place()
    place.says_municipality = False
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
    """``Esimerkkikatu 4, 44100`` in each language that has something of its own to say."""
    lines, code = _lines(address), text(address.get("postalCode"))
    if not lines and code:
        lines = {"fi": ""}
    found = {language: ", ".join(p for p in (line, code) if p) for language, line in lines.items()}
    return {language: line for language, line in found.items() if line}


def _lines(address: dict) -> Text:
    """Street and number, number of the box, or an address abroad in one line."""
    detail = text(address.get("addressDetail"))
    if street := localised(address.get("streetName")):
        return {language: f"{name} {detail}".strip() for language, name in street.items()}
    box = address.get("postOfficeBox")
    if found := localised(box):
        return {language: _box(value, language) for language, value in found.items()}
    if text(box):
        return {language: _box(text(box), language) for language in LANGUAGES}
    abroad = localised(address.get("address")) or localised(address.get("foreignAddress"))
    return {language: ", ".join(value.splitlines()) for language, value in abroad.items()}


def _box(value: str, language: str) -> str:
    return f"{_BOX.get(language, 'PL')} {value}" if value.isdigit() else value


def _visiting(address: dict, record: Record) -> Place:
    place = Place(
        street=_lines(address),
        postal_code=text(address.get("postalCode")),
        note=localised(address.get("additionalInformation")),
    )
    for point in items(address.get("coordinates")):
        if text(point.get("system")) != "EPSG:3067":
            continue
        northing, easting = point.get("northing"), point.get("easting")
        try:
            found = read_coordinates(northing, easting)
        except ValueError as error:
            record.warnings.append(
                _("The coordinates %(coordinates)s are not in Finland (ETRS-TM35FIN).")
                % {"coordinates": error}
            )
        else:
            if found:
                place.latitude, place.longitude = found
                break
    return place
