"""From rows that were found to what is shown: checked against the database, with marks."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from soskes_wagtail.access import Viewer, visible_to
from soskes_wagtail.search.analysis.query import Query
from soskes_wagtail.search.index.changes import changed
from soskes_wagtail.search.index.engine import Engine, Found, Ranking, Scope
from soskes_wagtail.search.index.update import indexed_sources, rows_of
from soskes_wagtail.search.models import SearchDocument
from soskes_wagtail.search.services.marks import Piece, marked, snippet
from soskes_wagtail.search_sources import SearchHit, SearchRequest, SearchSource

if TYPE_CHECKING:
    from soskes_wagtail.search.services.query import Asked

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Hit:
    """``title_pieces`` and ``snippet`` have the words marked that were found."""

    kind: str
    label: str
    title: str
    url: str
    summary: str = ""
    note: str = ""
    title_pieces: tuple[Piece, ...] = ()
    snippet: tuple[Piece, ...] = ()


def shown_hits(
    engine: Engine,
    query: Query,
    scope: Scope,
    ranking: Ranking,
    viewer: Viewer,
    asked: "Asked",
    request: SearchRequest,
) -> tuple[tuple[Hit, ...], int]:
    """Hits of one page, and how many fell out of it as the viewer may not see them after all."""
    start = (asked.page - 1) * asked.page_size
    rows = found_objects(engine, query, scope, ranking, start + asked.page_size)[start:]
    hits = present(viewer, rows, query, request)
    return tuple(hits), len(rows) - len(hits)


def found_objects(
    engine: Engine, query: Query, scope: Scope, ranking: Ranking, wanted: int
) -> list[Found]:
    """The best row of each object. Few objects have several, so that seldom more is read."""
    limit = wanted + 30
    while True:
        rows = engine.find(query, scope, ranking, start=0, limit=limit)
        best: dict[tuple[str, str], Found] = {}
        for row in rows:
            best.setdefault((row.kind, row.object_id), row)
        if len(best) >= wanted or len(rows) < limit:
            return list(best.values())[:wanted]
        limit *= 2


def present(
    viewer: Viewer, found: Sequence[Found], query: Query, request: SearchRequest
) -> list[Hit]:
    """What the viewer is shown of rows, in their order; without those that they may not see."""
    texts = SearchDocument.objects.in_bulk([row.id for row in found])
    by_kind: dict[str, list[str]] = {}
    for row in found:
        by_kind.setdefault(row.kind, []).append(row.object_id)
    shown, labels = {}, {}
    for source in indexed_sources():
        if source.kind in by_kind:
            labels[source.kind] = str(source.label)
            for pk, hit in _shown(source, viewer, by_kind[source.kind], texts, request).items():
                shown[source.kind, str(pk)] = hit
    tokens = frozenset(query.tokens)
    hits = []
    for row in found:
        hit = shown.get((row.kind, row.object_id))
        text = texts.get(row.id)
        if hit and text:
            hits.append(_hit(row.kind, labels[row.kind], hit, text, tokens, request.language))
    return hits


def _shown(
    source: SearchSource,
    viewer: Viewer,
    ids: list[str],
    texts: dict[int, SearchDocument],
    request: SearchRequest,
) -> dict[object, SearchHit]:
    """The last check: what is shown is read now, and only if the viewer may see it now."""
    objects = list(visible_to(viewer, rows_of(source).filter(pk__in=ids)))
    if len(objects) < len(set(ids)):
        gone = set(ids) - {str(one.pk) for one in objects}
        there = source.model._default_manager.filter(pk__in=gone).values_list("pk", flat=True)
        _mend(source, gone, set(map(str, there)))
    if source.show:
        return dict(source.show(viewer, objects, request))
    rows = {row.object_id: row for row in texts.values() if row.kind == source.kind}
    found = {}
    for one in objects:
        row = rows[str(one.pk)]
        if row.url:
            found[one.pk] = SearchHit(source.kind, row.title, row.url, row.summary)
    return found


def _mend(source: SearchSource, gone: set[str], there: set[str]) -> None:
    """Rows of objects that are no more: somebody deleted them past the signals."""
    if lost := gone - there:
        logger.warning("The search index still had %s of kind %s.", sorted(lost)[:10], source.kind)
        to_python = source.model._meta.pk.to_python
        changed(source.model, [to_python(pk) for pk in lost])


def _hit(
    kind: str,
    label: str,
    hit: SearchHit,
    row: SearchDocument,
    tokens: frozenset[str],
    language: str,
) -> Hit:
    language = row.language or language
    return Hit(
        kind=kind,
        label=label,
        title=hit.title,
        url=hit.url,
        summary=hit.summary,
        note=hit.note,
        title_pieces=marked(hit.title, tokens, language),
        snippet=snippet([hit.summary, row.text], tokens, language),
    )
