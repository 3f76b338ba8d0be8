"""Build the index anew: in batches, the analysis in several processes at once."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

from django.utils import timezone

from soskes_wagtail.bulk.rows import remove
from soskes_wagtail.search.analysis import analysis_version
from soskes_wagtail.search.analysis.documents import FieldTokens, Texts, analysed, tokens_of
from soskes_wagtail.search.index.assistant import processors
from soskes_wagtail.search.index.engine import get_engine
from soskes_wagtail.search.index.update import (
    indexed_sources,
    known_rows,
    read,
    replace,
    rows_of,
    writing,
)
from soskes_wagtail.search.models import IndexState, PendingUpdate, SearchDocument
from soskes_wagtail.search_sources import SearchSource

BATCH = 250
#: Below this a second process takes longer to start than it saves.
WORTH_PROCESSES = 2_000

Analyse = Callable[[list[Texts]], "_Done | _Elsewhere"]


def rebuild(
    kinds: Iterable[str] = (),
    *,
    progress: Callable[[str, int, int], None] = lambda kind, done, total: None,
    processes: int | None = None,
) -> int:
    """Write every row anew, of some kinds or of all; what is there stays findable meanwhile.

    ``progress(kind, done, total)`` is called after each batch. Returns the number of rows.
    """
    kinds = set(kinds)
    noted = list(PendingUpdate.objects.values_list("pk", flat=True))
    sources = [source for source in indexed_sources() if not kinds or source.kind in kinds]
    totals = {source.kind: rows_of(source).count() for source in sources}
    engine, written = get_engine(), 0
    if not kinds:
        engine.before_rebuild()
    try:
        with _analysing(sum(totals.values()), processes) as analyse:
            for source in sources:
                written += _rebuild_source(source, totals[source.kind], analyse, progress)
    finally:
        engine.after_rebuild()
    if not kinds:
        remove_unknown_kinds()
        for start in range(0, len(noted), 500):
            remove(PendingUpdate.objects.filter(pk__in=noted[start : start + 500]))
        IndexState.objects.update_or_create(
            pk=1, defaults={"analysis": analysis_version(), "built_at": timezone.now()}
        )
    return written


def remove_unknown_kinds() -> int:
    """Remove rows of kinds that nobody registers any more."""
    known = [source.kind for source in indexed_sources()]
    gone = list(SearchDocument.objects.exclude(kind__in=known).values_list("pk", flat=True))
    if gone:
        get_engine().remove(gone)
    return len(gone)


def _rebuild_source(source: SearchSource, total: int, analyse: Analyse, progress) -> int:
    waiting: deque = deque()
    done = written = 0
    seen: set[str] = set()

    def write_first() -> None:
        nonlocal done, written
        ids, known, rows, future = waiting.popleft()
        written += _write(source, ids, known, rows, future.result())
        done += len(ids)
        progress(source.kind, done, total)

    for ids in _batches(source):
        seen.update(str(pk) for pk in ids)
        known, read_rows = known_rows(source, ids), read(source, ids)
        future = analyse([texts for _, texts in read_rows])
        waiting.append((ids, known, [row for row, _ in read_rows], future))
        if len(waiting) > 3:
            write_first()
    while waiting:
        write_first()
    left = SearchDocument.objects.filter(kind=source.kind).values_list("pk", "object_id")
    gone = [pk for pk, object_id in left.iterator() if object_id not in seen]
    if gone:
        get_engine().remove(gone)
    return written


def _batches(source: SearchSource) -> Iterator[list]:
    ids = list(rows_of(source).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]


def _write(
    source: SearchSource,
    ids: Sequence,
    known: list,
    rows: list[SearchDocument],
    tokens: list[FieldTokens],
) -> int:
    with writing(source):
        there = known_rows(source, ids)
        if sorted(there) != sorted(known):  # somebody has changed one since it was read
            again = read(source, ids)
            rows, tokens = [row for row, _ in again], [tokens_of(texts) for _, texts in again]
        replace([pk for pk, _, _ in there], list(zip(rows, tokens, strict=True)))
    return len(rows)


class _Done:
    """What a future is where there is but one process."""

    def __init__(self, value):
        self._value = value

    def result(self):
        return self._value


@contextmanager
def _analysing(total: int, processes: int | None) -> Iterator[Analyse]:
    wanted, version = processes or min(4, processors()), analysis_version()
    if wanted < 2 or total < WORTH_PROCESSES:
        yield lambda texts: _Done(analysed(texts, version))
        return
    # "spawn": a copy of this process would share its database connections and Finnish handles.
    with ProcessPoolExecutor(wanted, mp_context=get_context("spawn")) as pool:
        yield lambda texts: _Elsewhere(pool, texts, version)


class _Elsewhere:
    """Tokens from another process; made here where that cannot be."""

    def __init__(self, pool: ProcessPoolExecutor, texts: list[Texts], version: str):
        self._texts, self._version = texts, version
        try:
            self._future = pool.submit(analysed, texts, version)
        except BrokenExecutor:
            self._future = _Done(None)

    def result(self) -> list[FieldTokens]:
        try:
            found = self._future.result()
        except BrokenExecutor:
            found = None
        return analysed(self._texts, self._version) if found is None else found
