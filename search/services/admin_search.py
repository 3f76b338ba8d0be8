"""The index at the service of other lists: ids of records that have the words in some form."""

from collections.abc import Iterable

from django.db.models import Model

from soskes_wagtail.access import Viewer
from soskes_wagtail.search.analysis.query import precise, query_words
from soskes_wagtail.search.index.changes import flush
from soskes_wagtail.search.index.engine import Ranking, get_engine
from soskes_wagtail.search.index.update import indexed_sources
from soskes_wagtail.search.services.query import scope_of
from soskes_wagtail.search.services.vocabulary import load_vocabulary


def found_ids(viewer: Viewer, model: type[Model], text: str, limit: int) -> Iterable[str]:
    """Ids of rows of a model that the viewer would find, best first."""
    kinds = [source.kind for source in indexed_sources() if issubclass(model, source.model)]
    vocabulary = load_vocabulary()
    words = query_words(text, "fi", vocabulary.stop_words)
    if not kinds or not words:
        return []
    flush()
    query, scope, engine = precise(words, vocabulary.synonyms), scope_of(viewer), get_engine()
    found: list[str] = []
    for kind in kinds:
        rows = engine.find(query, scope.narrowed(kind=kind), Ranking(), start=0, limit=limit)
        found += [row.object_id for row in rows]
    return list(dict.fromkeys(found))[:limit]
