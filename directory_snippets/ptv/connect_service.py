"""What a service says of its connections, compared with what is there."""

from dataclasses import dataclass, field

from django.utils.translation import ngettext

from soskes_wagtail.directory_snippets.models import ServiceOffering
from soskes_wagtail.directory_snippets.ptv.connections import (
    Connections,
    coverage_mark,
    listed,
    role_of,
)
from soskes_wagtail.directory_snippets.ptv.lookups import Lookups
from soskes_wagtail.directory_snippets.ptv.model import AreaRef, Service
from soskes_wagtail.directory_snippets.ptv.plan import Plan

Key = tuple[int | None, int | None, str]
_Role = ServiceOffering.Role


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
        self, service_pk: int, lookups: Lookups, warnings: list[str], connections: Connections
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
        mark=coverage_mark(item.coverage.whole_country, areas),
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
            wanted[unit.organisation_id, unit.pk, role_of(unit.organisation_id, responsible)] = None
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
            % {"count": len(missing), "ids": listed(missing)}
        )
    if missing_channels:
        item.warnings.append(
            ngettext(
                "A service channel it names is not here: %(ids)s.",
                "%(count)s service channels it names are not here: %(ids)s.",
                len(missing_channels),
            )
            % {"count": len(missing_channels), "ids": listed(missing_channels)}
        )
    return wanted, channel_pks
