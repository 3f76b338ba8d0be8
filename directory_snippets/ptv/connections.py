"""Connections: which service is offered by whom, where, and through which channel.

PTV shows a connection on both sides, and the sides of recorded answers do not always agree. A
service that is in the source is connected with what it names and with the channels of the source
that name it; a channel settles its connections with services that are not in the source. So the
order of files makes no difference and a second run changes nothing.

An offering that was made by an import carries ``source_hash``, the mark of its coverage. Others
were made here by hand: they are never changed and never removed.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import ngettext

from soskes_wagtail.bulk.rows import insert, remove, update
from soskes_wagtail.directory_snippets.models import Service as ServiceModel
from soskes_wagtail.directory_snippets.models import (
    ServiceChannel,
    ServiceLegalBasis,
    ServiceOffering,
)
from soskes_wagtail.directory_snippets.ptv.lookups import Known, Lookups
from soskes_wagtail.directory_snippets.ptv.model import AreaRef, Channel, Kind, Service
from soskes_wagtail.directory_snippets.ptv.plan import Plan
from soskes_wagtail.directory_snippets.ptv.rows import Links, Written, write_links

Key = tuple[int | None, int | None, str]
_Role = ServiceOffering.Role
_Link = ServiceChannel.services.through
_Areas = ServiceOffering.areas.through


@dataclass
class ServiceChange:
    """What has to be written of a service's connections; false when it is nothing."""

    mark: str
    whole_country: bool
    areas: list[AreaRef]
    add: list[Key] = field(default_factory=list)
    refresh: list[int] = field(default_factory=list)
    remove: list[int] = field(default_factory=list)
    add_links: set[int] = field(default_factory=set)
    remove_links: set[tuple[int, int]] = field(default_factory=set)

    def __bool__(self) -> bool:
        return any((self.add, self.refresh, self.remove, self.add_links, self.remove_links))

    def collect(
        self, service_pk: int, lookups: Lookups, warnings: list[str], connections: "Connections"
    ) -> None:
        """Put it among what is written. In the transaction: areas may have to be made."""
        area_ids = [lookups.areas.pk(area, warnings) for area in self.areas]
        connections.remove += self.remove
        for organisation_id, unit_id, role in self.add:
            offering = {
                "service_id": service_pk,
                "organisation_id": organisation_id,
                "unit_id": unit_id,
                "role": role,
                "whole_country": self.whole_country,
                "source_hash": self.mark,
            }
            connections.add.append((offering, area_ids))
        for pk in self.refresh:
            connections.refresh.append((self.whole_country, self.mark, pk, area_ids))
        connections.add_links |= {(service_pk, channel) for channel in self.add_links}
        connections.remove_links |= self.remove_links


def service_change(
    item: Service, source_pk: int | None, areas: list[AreaRef], plan: Plan, lookups: Lookups
) -> ServiceChange:
    """Compare what PTV says with what is there. ``source_pk`` is None for a new service."""
    wanted, channel_pks = _wanted_of_service(item, plan, lookups)
    there = lookups.offerings.get(item.id, [])
    change = ServiceChange(
        mark=_coverage_mark(item.coverage.whole_country, areas),
        whole_country=item.coverage.whole_country,
        areas=areas,
    )
    here = {offering.key for offering in there if offering.service_pk == source_pk}
    change.add = [key for key in wanted if key not in here]
    for offering in there:
        if not offering.source_hash:
            continue
        unsaid = offering.unit_id is not None and item.channel_ids is None
        if offering.service_pk != source_pk or (offering.key not in wanted and not unsaid):
            change.remove.append(offering.pk)
        elif offering.source_hash != change.mark:
            change.refresh.append(offering.pk)
    linked = {
        (row.pk, channel)
        for row in lookups.services.get(item.id, ())
        for channel in lookups.service_links.get(row.pk, ())
    }
    change.add_links = {pk for pk in channel_pks if (source_pk, pk) not in linked}
    if item.channel_ids is not None:
        change.remove_links = linked - {(source_pk, pk) for pk in channel_pks}
    return change


def _wanted_of_service(
    item: Service, plan: Plan, lookups: Lookups
) -> tuple[dict[Key, None], set[int]]:
    wanted: dict[Key, None] = {}
    missing, missing_channels, channel_pks, responsible = [], [], set(), set()
    for role in item.roles:
        organization = lookups.organizations.get(role.organization_id)
        if organization is None:
            missing.append(role.organization_id)
            continue
        wanted[organization.pk, None, role.role] = None
        if role.role == _Role.RESPONSIBLE:
            responsible.add(organization.pk)
    for channel_id in sorted(plan.channels_of.get(item.id, ())):
        if unit := lookups.units.get(channel_id):
            wanted[unit.organisation_id, unit.pk, _role(unit.organisation_id, responsible)] = None
        elif channel := lookups.channels.get(channel_id):
            channel_pks.add(channel.pk)
        elif channel_id in (item.channel_ids or ()):
            missing_channels.append(channel_id)
    if missing:
        item.warnings.append(
            ngettext(
                "An organisation it names is not here: %(ids)s.",
                "%(count)s organisations it names are not here: %(ids)s.",
                len(missing),
            )
            % {"count": len(missing), "ids": _listed(missing)}
        )
    if missing_channels:
        item.warnings.append(
            ngettext(
                "A service channel it names is not here: %(ids)s.",
                "%(count)s service channels it names are not here: %(ids)s.",
                len(missing_channels),
            )
            % {"count": len(missing_channels), "ids": _listed(missing_channels)}
        )
    return wanted, channel_pks


@dataclass
class ChannelChange:
    """What has to be written of a channel's connections with services outside the source."""

    organisation_id: int
    is_unit: bool
    add: set[UUID] = field(default_factory=set)
    remove: set[int] = field(default_factory=set)
    remove_links: set[tuple[int, int]] = field(default_factory=set)

    def __bool__(self) -> bool:
        return any((self.add, self.remove, self.remove_links))

    def collect(self, pk: int, lookups: Lookups, connections: "Connections") -> None:
        """Put it among what is written."""
        rows = {identifier: lookups.source_row(identifier).pk for identifier in self.add}
        connections.remove += self.remove
        connections.remove_links |= self.remove_links
        if not self.is_unit:
            connections.add_links |= {(row, pk) for row in rows.values()}
            return
        for identifier, service_pk in rows.items():
            siblings = lookups.offerings.get(identifier, [])
            responsible = {o.organisation_id for o in siblings if o.role == _Role.RESPONSIBLE}
            offering = {
                "service_id": service_pk,
                "organisation_id": self.organisation_id,
                "unit_id": pk,
                "role": _role(self.organisation_id, responsible),
                "source_hash": _coverage_mark(False, []),
            }
            model = min((o.pk for o in siblings if o.source_hash), default=None)
            connections.add_like.append((offering, model))


def channel_change(
    item: Channel,
    known: Known | None,
    organisation_id: int,
    is_unit: bool,
    plan: Plan,
    lookups: Lookups,
) -> ChannelChange:
    """Compare what the channel says of services outside the source with what is there."""
    change = ChannelChange(organisation_id=organisation_id, is_unit=is_unit)
    if item.service_ids is None:
        return change
    in_source = plan.published[Kind.SERVICE]
    outside = [identifier for identifier in item.service_ids if identifier not in in_source]
    wanted = {identifier for identifier in outside if lookups.source_row(identifier)}
    missing = [identifier for identifier in outside if identifier not in wanted]
    if missing:
        item.warnings.append(
            ngettext(
                "A service it names is not here: %(ids)s.",
                "%(count)s services it names are not here: %(ids)s.",
                len(missing),
            )
            % {"count": len(missing), "ids": _listed(missing)}
        )
    there = set()
    if known and is_unit:
        for identifier, offering in lookups.unit_offerings.get(known.pk, ()):
            if identifier in in_source:
                continue
            if identifier in wanted and offering.organisation_id == organisation_id:
                there.add(identifier)
            elif offering.source_hash:
                change.remove.add(offering.pk)
    elif known:
        for row in lookups.channel_links.get(known.pk, ()):
            identifier = lookups.service_ids[row]
            if identifier in wanted:
                there.add(identifier)
            elif identifier not in in_source:
                change.remove_links.add((row, known.pk))
    change.add = wanted - there
    return change


@dataclass
class Connections:
    """Connections of many records, to be written together."""

    add: list[tuple[dict, list[int]]] = field(default_factory=list)
    #: Offerings for the areas that another offering of the service serves.
    add_like: list[tuple[dict, int | None]] = field(default_factory=list)
    refresh: list[tuple[bool, str, int, list[int]]] = field(default_factory=list)
    remove: list[int] = field(default_factory=list)
    #: Services and channels by their ids.
    add_links: set[tuple[int, int]] = field(default_factory=set)
    remove_links: set[tuple[int, int]] = field(default_factory=set)
    #: Services and the statutes that they rest on.
    laws: list[tuple[int, list[int]]] = field(default_factory=list)

    def write(self, written: Written) -> None:
        """Call it in a transaction."""
        if self.remove:
            ServiceOffering.objects.filter(pk__in=self.remove).delete()
        self._follow_models()
        pks = insert(ServiceOffering, [offering for offering, _area_ids in self.add])
        update(
            ServiceOffering,
            ("whole_country", "source_hash"),
            [refreshed[:3] for refreshed in self.refresh],
        )
        members = {
            pk: set(area_ids) for pk, (_offering, area_ids) in zip(pks, self.add, strict=True)
        }
        members |= {pk: set(area_ids) for *_rest, pk, area_ids in self.refresh}
        write_links([Links(ServiceOffering, pk, _Areas, ids) for pk, ids in members.items()])
        self._write_links()
        self._add_laws()
        for model, pks in (
            (ServiceOffering, set(members)),
            (ServiceModel, {service for service, _channel in self.add_links | self.remove_links}),
            (ServiceChannel, {channel for _s, channel in self.add_links | self.remove_links}),
        ):
            if pks:
                written.setdefault(model, set()).update(pks)

    def _follow_models(self) -> None:
        models = {pk for _offering, pk in self.add_like if pk}
        found = ServiceOffering.objects.in_bulk(models) if models else {}
        served: dict[int, list[int]] = defaultdict(list)
        for pk, area_id in _Areas.objects.filter(serviceoffering_id__in=models).values_list(
            "serviceoffering_id", "area_id"
        ):
            served[pk].append(area_id)
        for offering, pk in self.add_like:
            if model := found.get(pk):
                offering["whole_country"] = model.whole_country
                offering["source_hash"] = model.source_hash
            self.add.append((offering, served.get(pk, [])))

    def _write_links(self) -> None:
        if self.remove_links:
            services = {service for service, _channel in self.remove_links}
            rows = _Link.objects.filter(service_id__in=services)
            pairs = rows.values_list("pk", "service_id", "servicechannel_id")
            gone = [pk for pk, *pair in pairs if tuple(pair) in self.remove_links]
            remove(_Link.objects.filter(pk__in=gone))
        _Link.objects.bulk_create(
            [
                _Link(service_id=service, servicechannel_id=channel)
                for service, channel in sorted(self.add_links)
            ],
            batch_size=500,
            ignore_conflicts=True,
        )

    def _add_laws(self) -> None:
        """Add the laws that are not there yet. None is taken away: editors add laws and
        sections."""
        wanted = {pk: statutes for pk, statutes in self.laws if statutes}
        there: dict[int, set[int]] = defaultdict(set)
        rows = ServiceLegalBasis.objects.filter(service_id__in=list(wanted)) if wanted else ()
        for row in rows:
            there[row.service_id].add(row.statute_id)
        insert(
            ServiceLegalBasis,
            [
                {
                    "service_id": pk,
                    "statute_id": statute,
                    "sort_order": len(there[pk]) + position,
                }
                for pk, statutes in wanted.items()
                for position, statute in enumerate(s for s in statutes if s not in there[pk])
            ],
        )


def _role(organisation_id: int | None, responsible: set[int]) -> str:
    """A place of the responsible organisation is its own; others produce the service for it."""
    return str(_Role.RESPONSIBLE if organisation_id in responsible else _Role.PRODUCER)


def _coverage_mark(whole_country: bool, areas: list[AreaRef]) -> str:
    content = json.dumps([whole_country, [(area.kind, area.code) for area in areas]])
    return hashlib.sha256(content.encode()).hexdigest()


def _listed(identifiers: Iterable[UUID]) -> str:
    return ", ".join(map(str, identifiers))
