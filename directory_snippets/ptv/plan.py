"""What is in a source, what will be taken, how it hangs together; ``reading`` finds it out.

Keeps identifiers, and as many of the records as fit in a little memory; the others are read again
when it is their turn.
"""

import logging
from collections import defaultdict
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.ptv import versions
from soskes_wagtail.directory_snippets.ptv.codes import Codes
from soskes_wagtail.directory_snippets.ptv.content import Unreadable
from soskes_wagtail.directory_snippets.ptv.general import merge
from soskes_wagtail.directory_snippets.ptv.model import (
    Kind,
    Organization,
    Record,
    Service,
    Status,
)
from soskes_wagtail.directory_snippets.ptv.parse_common import Unusable
from soskes_wagtail.directory_snippets.ptv.parse_service import warn_of_missing_texts
from soskes_wagtail.directory_snippets.ptv.source import Batch, Source
from soskes_wagtail.directory_snippets.ptv.traces import trace

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
    #: Number of records that may have to be written.
    expected: int = 0

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
                    record = parse(data)
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


def parse(data: Any) -> Record:
    """The item; whatever it is that cannot be read, it raises Unusable."""
    try:
        return versions.parse(data)
    except Unusable:
        raise
    except Exception as error:  # whatever the data holds, the rest of it must come in
        logger.debug("An item of PTV could not be understood", exc_info=True)
        raise Unusable(
            _("It could not be understood: %(error)s.") % {"error": repr(error)[:200]}
        ) from error
