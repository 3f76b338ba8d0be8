"""A search server as the engine: what it is told, and what happens while it is away."""

from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from soskes_wagtail.access import Viewer
from soskes_wagtail.search import evaluation
from soskes_wagtail.search.analysis.query import precise, query_words
from soskes_wagtail.search.index.changes import flush
from soskes_wagtail.search.index.engine import Ranking, Scope, database_engine, get_engine
from soskes_wagtail.search.server import engine, queries
from soskes_wagtail.search.services.query import Asked, search

pytestmark = pytest.mark.xdist_group("search-server")
DATA = Path(__file__).parent / "data"
SETS = sorted(DATA.glob("*.json"))


def scope(**values):
    return Scope(frozenset({"public"}), (), timezone.now(), **values)


def found(text, **options):
    return search(Viewer(AnonymousUser()), Asked(text, "fi", **options))


@pytest.mark.parametrize("file", SETS, ids=lambda file: file.stem)
def test_the_same_hits_as_in_the_database(on_server, file):
    entries, asked = evaluation.load(file)
    ids = evaluation._index(entries)
    everything = len(ids)
    first, both = 0, 0
    for text, language, _ in asked:
        query = precise(query_words(text, language))
        where = scope(languages=(language, ""), kind=evaluation.KIND)
        options = {"start": 0, "limit": everything}
        ours = get_engine().find(query, where, Ranking(), **options)
        theirs = database_engine().find(query, where, Ranking(), **options)
        assert set(ours) == set(theirs), text
        assert _numbers(get_engine(), query, where) == _numbers(database_engine(), query, where)
        if ours:
            both += 1
            first += ours[0] in theirs[:3]
    assert both > 50
    assert first / both > 0.9, "what the server finds best is among the best of the database"


def _numbers(engine, query, where):
    return sorted((g.kind, g.language, g.facets, g.count) for g in engine.groups(query, where))


def test_newest_first_is_the_same_order(on_server, installed):
    flush()
    query = precise(query_words("lastensuojelu", "fi"))
    for ranking in (Ranking(by_date=True), Ranking(boosts={"statute": 50.0})):
        ours = get_engine().find(query, scope(), ranking, start=0, limit=50)
        theirs = database_engine().find(query, scope(), ranking, start=0, limit=50)
        assert len(ours) > 1
        if ranking.by_date:
            assert ours == theirs
        else:
            assert ours[0].kind == theirs[0].kind == "statute"


def test_answers_come_in_pages(on_server, installed, monkeypatch):
    flush()
    query = precise(query_words("laki", "fi"))
    all_at_once = get_engine().find(query, scope(), Ranking(), start=0, limit=100)
    groups = _numbers(get_engine(), query, scope())
    assert len(all_at_once) > 5
    monkeypatch.setattr(engine, "_PAGE", 2)
    monkeypatch.setattr(queries, "PAGE_OF_GROUPS", 1)
    assert get_engine().find(query, scope(), Ranking(), start=0, limit=100) == all_at_once
    assert get_engine().find(query, scope(), Ranking(), start=3, limit=2) == all_at_once[3:5]
    assert _numbers(get_engine(), query, scope()) == groups


def test_more_conditions_than_a_server_takes_singly(on_server, installed):
    """1,024 is the limit: many closed branches, access keys and synonyms stay below it."""
    flush()
    many = Scope(
        frozenset({"public", *(f"ekollega:{n}" for n in range(3_000))}),
        tuple(f"0001{n:04d}" for n in range(3_000)),
        timezone.now(),
    )
    words = query_words("lastensuojelun perhetyöntekijän omaishoidon tuki äänekoski a b c", "fi")
    query = precise(words, [_synonym("tuki", [f"sana{n} toinen{n}" for n in range(40)])])
    assert get_engine().find(query, many, Ranking(), start=0, limit=5) == []
    one = precise(query_words("lastensuojelulaki", "fi"))
    assert get_engine().find(one, many, Ranking(), start=0, limit=5)


def _synonym(word, meanings):
    from soskes_wagtail.search.analysis.query import Synonym

    return Synonym((word,), tuple(tuple(meaning.split()) for meaning in meanings))
