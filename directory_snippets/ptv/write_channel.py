"""Service channels: places become service points, the others service channels."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.models import (
    ServiceChannel,
    ServiceChannelAddress,
    ServiceChannelHours,
    Unit,
    UnitChannel,
    UnitHours,
)
from soskes_wagtail.directory_snippets.ptv.connections import channel_change
from soskes_wagtail.directory_snippets.ptv.lookups import Known, Lookups
from soskes_wagtail.directory_snippets.ptv.model import AreaRef, Channel
from soskes_wagtail.directory_snippets.ptv.parse_channel import UNIT
from soskes_wagtail.directory_snippets.ptv.parse_common import Unusable
from soskes_wagtail.directory_snippets.ptv.plan import Plan
from soskes_wagtail.directory_snippets.ptv.report import Outcome
from soskes_wagtail.directory_snippets.ptv.rows import save_row, withdraw_row
from soskes_wagtail.directory_snippets.ptv.values import (
    address,
    columns,
    contact_rows,
    hours_rows,
    named,
)


def decide(
    item: Channel, plan: Plan, lookups: Lookups
) -> tuple[Outcome, Callable[[], None] | None]:
    """What becomes of the item, and the function that writes it (None: nothing to write).

    Raises Unusable when its organisation is not here: a channel cannot be without one.
    """
    organization = lookups.organizations.get(item.organization_id)
    if organization is None:
        raise Unusable(
            _("Its organisation %(id)s is not here.") % {"id": item.organization_id or "–"}
        )
    is_unit = item.type == UNIT
    known_rows, others = (
        (lookups.units, lookups.channels) if is_unit else (lookups.channels, lookups.units)
    )
    known, former = known_rows.get(item.id), others.get(item.id)
    if is_unit:
        _drop_taken_oid(item, known, lookups)
        own = item.place.municipality
        areas = lookups.areas.usable([own] if own else [], item.warnings)
    else:
        areas = lookups.areas.usable(item.coverage.areas, item.warnings)
    mark = item.fingerprint(organization.pk, [(area.kind, area.code) for area in areas])
    change = channel_change(item, known, organization.pk, is_unit, plan, lookups)
    same = known and known.source_hash == mark and not known.withdrawn
    if same and not change and not (former and not former.withdrawn):
        return Outcome.UNCHANGED, None

    def write() -> None:
        if former and not former.withdrawn:
            withdraw_row(ServiceChannel if is_unit else Unit, former.pk)
        pk = known.pk if known else None
        if not same:
            save = _save_unit if is_unit else _save_channel
            pk = save(item, pk, organization.pk, areas, mark, lookups)
        change.write(pk, lookups)
        known_rows[item.id] = Known(pk, mark, False, organization.pk)
        if is_unit and item.oid:
            lookups.unit_oids[item.oid] = pk

    return Outcome.UPDATED if known else Outcome.CREATED, write


def _values(item: Channel, organisation_id: int, mark: str) -> dict:
    return {
        "ptv_id": item.id,
        "source_hash": mark,
        "withdrawn_at": None,
        "organisation_id": organisation_id,
        **named(item.names),
        **columns("description", item.descriptions),
    }


def _save_unit(
    item: Channel, pk, organisation_id: int, areas: list[AreaRef], mark: str, lookups: Lookups
) -> int:
    values = {
        **_values(item, organisation_id, mark),
        **address(item.place, item.warnings),
        "latitude": item.place.latitude,
        "longitude": item.place.longitude,
    }
    if areas or item.place.says_municipality:
        values["area_id"] = lookups.areas.pk(areas[0], item.warnings) if areas else None
    if item.oid:
        values["oid"] = item.oid
    children = {
        UnitChannel: contact_rows(UnitChannel, item.contacts, item.warnings),
        UnitHours: hours_rows(UnitHours, item.hours, item.warnings),
    }
    return save_row(Unit, pk, values, children).pk


def _save_channel(
    item: Channel, pk, organisation_id: int, areas: list[AreaRef], mark: str, lookups: Lookups
) -> int:
    values = {
        **_values(item, organisation_id, mark),
        "kind": item.type,
        "whole_country": item.coverage.whole_country,
    }
    children = {
        ServiceChannelAddress: contact_rows(ServiceChannelAddress, item.contacts, item.warnings),
        ServiceChannelHours: hours_rows(ServiceChannelHours, item.hours, item.warnings),
    }
    row = save_row(ServiceChannel, pk, values, children)
    row.areas.set([lookups.areas.pk(area, item.warnings) for area in areas])
    return row.pk


def _drop_taken_oid(item: Channel, known: Known | None, lookups: Lookups) -> None:
    pk = known.pk if known else None
    if item.oid and lookups.unit_oids.get(item.oid, pk) != pk:
        item.warnings.append(
            _("The OID code %(value)s belongs to another service point here.") % {"value": item.oid}
        )
        item.oid = None
