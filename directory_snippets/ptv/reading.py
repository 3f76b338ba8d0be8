"""The first reading of a source: what every batch of it holds goes into the plan or the report."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.ptv import versions
from soskes_wagtail.directory_snippets.ptv.content import Unreadable
from soskes_wagtail.directory_snippets.ptv.model import (
    Aside,
    Channel,
    Code,
    General,
    Kind,
    Organization,
    Record,
    Service,
    Status,
)
from soskes_wagtail.directory_snippets.ptv.parse_common import Unusable
from soskes_wagtail.directory_snippets.ptv.plan import KEPT_BYTES, Entry, Plan, parse
from soskes_wagtail.directory_snippets.ptv.report import Report
from soskes_wagtail.directory_snippets.ptv.source import Batch, Source
from soskes_wagtail.directory_snippets.ptv.traces import Traces, as_bytes, mark_of


@dataclass
class _Found:
    """What one batch holds, until it is known to be whole."""

    usable: list[tuple[Kind, Entry, "_Notes"]] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    unusable: list[tuple[Kind, str, str]] = field(default_factory=list)


@dataclass(slots=True)
class _Notes:
    """What the plan needs to know of a record that it may not keep."""

    published: bool
    parent_id: UUID | None = None
    business_id: str | None = None
    connected: list[UUID] | None = None


def make_plan(
    source: Source,
    report: Report,
    known: Traces | None = None,
    progress: Callable[[str, int, int], None] = lambda *_: None,
    expect: Callable[[int], None] = lambda _number: None,
) -> Plan:
    """Read the source once; what cannot be used goes to the report with its reason. ``expect`` is
    told how many records may have to be written, as far as it was read."""
    plan, known = Plan(source), known or Traces()
    for number, batch in enumerate(source.batches(), start=1):
        progress(_("Reading"), number, 0)
        plan.settled.update(batch.settles)
        found = _Found()
        try:
            for position, data in enumerate(batch.items):
                _look(data, position, plan, known, found)
        except Unreadable as error:
            batch.problem = str(error)
        if batch.problem:
            report.skip(batch.name, Kind.UNKNOWN, batch.problem)
        else:
            _keep(found, batch, plan, report)
            expect(plan.expected)
    if _has_all_pages(plan.connection_pages):
        plan.settled |= plan.published[Kind.SERVICE] - plan.told
    return plan


def _look(data: Any, position: int, plan: Plan, known: Traces, found: _Found) -> None:
    kind = versions.recognise(data)
    try:
        if kind is Kind.UNKNOWN and (aside := versions.read_aside(data)):
            found.asides.append(aside)
            return
        plain = as_bytes(data)
        mark = mark_of(plain) if kind is Kind.ORGANIZATION else ""
        brief = versions.brief(data) if mark else None
        if brief and known.is_known(kind, brief.id, mark):
            entry = Entry(brief.id, position, mark, brief=brief)
            found.usable.append((kind, entry, _notes(brief)))
            return
        record = parse(data)
    except Unusable as error:
        found.unusable.append((kind, versions.raw_id(data), str(error)))
        return
    entry = Entry(record.id, position, mark)
    if plan.kept_bytes < KEPT_BYTES:
        plan.kept_bytes += len(plain) or KEPT_BYTES
        entry.record = record
    found.usable.append((record.kind, entry, _notes(record)))


def _notes(record: Record) -> _Notes:
    notes = _Notes(record.status is Status.PUBLISHED)
    if isinstance(record, Organization):
        notes.parent_id, notes.business_id = record.parent_id, record.business_id
    elif isinstance(record, Channel):
        notes.connected = record.service_ids
    elif isinstance(record, Service):
        notes.connected = record.channel_ids
    return notes


def _keep(found: _Found, batch: Batch, plan: Plan, report: Report) -> None:
    """Take what a batch holds into the plan."""
    for aside in found.asides:
        _note_aside(plan, aside, batch.page)
    for kind, identifier, reason in found.unusable:
        report.skip(identifier or batch.name, kind, f"{reason} ({batch.name})")
    for kind, entry, notes in found.usable:
        first = plan.seen.get((kind, entry.id))
        if first is not None:
            reason = _("It is there twice; the first is in %(file)s.") % {"file": first}
            report.skip(entry.id, kind, f"{reason} ({batch.name})")
            continue
        plan.seen[kind, entry.id] = batch.name
        plan.entries[kind][batch.name].append(entry)
        plan.expected += entry.brief is None
        if notes.published:
            _note(plan, kind, entry.id, notes)


def _has_all_pages(pages: set[tuple[int, int]]) -> bool:
    """Whether these (page, number of pages) are one whole list."""
    totals = {total for _page, total in pages}
    if len(totals) != 1 or len(pages) != (total := totals.pop()):
        return False
    return {page for page, _total in pages} == set(range(1, total + 1))


def _note_aside(plan: Plan, aside: Aside, page: tuple[int, int] | None) -> None:
    if isinstance(aside, Code):
        plan.codes.add(aside)
        return
    if isinstance(aside, General):
        plan.generals[aside.service.id] = aside.service
        return
    plan.channels_of[aside.service_id].add(aside.channel_id)
    if page:
        plan.connection_pages.add(page)


def _note(plan: Plan, kind: Kind, identifier: UUID, notes: _Notes) -> None:
    plan.published[kind].add(identifier)
    if kind is Kind.ORGANIZATION:
        _note_organization(plan, identifier, notes)
    elif kind is Kind.CHANNEL:
        for service_id in notes.connected or ():
            plan.channels_of[service_id].add(identifier)
    elif kind is Kind.SERVICE:
        if notes.connected is not None:
            plan.told.add(identifier)
        plan.channels_of[identifier].update(notes.connected or ())


def _note_organization(plan: Plan, identifier: UUID, notes: _Notes) -> None:
    """Departments repeat the business ID of their organisation, which alone keeps it."""
    plan.parents[identifier] = notes.parent_id
    if notes.business_id:
        owner = plan.business_ids.get(notes.business_id)
        if owner is None or (notes.parent_id is None and plan.parents[owner] is not None):
            plan.business_ids[notes.business_id] = identifier
