"""The first reading of a source: what is in it, what will be taken, how it hangs together.

Keeps identifiers, and as many of the records as fit in a little memory; the others are read again
when it is their turn.
"""

import logging
import marshal
from collections import defaultdict
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.ptv import versions
from soskes_wagtail.directory_snippets.ptv.codes import Codes
from soskes_wagtail.directory_snippets.ptv.content import Unreadable
from soskes_wagtail.directory_snippets.ptv.general import merge
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
from soskes_wagtail.directory_snippets.ptv.parse_service import warn_of_missing_texts
from soskes_wagtail.directory_snippets.ptv.report import Report
from soskes_wagtail.directory_snippets.ptv.source import Batch, Source

logger = logging.getLogger(__name__)

#: Records are kept until their raw items sum up to this many bytes.
KEPT_BYTES = 48 * 1024 * 1024


@dataclass(slots=True)
class Entry:
    """An item that can be used. ``brief`` says enough of an organisation that is word for word
    what the last import wrote; then ``record`` is only read when something else has changed."""

    id: UUID
    position: int
    trace: str
    record: Record | None = None
    brief: Organization | None = None


@dataclass
class Plan:
    """What the first reading found; identifiers are those of PTV."""

    source: Source
    entries: dict[Kind, dict[str, list[Entry]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
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
    #: National general descriptions, as services without names.
    generals: dict[UUID, Service] = field(default_factory=dict)
    connection_pages: set[tuple[int, int]] = field(default_factory=set)
    kept_bytes: int = 0

    def briefs(self, kind: Kind) -> Iterator[Entry]:
        """Entries that may be unchanged."""
        for entries in self.entries[kind].values():
            yield from (entry for entry in entries if entry.brief)

    def records(self, kind: Kind, done: Container[UUID] = ()) -> Iterator[tuple[Record, str]]:
        """The usable records of ``kind`` but those ``done``, each with the trace of its raw item.
        Those that were not kept are read again one file at a time; a file that changed since the
        first reading may have lost some."""
        again: dict[str, dict[int, Entry]] = {}
        for name, entries in self.entries[kind].items():
            for entry in entries:
                if entry.id in done:
                    continue
                if entry.record:
                    record, entry.record = entry.record, None
                    yield self._complete(record), entry.trace
                else:
                    again.setdefault(name, {})[entry.position] = entry
        for batch in self.source.batches(only=again) if again else ():
            yield from self._read_again(batch, again.get(batch.name, {}))

    def _read_again(self, batch: Batch, entries: dict[int, Entry]) -> Iterator[tuple[Record, str]]:
        try:
            for position, data in enumerate(batch.items):
                if (entry := entries.get(position)) is None:
                    continue
                try:
                    record = _parse(data)
                except Unusable:
                    continue
                if record.id == entry.id:
                    yield self._complete(record), trace(data)
        except Unreadable:
            return

    def _complete(self, record: Record) -> Record:
        """Put in what other items of the source say of this one."""
        if isinstance(record, Service) and record.status is Status.PUBLISHED:
            if record.id in self.settled:
                record.channel_ids = sorted(self.channels_of.get(record.id, ()))
            followed = self.generals.get(record.general_id)
            if followed:
                merge(record, followed)
            warn_of_missing_texts(record, record.general_id is not None and not followed)
        self.codes.fill(record)
        return record


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


class Traces:
    """The traces of the raw items that the rows here were made of, by kind and identifier."""

    def __init__(self, organizations: dict[UUID, str] | None = None):
        self._organizations = organizations or {}

    def is_known(self, kind: Kind, identifier: UUID, found: str) -> bool:
        return (
            kind is Kind.ORGANIZATION
            and bool(found)
            and (self._organizations.get(identifier) == found)
        )


def make_plan(
    source: Source,
    report: Report,
    known: Traces | None = None,
    progress: Callable[[str, int, int], None] = lambda *_: None,
) -> Plan:
    """Read the source once; what cannot be used goes to the report with its reason."""
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
    if _has_all_pages(plan.connection_pages):
        plan.settled |= plan.published[Kind.SERVICE] - plan.told
    return plan


def trace(data: Any) -> str:
    """A short mark of a raw item; empty when it cannot be made."""
    return _trace(_plain(data))


def _plain(data: Any) -> bytes:
    """The item as bytes, much faster than as JSON. Format 0 has no references, so equal items
    give equal bytes."""
    try:
        return marshal.dumps(data, 0)
    except ValueError:
        return b""


def _trace(plain: bytes) -> str:
    return blake2b(plain, digest_size=8).hexdigest() if plain else ""


def _look(data: Any, position: int, plan: Plan, known: Traces, found: _Found) -> None:
    kind = versions.recognise(data)
    try:
        if kind is Kind.UNKNOWN and (aside := versions.read_aside(data)):
            found.asides.append(aside)
            return
        plain = _plain(data)
        mark = _trace(plain) if kind is Kind.ORGANIZATION else ""
        brief = versions.brief(data) if mark else None
        if brief and known.is_known(kind, brief.id, mark):
            entry = Entry(brief.id, position, mark, brief=brief)
            found.usable.append((kind, entry, _notes(brief)))
            return
        record = _parse(data)
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


def _parse(data: Any) -> Record:
    try:
        return versions.parse(data)
    except Unusable:
        raise
    except Exception as error:  # whatever the data holds, the rest of it must come in
        logger.debug("An item of PTV could not be understood", exc_info=True)
        raise Unusable(
            _("It could not be understood: %(error)s.") % {"error": repr(error)[:200]}
        ) from error


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
