"""What a channel says of services that are not in the source, compared with what is there."""

from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import ngettext

from soskes_wagtail.directory_snippets.models import ServiceOffering
from soskes_wagtail.directory_snippets.ptv.connections import (
    Connections,
    coverage_mark,
    listed,
    role_of,
)
from soskes_wagtail.directory_snippets.ptv.lookups import Known, Lookups
from soskes_wagtail.directory_snippets.ptv.model import Channel, Kind
from soskes_wagtail.directory_snippets.ptv.plan import Plan

_Role = ServiceOffering.Role


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

    def collect(self, pk: int, lookups: Lookups, connections: Connections) -> None:
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
                "role": role_of(self.organisation_id, responsible),
                "source_hash": coverage_mark(False, []),
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
            % {"count": len(missing), "ids": listed(missing)}
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
