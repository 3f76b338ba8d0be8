"""How well search finds what it should: precision, recall and F1 over a set of queries.

The set is JSON: ``documents`` with ``id``, ``title`` and ``body``, and ``queries`` with ``query``
and the ids that are ``relevant``. A document, a query or the whole set may say its ``language``;
Finnish is the default. The documents go into an index of their own kind, in a transaction that is
undone afterwards: nothing of the site's own index is read or changed.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from soskes_wagtail.search.analysis.documents import tokens_of
from soskes_wagtail.search.analysis.query import precise, query_words
from soskes_wagtail.search.index.engine import Ranking, Scope, get_engine
from soskes_wagtail.search.index.rows import AccessSets, row_of, texts_of
from soskes_wagtail.search.models import SearchDocument
from soskes_wagtail.search.server.backend import separate_index
from soskes_wagtail.search_sources import SearchEntry, SearchSource

KIND = "evaluation"
_ID, _TITLE = ("id", "pk", "key", "doc_id"), ("title", "name", "heading", "otsikko")
_TEXT = ("body", "text", "content", "summary", "description", "teksti")
_LANGUAGE = ("language", "lang", "locale")
_QUERY = ("query", "q", "text", "haku")
_RELEVANT = ("relevant", "relevant_ids", "ids", "expected", "hits", "documents", "docs")


class BadSet(Exception):
    """The file is no set of queries; the message says why."""


@dataclass(frozen=True)
class QueryResult:
    query: str
    language: str
    found: frozenset[str]
    relevant: frozenset[str]
    first_is_relevant: bool | None


@dataclass(frozen=True)
class Score:
    """Micro averages over all queries."""

    results: tuple[QueryResult, ...]

    @property
    def right(self) -> int:
        return sum(len(one.found & one.relevant) for one in self.results)

    @property
    def precision(self) -> float:
        found = sum(len(one.found) for one in self.results)
        return self.right / found if found else 1.0

    @property
    def recall(self) -> float:
        relevant = sum(len(one.relevant) for one in self.results)
        return self.right / relevant if relevant else 1.0

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    @property
    def first_right(self) -> float:
        """Share of the queries with hits whose first hit is relevant."""
        firsts = [r.first_is_relevant for r in self.results if r.first_is_relevant is not None]
        return sum(firsts) / len(firsts) if firsts else 1.0


def evaluate(path: Path) -> Score:
    """Run a set on the configured engine; the precise step alone."""
    documents, queries = load(path)
    with transaction.atomic(), separate_index("evaluation"):
        ids = _index(documents)
        results = [_run(*query, ids) for query in queries]
        transaction.set_rollback(True)
    return Score(tuple(results))


def load(path: Path) -> tuple[list[SearchEntry], list[tuple[str, str, frozenset[str]]]]:
    """Documents as entries, and queries as ``(query, language, relevant ids)``."""
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
        default = _value(data, _LANGUAGE, "fi")
        documents = [_document(key, each, default) for key, each in _items(data["documents"])]
        queries = [_query(key, each, default) for key, each in _items(data["queries"])]
    except OSError as error:
        raise BadSet(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadSet(
            f"{path} is no set of queries ({type(error).__name__}: {error}); it needs documents "
            "(id, title, body) and queries (query, relevant)."
        ) from error
    return documents, queries


def _items(given) -> Iterable[tuple[str, object]]:
    """``(key, value)`` of an object, or of a list, whose keys are empty."""
    return given.items() if isinstance(given, dict) else (("", each) for each in given)


def _document(key: str, given, language: str) -> SearchEntry:
    if isinstance(given, str):
        return SearchEntry(object_id=key, title=given, language=language)
    texts = [str(given[name]) for name in _TEXT if given.get(name)]
    number = _value(given, _ID, key)
    if number in ("", None):
        raise KeyError("id")
    return SearchEntry(
        object_id=str(number),
        title=str(_value(given, _TITLE, "")),
        text="\n".join(texts),
        language=_value(given, _LANGUAGE, language),
    )


def _query(key: str, given, language: str) -> tuple[str, str, frozenset[str]]:
    if key:
        given = given if isinstance(given, Mapping) else {"relevant": given}
        given = {"query": key, **given}
    elif isinstance(given, list | tuple):
        given = {"query": given[0], "relevant": given[1]}
    relevant = _value(given, _RELEVANT, None)
    if relevant is None:
        raise KeyError("relevant")
    ids = frozenset(str(_value(each, _ID, each)) for each in relevant)
    return str(_value(given, _QUERY, "")), _value(given, _LANGUAGE, language), ids


def _value(given, names: tuple[str, ...], default):
    if not isinstance(given, Mapping):
        return default
    return next((given[name] for name in names if name in given), default)


def _index(entries: list[SearchEntry]) -> dict[int, str]:
    source = SearchSource(KIND, KIND, 0, model=SearchDocument, entries=list)
    SearchDocument.objects.filter(kind=KIND).delete()
    sets, rows = AccessSets(), []
    for entry in entries:
        texts = texts_of(entry)
        row = row_of(source, entry, texts, "")
        sets.add_to(row)
        rows.append((row, tokens_of(texts)))
    for start in range(0, len(rows), 500):
        get_engine().write(rows[start : start + 500])
    return dict(SearchDocument.objects.filter(kind=KIND).values_list("pk", "object_id"))


def _run(text: str, language: str, relevant: frozenset[str], ids: dict[int, str]) -> QueryResult:
    scope = Scope(frozenset({"public"}), (), timezone.now(), languages=(language, ""), kind=KIND)
    query = precise(query_words(text, language))
    rows = get_engine().find(query, scope, Ranking(), start=0, limit=len(ids) or 1)
    found = [row.object_id for row in rows]
    first = found[0] in relevant if found else None
    return QueryResult(text, language, frozenset(found), relevant, first)
