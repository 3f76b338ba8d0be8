"""What is compared: a raw ranked query and ours, for the same words."""

from texts import COMMON, RARE

CASES = {
    "common": COMMON,
    "rare": RARE,
    "two words": f"{COMMON} asunto",
    "miss": "xyzzyx",
}
_COLUMNS = "d.id, d.kind, d.object_id, d.title, d.url, d.summary, d.text"
_FIRST_ROWS = "JOIN soskes_search_searchdocument d ON d.id = best.id ORDER BY best.score"


def search_queries(query: str) -> dict:
    """``plain``: the words as a database has them without us; ``raw``: the tokens that we look
    for, ranked, with 20 rows; ``page``: our first page, of what a member may see who is kept out
    of a hundred branches of the tree; ``all``: that with the number of hits and the facets."""
    from django.utils import timezone

    from soskes_wagtail.search.analysis.query import precise, query_words
    from soskes_wagtail.search.index.engine import Ranking, Scope, get_engine
    from soskes_wagtail.search.models import SearchDocument

    engine = get_engine()
    asked = precise(query_words(query, "fi"))
    scope = Scope(
        frozenset({"public", "members", *(f"own:{n}" for n in range(20))}),
        tuple(f"0001{number:04d}" for number in range(0, 300, 3)),
        timezone.now(),
        languages=("fi", ""),
    )
    _, match = engine._matching(asked)
    _, ranked = engine._matching(asked, asked)

    def page():
        found = engine.find(asked, scope, Ranking(boosts={"page": 1.2}), start=0, limit=20)
        return list(SearchDocument.objects.in_bulk([row.id for row in found]).values())

    return {
        "plain": lambda: _plain(query),
        "raw": lambda: _raw(match, ranked),
        "page": page,
        "all": lambda: (page(), engine.groups(asked, scope)),
    }


def _raw(match: list, ranked: list) -> list[tuple]:
    if _is_sqlite():
        return _rows(
            "SELECT rowid AS id, bm25(soskes_search_tokens, 10, 4, 1, 0.4) AS score "
            "FROM soskes_search_tokens WHERE soskes_search_tokens MATCH %s",
            match,
        )
    return _rows(
        "SELECT id, -ts_rank('{0.04, 0.1, 0.4, 1}', tokens, %s::tsquery) AS score "
        "FROM soskes_search_searchdocument WHERE tokens @@ %s::tsquery",
        ranked,
    )


def _plain(query: str) -> list[tuple]:
    if _is_sqlite():
        return _rows(
            "SELECT rowid AS id, rank AS score FROM bench_plain WHERE bench_plain MATCH %s", [query]
        )
    return _rows(
        "SELECT id, -ts_rank(tokens, plainto_tsquery('finnish', %s)) AS score "
        "FROM bench_plain WHERE tokens @@ plainto_tsquery('finnish', %s)",
        [query, query],
    )


def _rows(ranked: str, params: list) -> list[tuple]:
    from django.db import connection

    best = f"({ranked} ORDER BY score LIMIT 20) AS best"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_COLUMNS} FROM {best} {_FIRST_ROWS}", params)
        return cursor.fetchall()


def _is_sqlite() -> bool:
    from django.db import connection

    return connection.vendor == "sqlite"
