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

from soskes_wagtail.bulk.rows import insert, remove, update
from soskes_wagtail.directory_snippets.models import Service as ServiceModel
from soskes_wagtail.directory_snippets.models import (
    ServiceChannel,
    ServiceLegalBasis,
    ServiceOffering,
)
from soskes_wagtail.directory_snippets.ptv.model import AreaRef
from soskes_wagtail.directory_snippets.ptv.rows import Links, Written, write_links

_Role = ServiceOffering.Role
_Link = ServiceChannel.services.through
_Areas = ServiceOffering.areas.through


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


def role_of(organisation_id: int | None, responsible: set[int]) -> str:
    """A place of the responsible organisation is its own; others produce the service for it."""
    return str(_Role.RESPONSIBLE if organisation_id in responsible else _Role.PRODUCER)


def coverage_mark(whole_country: bool, areas: list[AreaRef]) -> str:
    content = json.dumps([whole_country, [(area.kind, area.code) for area in areas]])
    return hashlib.sha256(content.encode()).hexdigest()


def listed(identifiers: Iterable[UUID]) -> str:
    return ", ".join(map(str, identifiers))
