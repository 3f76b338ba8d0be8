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

from soskes_wagtail.directory_snippets.ptv import versions
from soskes_wagtail.directory_snippets.ptv.codes import Codes
from soskes_wagtail.directory_snippets.ptv.model import (
    Aside,
    Channel,
    Code,
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
    #: Services whose connections are all in the source, though not in the service itself.
    settled: set[UUID] = field(default_factory=set)
    #: Services that list their channels themselves.
    told: set[UUID] = field(default_factory=set)
    codes: Codes = field(default_factory=Codes)
    connection_pages: set[tuple[int, int]] = field(default_factory=set)

    def records(self, kind: Kind) -> Iterator[Record]:
        """The records of ``kind`` that were found usable, read again one file at a time.

        A file that changed since the first reading may have lost some.
        """
        places = self.places[kind]
        for batch in self.source.batches(only=places.keys()):
            for position, data in enumerate(batch.items):
                if position in places[batch.name]:
                    try:
                        record = _parse(data)
                    except Unusable:
                        continue
                    self._complete(record)
                    yield record

    def _complete(self, record: Record) -> None:
        """Put in what other items of the source say of this one."""
        self.codes.fill(record)
        if isinstance(record, Service) and record.id in self.settled:
            record.channel_ids = sorted(self.channels_of.get(record.id, ()))


def make_plan(source: Source, report: Report) -> Plan:
    """Read the source once; what cannot be used goes to the report with its reason."""
    plan = Plan(source)
    for batch in source.batches():
        if batch.problem:
            report.skip(batch.name, Kind.UNKNOWN, batch.problem)
        plan.settled.update(batch.settles)
        for position, data in enumerate(batch.items):
            kind = versions.recognise(data)
            try:
                if aside := versions.read_aside(data):
                    _note_aside(plan, aside, batch.page)
                    continue
                record = _parse(data)
                _refuse_second(plan, record, batch.name)
            except Unusable as error:
                where = versions.raw_id(data) or batch.name
                report.skip(where, kind, f"{error} ({batch.name})")
            else:
                plan.places[kind][batch.name].add(position)
                _note(plan, record)
    if _has_all_pages(plan.connection_pages):
        plan.settled |= plan.published[Kind.SERVICE] - plan.told
    return plan


def _has_all_pages(pages: set[tuple[int, int]]) -> bool:
    """Whether these (page, number of pages) are one whole list."""
    totals = {total for _page, total in pages}
    return len(totals) == 1 and {page for page, _total in pages} == set(range(1, totals.pop() + 1))


def _note_aside(plan: Plan, aside: Aside, page: tuple[int, int] | None) -> None:
    if isinstance(aside, Code):
        plan.codes.add(aside)
        return
    plan.channels_of[aside.service_id].add(aside.channel_id)
    if page:
        plan.connection_pages.add(page)


def _parse(data: Any) -> Record:
    try:
        return versions.parse(data)
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
        if record.channel_ids is not None:
            plan.told.add(record.id)
        plan.channels_of[record.id].update(record.channel_ids or ())


def _note_organization(plan: Plan, record: Organization) -> None:
    """Departments repeat the business ID of their organisation, which alone keeps it."""
    plan.parents[record.id] = record.parent_id
    if record.business_id:
        owner = plan.business_ids.get(record.business_id)
        if owner is None or (record.parent_id is None and plan.parents[owner] is not None):
            plan.business_ids[record.business_id] = record.id
