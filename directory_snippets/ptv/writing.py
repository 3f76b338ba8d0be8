"""Write decisions in batches: short transactions, each whole or not there at all.

A batch that fails is written again record by record, so that one that cannot be saved is skipped
with its reason and does not stop the others.
"""

import logging
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import OperationalError, transaction
from django.utils.translation import gettext as _

from soskes_wagtail.bulk.changed import Expect, records_changed, run_of_changes
from soskes_wagtail.bulk.rows import begin_writing, update
from soskes_wagtail.directory_snippets.models import Organisation
from soskes_wagtail.directory_snippets.ptv.changes import Change, write_all
from soskes_wagtail.directory_snippets.ptv.lookups import Lookups
from soskes_wagtail.directory_snippets.ptv.model import Record
from soskes_wagtail.directory_snippets.ptv.report import Outcome, Report
from soskes_wagtail.directory_snippets.ptv.rows import Written, refresh_references

logger = logging.getLogger(__name__)

#: How long a batch is meant to take, in seconds: its transaction, and what search does after it in
#: one of its own. Others wait for each: on SQLite all that write, and they give up after five.
AIM = 0.6
#: Number of records in a batch: the first, the fewest, the most.
FIRST, FEWEST, MOST = 200, 10, 500
#: How often a batch is tried while the database is busy, and seconds before the next try.
TRIES, PAUSE = 4, 1.0


@dataclass
class Pending:
    record: Record
    outcome: Outcome
    change: Change


@dataclass
class Writer:
    """Collects decisions of one kind and writes them when there are enough."""

    lookups: Lookups
    report: Report
    _pending: list[Pending] = field(default_factory=list)
    _size: int = FIRST

    def run(self) -> AbstractContextManager[Expect]:
        """To be entered around everything; see ``run_of_changes``."""
        return run_of_changes()

    def add(self, record: Record, outcome: Outcome, change: Change) -> None:
        self._pending.append(Pending(record, outcome, change))
        if len(self._pending) >= self._size:
            self.flush()

    def flush(self) -> None:
        """Write what is waiting."""
        pending, self._pending = self._pending, []
        if not pending:
            return
        start = time.monotonic()
        try:
            self._write(pending)
        except Exception as error:
            logger.debug("A batch of PTV items could not be saved", exc_info=True)
            if isinstance(error, OperationalError) or len(pending) == 1:
                self._skip(pending, error)
            else:
                self._write_each(pending)
        else:
            self._done(pending)
        share = AIM / max(time.monotonic() - start, 0.001)
        self._size = min(max(int(self._size * min(share, 2)), FEWEST), MOST)

    def parents(self, parents: dict[int, int | None]) -> None:
        """Set the tree of organisations: the parent, or none, of each row by its id."""
        for part in batches(list(parents.items())):
            written: Written = {Organisation: {pk for pk, _parent in part}}

            def write(part=part, written=written) -> None:
                update(Organisation, ["parent_id"], [(parent, pk) for pk, parent in part])
                refresh_references(written)
                records_changed(written)

            in_short_transaction(write, self.lookups)

    def close(self) -> None:
        """All is written."""

    def _write_each(self, pending: list[Pending]) -> None:
        for one in pending:
            try:
                self._write([one])
            except Exception as error:  # whatever one record does, the others must come in
                logger.debug("The PTV item %s could not be saved", one.record.id, exc_info=True)
                self._skip([one], error)
            else:
                self._done([one])

    def _write(self, pending: list[Pending]) -> None:
        in_short_transaction(
            lambda: write_all([one.change for one in pending], self.lookups), self.lookups
        )

    def _done(self, pending: list[Pending]) -> None:
        for one in pending:
            one.change.remember(self.lookups)
            self.report.take(one.record, one.outcome)

    def _skip(self, pending: list[Pending], error: Exception) -> None:
        for one in pending:
            one.change.forget(self.lookups)
            self.report.skip(one.record.id, one.record.kind, unsaved(error))
            self.report.failed = True


def in_short_transaction(write: Callable[[], None], lookups: Lookups) -> None:
    """Run ``write`` in a transaction, again after a while when the database is busy."""
    for attempt in range(1, TRIES + 1):
        try:
            with transaction.atomic():
                begin_writing(Organisation)
                write()
        except Exception as error:
            lookups.forget_new_references()
            busy = isinstance(error, OperationalError) and not _is_inside_another()
            if not busy or attempt == TRIES:
                raise
            time.sleep(PAUSE * attempt)
        else:
            lookups.keep_new_references()
            return


def _is_inside_another() -> bool:
    return transaction.get_connection().in_atomic_block


def unsaved(error: Exception) -> str:
    """Why a record could not be saved, as a sentence for the report."""
    reason = _sentence(error) if isinstance(error, ValidationError) else repr(error)[:300]
    return _("It cannot be saved: %(reason)s") % {"reason": reason}


def _sentence(error: ValidationError) -> str:
    if hasattr(error, "message_dict"):
        return " ".join(
            f"{name}: {' '.join(messages)}" for name, messages in error.message_dict.items()
        )
    return " ".join(error.messages)


def batches(rows: Sequence, size: int = 500) -> Sequence[Sequence]:
    return [rows[start : start + size] for start in range(0, len(rows), size)]
