"""Service channels: places become service points, the others service channels."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Model
from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.models import (
    ServiceChannel,
    ServiceChannelAddress,
    ServiceChannelHours,
    Unit,
    UnitChannel,
    UnitHours,
)
from soskes_wagtail.directory_snippets.ptv.changes import Change
from soskes_wagtail.directory_snippets.ptv.connect_channel import ChannelChange, channel_change
from soskes_wagtail.directory_snippets.ptv.connections import Connections
from soskes_wagtail.directory_snippets.ptv.fitting import fitted
from soskes_wagtail.directory_snippets.ptv.lookups import Known, Lookups
from soskes_wagtail.directory_snippets.ptv.model import AreaRef, Channel
from soskes_wagtail.directory_snippets.ptv.parse_channel import UNIT
from soskes_wagtail.directory_snippets.ptv.parse_common import Unusable
from soskes_wagtail.directory_snippets.ptv.plan import Plan
from soskes_wagtail.directory_snippets.ptv.report import Outcome
from soskes_wagtail.directory_snippets.ptv.rows import Links, RowChange
from soskes_wagtail.directory_snippets.ptv.values import (
    address,
    columns,
    contact_rows,
    hours_rows,
    named,
)


@dataclass
class ChannelWrite(Change):
    item: Channel
    organisation_id: int
    mark: str
    known: Known | None
    #: The row it was as long as it was of the other sort.
    former: tuple[type[Model], int] | None
    #: None: only its connections change.
    row: RowChange | None
    areas: list[AreaRef]
    connected: ChannelChange
    area_ids: list[int] = field(default_factory=list)

    @property
    def is_unit(self) -> bool:
        return self.item.type == UNIT

    @property
    def pk(self) -> int:
        return self.row.pk if self.row else self.known.pk

    @property
    def withdraws(self) -> Sequence[tuple[type[Model], int]]:
        return [self.former] if self.former else []

    @property
    def rows(self) -> Sequence[RowChange]:
        return [self.row] if self.row else []

    @property
    def disconnects(self) -> Sequence[int]:
        return list(self.connected.remove)

    @property
    def links(self) -> Sequence[Links]:
        if self.is_unit or not self.row:
            return []
        return [Links(ServiceChannel, self.pk, ServiceChannel.areas.through, set(self.area_ids))]

    def prepare(self, lookups: Lookups) -> None:
        if self.row:
            self.area_ids = [lookups.areas.pk(area, self.item.warnings) for area in self.areas]
            if self.is_unit and self.area_ids:  # else the one that is there, or filled in, stays
                self.row.values["area_id"] = self.area_ids[0]

    def connect(self, lookups: Lookups, connections: Connections) -> None:
        self.connected.collect(self.pk, lookups, connections)

    def remember(self, lookups: Lookups) -> None:
        rows = lookups.units if self.is_unit else lookups.channels
        rows[self.item.id] = Known(self.pk, self.mark, False, self.organisation_id)
        if self.is_unit and self.item.oid:
            lookups.unit_oids[self.item.oid] = self.pk

    def forget(self, lookups: Lookups) -> None:
        if lookups.unit_oids.get(self.item.oid) == self.item.id:
            del lookups.unit_oids[self.item.oid]


def decide(item: Channel, plan: Plan, lookups: Lookups) -> tuple[Outcome, ChannelWrite | None]:
    """What becomes of the item, and what has to be written (None: nothing).

    Raises Unusable when its organisation is not here: a channel cannot be without one; and
    ValidationError when a value does not fit its column.
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
    same = bool(known) and known.source_hash == mark and not known.withdrawn
    leaves = former is not None and not former.withdrawn
    if same and not change and not leaves:
        return Outcome.UNCHANGED, None
    make = _unit if is_unit else _channel
    write = ChannelWrite(
        item=item,
        organisation_id=organization.pk,
        mark=mark,
        known=known,
        former=(ServiceChannel if is_unit else Unit, former.pk) if leaves else None,
        row=None if same else make(item, known.pk if known else None, organization.pk, mark),
        areas=areas,
        connected=change,
    )
    if is_unit and item.oid:
        lookups.unit_oids.setdefault(item.oid, item.id)
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


def _unit(item: Channel, pk: int | None, organisation_id: int, mark: str) -> RowChange:
    values = {
        **_values(item, organisation_id, mark),
        **address(item.place, item.warnings),
        "latitude": item.place.latitude,
        "longitude": item.place.longitude,
    }
    if item.oid:
        values["oid"] = item.oid
    children = {
        UnitChannel: contact_rows(UnitChannel, item.contacts, item.warnings),
        UnitHours: hours_rows(UnitHours, item.hours, item.warnings),
    }
    return RowChange(Unit, pk, fitted(Unit, values), children)


def _channel(item: Channel, pk: int | None, organisation_id: int, mark: str) -> RowChange:
    values = {
        **_values(item, organisation_id, mark),
        "kind": item.type,
        "whole_country": item.coverage.whole_country,
    }
    children = {
        ServiceChannelAddress: contact_rows(ServiceChannelAddress, item.contacts, item.warnings),
        ServiceChannelHours: hours_rows(ServiceChannelHours, item.hours, item.warnings),
    }
    return RowChange(ServiceChannel, pk, fitted(ServiceChannel, values), children)


def _drop_taken_oid(item: Channel, known: Known | None, lookups: Lookups) -> None:
    pk = known.pk if known else None
    if item.oid and lookups.unit_oids.get(item.oid, pk) not in (pk, item.id):
        item.warnings.append(
            _("The OID code %(value)s belongs to another service point here.") % {"value": item.oid}
        )
        item.oid = None
