"""The engine of the database: rows of a scope and nothing else, the best of them first."""

import random
from datetime import timedelta

import pytest
from django.utils import timezone

from soskes_wagtail.search.analysis.documents import tokens_of
from soskes_wagtail.search.analysis.query import precise
from soskes_wagtail.search.index.engine import Ranking, Scope, database_engine
from soskes_wagtail.search.index.rows import AccessSets, row_of, texts_of
from soskes_wagtail.search.index.sql import SQLEngine
from soskes_wagtail.search_sources import SearchEntry, SearchSource

NOW = timezone.now()
WORDS = ["kirahvi", "norsu", "seepra", "leijona", "apina", "käärme"]
#: Kinds as hosts weigh them, and dates of which some are over.
RANKING = Ranking(boosts={"page": 1.5, "ad": 0.3}, past=0.5)


def entries():
    """``(kind, entry)``: the same at every call."""
    chance = random.Random(5)
    for number in range(400):
        yield (
            chance.choice(["page", "ad", "contact"]),
            SearchEntry(
                object_id=number,
                title=" ".join(chance.choices(WORDS, k=chance.randint(1, 4))),
                text=" ".join(chance.choices(WORDS, k=chance.randint(0, 40))),
                language=chance.choice(["fi", "sv", ""]),
                access=tuple(chance.sample(["public", "members", "own:1", "own:2"], 2)),
                page_path=chance.choice(["", "0001", "00010001", "000100010001", "00010002"]),
                areas=chance.sample(["992", "179"], chance.randint(0, 2)),
                tags=chance.sample(["a", "A", "a_", "a%"], chance.randint(0, 2)),
                starts_at=chance.choice([None, NOW - timedelta(9), NOW + timedelta(9)]),
                found_from=chance.choice([None, None, NOW - timedelta(1), NOW + timedelta(1)]),
                found_until=chance.choice([None, None, NOW + timedelta(1)]),
            ),
        )


@pytest.fixture
def engine(db):
    engine, sets, rows = database_engine(), AccessSets(), []
    for kind, entry in entries():
        texts = texts_of(entry)
        row = row_of(SearchSource(kind, kind, 1, model=object, entries=list), entry, texts, "")
        sets.add_to(row)
        rows.append((row, tokens_of(texts)))
    engine.write(rows)
    return engine


SCOPES = [
    Scope(frozenset({"public"}), (), NOW),
    Scope(frozenset(), (), NOW),
    Scope(frozenset({"members", "own:2", "'"}), ("00010001",), NOW),
    Scope(frozenset({"public"}), ("0001", "00010001", "00010002"), NOW + timedelta(2)),
    Scope(frozenset({"own:1", "public"}), ("000100010001",), NOW, languages=("fi", "")),
    Scope(frozenset({"public", "members"}), (), NOW, kind="ad", facets={"area": "992"}),
    Scope(frozenset({"public", "members"}), (), NOW, facets={"area": "179", "tag": "a"}),
    Scope(frozenset({"public", "members"}), (), NOW, facets={"tag": "a%"}),
]


@pytest.mark.parametrize("scope", SCOPES)
def test_nothing_but_the_rows_of_a_scope(engine, scope):
    wanted = {
        str(entry.object_id)
        for kind, entry in entries()
        if "norsu" in f"{entry.title} {entry.text}" and is_inside(scope, kind, entry)
    }
    query = precise(["norsu"])
    rows = engine.find(query, scope, RANKING, start=0, limit=1000)
    assert {row.object_id for row in rows} == wanted
    by_date = engine.find(query, scope, Ranking(by_date=True), start=0, limit=1000)
    assert {row.object_id for row in by_date} == wanted
    assert sum(group.count for group in engine.groups(query, scope)) == len(wanted)


def is_inside(scope: Scope, kind: str, entry: SearchEntry) -> bool:
    return (
        not scope.access_keys.isdisjoint(entry.access)
        and not (scope.closed_branches and entry.page_path.startswith(scope.closed_branches))
        and (entry.found_from is None or entry.found_from <= scope.at)
        and (entry.found_until is None or entry.found_until > scope.at)
        and (not scope.languages or entry.language in scope.languages)
        and scope.kind in ("", kind)
        and scope.facets.get("area", "") in ("", *entry.areas)
        and scope.facets.get("tag", "") in ("", *entry.tags)
    )


@pytest.mark.parametrize("words", [["norsu"], ["kirahvi", "apina"], ["leijona"]])
@pytest.mark.parametrize("ranking", [Ranking(), RANKING])
def test_reading_only_the_best_gives_the_same_order_as_reading_all(engine, words, ranking):
    query, scope = precise(words), SCOPES[4]
    for start, limit in ((0, 1), (0, 7), (5, 20), (0, 1000), (390, 20)):
        found = engine.find(query, scope, ranking, start=start, limit=limit)
        assert found == SQLEngine.find(engine, query, scope, ranking, start=start, limit=limit)
