"""The first reading of a source: what is in it, what will be taken, how it hangs together.

Keeps identifiers only, never the records, so that memory does not grow with their texts.
"""

import logging
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.ptv import parser
from soskes_wagtail.directory_snippets.ptv.model import (
    Channel,
    Kind,
    Organization,
    Record,
    Service,
    Status,
)
from soskes_wagtail.directory_snippets.ptv.parse_common import Unusable
from soskes_wagtail.directory_snippets.ptv.report import Report
from soskes_wagtail.directory_snippets.ptv.source import Source

logger = logging.getLogger(__name__)


@dataclass
class Plan:
    """What the first reading found; identifiers are those of PTV."""

    source: Source
    places: dict[Kind, dict[str, set[int]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(set))
    )
    seen: dict[tuple[Kind, UUID], str] = field(default_factory=dict)
    published: dict[Kind, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    parents: dict[UUID, UUID | None] = field(default_factory=dict)
    business_ids: dict[str, UUID] = field(default_factory=dict)
    channels_of: dict[UUID, set[UUID]] = field(default_factory=lambda: defaultdict(set))

    def records(self, kind: Kind) -> Iterator[Record]:
        """The records of ``kind`` that were found usable, read again one file at a time.

        A file that changed since the first reading may have lost some.
        """
        places = self.places[kind]
        for batch in self.source.batches(only=places.keys()):
            for position, data in enumerate(batch.items):
                if position in places[batch.name]:
                    try:
                        yield _parse(data)
                    except Unusable:
                        continue


def make_plan(source: Source, report: Report) -> Plan:
    """Read the source once; what cannot be used goes to the report with its reason."""
    plan = Plan(source)
    for batch in source.batches():
        if batch.problem:
            report.skip(batch.name, Kind.UNKNOWN, batch.problem)
        for position, data in enumerate(batch.items):
            kind = parser.recognise(data)
            try:
                record = _parse(data)
                _refuse_second(plan, record, batch.name)
            except Unusable as error:
                where = parser.raw_id(data) or batch.name
                report.skip(where, kind, f"{error} ({batch.name})")
            else:
                plan.places[kind][batch.name].add(position)
                _note(plan, record)
    return plan


def _parse(data: Any) -> Record:
    try:
        return parser.parse(data)
    except Unusable:
        raise
    except Exception as error:  # whatever the data holds, the rest of it must come in
        logger.exception("An item of PTV could not be understood")
        raise Unusable(
            _("It could not be understood: %(error)s.") % {"error": repr(error)[:200]}
        ) from error


def _refuse_second(plan: Plan, record: Record, name: str) -> None:
    first = plan.seen.get((record.kind, record.id))
    if first is not None:
        raise Unusable(_("It is there twice; the first is in %(file)s.") % {"file": first})
    plan.seen[record.kind, record.id] = name


def _note(plan: Plan, record: Record) -> None:
    if record.status is not Status.PUBLISHED:
        return
    plan.published[record.kind].add(record.id)
    if isinstance(record, Organization):
        _note_organization(plan, record)
    elif isinstance(record, Channel):
        for service_id in record.service_ids or ():
            plan.channels_of[service_id].add(record.id)
    elif isinstance(record, Service):
        plan.channels_of[record.id].update(record.channel_ids or ())


def _note_organization(plan: Plan, record: Organization) -> None:
    """Departments repeat the business ID of their organisation, which alone keeps it."""
    plan.parents[record.id] = record.parent_id
    if record.business_id:
        owner = plan.business_ids.get(record.business_id)
        if owner is None or (record.parent_id is None and plan.parents[owner] is not None):
            plan.business_ids[record.business_id] = record.id
