"""Service points, organisations, former municipalities and statutes."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from soskes_wagtail.access import Viewer
from soskes_wagtail.directory_snippets.models import Area, Organisation, Statute, Unit
from soskes_wagtail.directory_snippets.services.disclosure import shown
from soskes_wagtail.search_sources import SearchEntry, SearchHit, SearchRequest
from soskes_wagtail.sections.searchable.places import (
    Places,
    disclosed,
    end_of,
    in_languages,
    joined,
    start_of,
)
from soskes_wagtail.sections.services.addresses import Addresses

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def unit_rows() -> QuerySet:
    units = Unit.objects.current().filter(withdrawn_at__isnull=True)
    return units.select_related("area", "organisation").prefetch_related("channels")


def unit_entries(units: Sequence[Unit]) -> Iterator[SearchEntry]:
    places = Places.load()
    for unit in units:
        area = in_languages(unit.area, "name") if unit.area else {}
        streets = in_languages(unit, "street", "post_office", "address_note", "postal_address")
        numbers = [c.value for c in unit.channels.all() if c.kind in ("phone", "sms", "fax")]
        told = {
            "address": "\n".join([*filter(None, streets.values()), unit.postal_code]).strip(),
            "phone": "\n".join(numbers),
        }
        for access, text in disclosed(unit, told):
            yield SearchEntry(
                object_id=unit.pk,
                title=in_languages(unit, "name"),
                summary=area,
                text=joined(
                    in_languages(unit, "description"),
                    in_languages(unit.organisation, "name"),
                    {"fi": f"{unit.oid or ''}\n{text}"},
                ),
                access=access,
                page_path=places.directory,
                areas=[unit.area.code] if unit.area else (),
                found_from=start_of(unit.valid_from),
                found_until=end_of(unit.valid_to),
            )


def show_units(viewer: Viewer, units: Sequence[Unit], asked: SearchRequest) -> dict:
    addresses = Addresses.shared(viewer, asked)
    return _reachable(
        (unit.pk, unit.name, addresses.of_areas([unit.area_id]), _address(viewer, unit))
        for unit in units
    )


def organisation_rows() -> QuerySet:
    """Those in force, and those that became a part of another: people know the old name."""
    merged = Organisation.objects.filter(successor__isnull=False)
    rows = (Organisation.objects.current() | merged).filter(withdrawn_at__isnull=True)
    return rows.select_related("area", "successor__area", "successor__successor__area")


def organisation_entries(organisations: Sequence[Organisation]) -> Iterator[SearchEntry]:
    places = Places.load()
    for one in organisations:
        area = one.latest_successor().area
        yield SearchEntry(
            object_id=one.pk,
            title=in_languages(one, "name"),
            summary=in_languages(area, "name") if area else "",
            text=joined(
                in_languages(one, "description"),
                {"fi": f"{one.oid or ''}\n{one.business_id or ''}"},
            ),
            access=(one.audience,),
            page_path=places.directory,
            areas=[area.code] if area and area.kind == Area.Kind.MUNICIPALITY else (),
            found_from=start_of(one.valid_from),
            found_until=None if one.successor_id else end_of(one.valid_to),
        )


def show_organisations(viewer: Viewer, found: Sequence[Organisation], asked: SearchRequest) -> dict:
    addresses = Addresses.shared(viewer, asked)
    hits = []
    for one in found:
        now = one if one.is_current() else one.latest_successor()
        summary = one.get_type_display()
        if now != one and now.audience in viewer.audiences:
            summary = _("Now part of %(name)s.") % {"name": now.name}
        hits.append((one.pk, one.name, addresses.of_areas([now.area_id]), summary))
    return _reachable(hits)


def former_rows() -> QuerySet:
    """Old names lead to what the municipality is a part of now."""
    former = Area.objects.municipalities().filter(successor__isnull=False)
    return former.select_related("successor__successor__successor")


def former_entries(areas: Sequence[Area]) -> Iterator[SearchEntry]:
    places = Places.load()
    for area in areas:
        yield SearchEntry(
            object_id=area.pk,
            title=in_languages(area, "name"),
            page_path=places.directory,
            areas=[area.latest_successor().code],
        )


def show_former(viewer: Viewer, areas: Sequence[Area], asked: SearchRequest) -> dict:
    addresses = Addresses.shared(viewer, asked)
    found = []
    for area in areas:
        now = area.latest_successor()
        summary = _("Now part of %(name)s.") % {"name": now.name}
        found.append((area.pk, area.name, addresses.municipalities.get(now.pk, ""), summary))
    return _reachable(found)


def statute_entries(statutes: Sequence[Statute]) -> Iterator[SearchEntry]:
    for statute in statutes:
        names = in_languages(statute, "short_name", "title")
        named = {code: f"{text}\n{statute.citation}" for code, text in names.items() if text}
        yield SearchEntry(
            object_id=statute.pk,
            title=joined(named, {"fi": statute.abbreviation}),
            # What is no longer in force comes after the rest.
            ends_at=None if statute.in_force else end_of(statute.valid_to) or _LONG_AGO,
        )


def show_statutes(viewer: Viewer, statutes: Sequence[Statute], asked: SearchRequest) -> dict:
    return _reachable(
        (
            statute.pk,
            str(statute),
            statute.finlex_url_in(asked.language),
            statute.title if statute.has_other_title else "",
        )
        for statute in statutes
    )


def _address(viewer: Viewer, unit: Unit) -> str:
    return shown(viewer, unit)["visiting_address"]


def _reachable(found) -> dict[int, SearchHit]:
    """Hits that lead somewhere: a record without a page to open would be a dead end."""
    return {pk: SearchHit("", title, url, summary) for pk, title, url, summary in found if url}
