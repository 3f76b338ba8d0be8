"""Write what has changed: read the objects anew, compare, insert and delete."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import QuerySet

from soskes_wagtail.bulk.rows import begin_writing
from soskes_wagtail.search.analysis import analysis_version
from soskes_wagtail.search.analysis.documents import FieldTokens, Texts, tokens_of
from soskes_wagtail.search.index.engine import get_engine
from soskes_wagtail.search.index.rows import AccessSets, entries_of, row_of, texts_of
from soskes_wagtail.search.models import SearchDocument
from soskes_wagtail.search_sources import SearchSource, search_sources

logger = logging.getLogger(__name__)
#: Objects in one transaction: short enough not to keep other writers waiting.
BATCH = 200
#: So few are analysed within the transaction: reading them twice would take longer.
FEW = 5


def indexed_sources() -> list[SearchSource]:
    return [source for source in search_sources() if source.entries is not None]


def update_objects(source: SearchSource, ids: Iterable) -> int:
    """Bring the rows of some objects up to date, whether they were made, changed or deleted.

    Returns how many rows were written or removed. What it costs depends on these objects only.
    """
    ids = list(dict.fromkeys(ids))
    return sum(
        update_batch(source, ids[start : start + BATCH]) for start in range(0, len(ids), BATCH)
    )


def update_batch(source: SearchSource, ids: Sequence) -> int:
    """One batch. A large one is analysed before the transaction, which others wait for; within it
    the objects are read again, as somebody may have changed or closed one meanwhile."""
    tokens = _analysed(source, ids) if len(ids) > FEW else {}
    with writing(source):
        gone, missing = _compared(known_rows(source, ids), read(source, ids))
        replace(gone, [(row, tokens.get(row.digest) or tokens_of(texts)) for row, texts in missing])
    return len(gone) + len(missing)


@contextmanager
def writing(source: SearchSource) -> Iterator[None]:
    """A transaction in which nobody else writes rows of the kind, and what is read is what they
    have committed. Within somebody's own transaction it does not wait for others."""
    connection = connections[DEFAULT_DB_ALIAS]
    is_own = not connection.in_atomic_block
    with transaction.atomic():
        begin_writing(SearchDocument)
        if is_own and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                lock = "SELECT pg_advisory_xact_lock(hashtext(%s), hashtext(%s))"
                cursor.execute(lock, [SearchDocument._meta.db_table, source.kind])
        yield


def _analysed(source: SearchSource, ids: Sequence) -> dict[str, FieldTokens]:
    """Tokens of what has to be written now, by digest."""
    _gone, missing = _compared(known_rows(source, ids), read(source, ids))
    return {row.digest: tokens_of(texts) for row, texts in missing}


def read(source: SearchSource, ids: Sequence) -> list[tuple[SearchDocument, Texts]]:
    """Rows that objects should have, as the database has them now, with their texts."""
    analysis = analysis_version()
    rows = []
    for entry in entries_of(source, list(rows_of(source).filter(pk__in=ids))):
        texts = texts_of(entry)
        rows.append((row_of(source, entry, texts, analysis), texts))
    return rows


def known_rows(source: SearchSource, ids: Sequence) -> list[tuple[int, str, str]]:
    """``(id, object id, digest)`` of the rows that objects have."""
    rows = SearchDocument.objects.filter(kind=source.kind, object_id__in=[str(pk) for pk in ids])
    return list(rows.values_list("pk", "object_id", "digest"))


def rows_of(source: SearchSource) -> QuerySet:
    return source.rows() if source.rows else source.model._default_manager.all()


def _compared(known: list[tuple[int, str, str]], new: list) -> tuple[list[int], list]:
    """Ids of rows that are not there any more, and the new ones; equal ones stay."""
    kept: dict[tuple[str, str], list[int]] = {}
    for pk, object_id, digest in known:
        kept.setdefault((object_id, digest), []).append(pk)
    missing = []
    for row, texts in new:
        there = kept.get((row.object_id, row.digest))
        if there:
            there.pop()
        else:
            missing.append((row, texts))
    return [pk for pks in kept.values() for pk in pks], missing


def replace(gone: list[int], missing: list[tuple[SearchDocument, FieldTokens]]) -> None:
    """Remove rows by id and add others, with their tokens."""
    engine = get_engine()
    if gone:
        engine.remove(gone)
    if missing:
        sets = AccessSets()
        for row, _tokens in missing:
            sets.add_to(row)
        engine.write(missing)
