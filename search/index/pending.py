"""Notes of what is still to be indexed. They lie in the database, so that they outlive a process
that is killed. What was noted is indexed again if need be: it costs little and changes nothing."""

import logging
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from soskes_wagtail.bulk.rows import insert, remove
from soskes_wagtail.search.index.update import BATCH, indexed_sources, rows_of, update_objects
from soskes_wagtail.search.models import PendingUpdate, SearchDocument
from soskes_wagtail.search_sources import ALL_ROWS, SearchSource

logger = logging.getLogger(__name__)
#: What was noted: ids of objects by those of their notes.
Notes = Mapping[int, Any]


def note(source: SearchSource, ids: Iterable) -> Notes:
    """Note that objects are to be indexed, in the transaction that changes them."""
    ids = list(ids)
    rows = [{"kind": source.kind, "object_id": str(pk)} for pk in ids]
    return dict(zip(insert(PendingUpdate, rows), ids, strict=True))


def index_noted(source: SearchSource, notes: Notes, others: Iterable = ()) -> int:
    """Index what is noted, and others that are not; then take away the notes.

    Returns the number of rows written or removed. What fails is logged, and noted for later.
    """
    others = list(others)
    ids = list(dict.fromkeys([*notes.values(), *others]))
    try:
        with _undone_if_it_fails():
            written = update_objects(source, _all_ids(source) if ALL_ROWS[0] in ids else ids)
            _forget(source, notes)
            return written
    except Exception:
        logger.exception("Indexing %s of kind %s failed; noted for later.", ids[:10], source.kind)
        _note_after_failure(source, others)
        return 0


def _forget(source: SearchSource, notes: Notes) -> None:
    """By all that they say: an id that was undone may be that of another note by now."""
    rows = PendingUpdate.objects.filter(kind=source.kind)
    each = list(notes.items())
    for start in range(0, len(each), 400):
        some = dict(each[start : start + 400])
        objects = [str(pk) for pk in some.values()]
        remove(rows.filter(pk__in=list(some), object_id__in=objects))


def _undone_if_it_fails() -> AbstractContextManager:
    """A savepoint within a transaction of somebody else; else batches have one each."""
    inside = connections[DEFAULT_DB_ALIAS].in_atomic_block
    return transaction.atomic() if inside else nullcontext()


def index_pending() -> int:
    """Do all that is noted, batch by batch. Returns the number of notes, of which those that
    failed again stay."""
    done = 0
    if not PendingUpdate.objects.exists():
        return done
    for source in indexed_sources():
        rows = PendingUpdate.objects.filter(kind=source.kind).order_by("pk")
        last = 0  # what fails stays noted: each is tried once
        while notes := dict(rows.filter(pk__gt=last).values_list("pk", "object_id")[:BATCH]):
            last = max(notes)
            index_noted(source, notes)
            done += len(notes)
    return done


def _note_after_failure(source: SearchSource, ids: list) -> None:
    try:
        with transaction.atomic():
            note(source, ids)
    except Exception:
        logger.exception("Not even noted: soskes_check_search will find it.")


def _all_ids(source: SearchSource) -> list:
    """All there are, and all that the index has."""
    there = list(rows_of(source).values_list("pk", flat=True))
    known = SearchDocument.objects.filter(kind=source.kind).values_list("object_id", flat=True)
    to_python = source.model._meta.pk.to_python
    return list(dict.fromkeys([*there, *(to_python(pk) for pk in known.distinct())]))
