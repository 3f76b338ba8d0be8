"""SQLite: tokens in a table of FTS5, ranked by bm25.

The table of tokens is asked first and on its own: joined to others, SQLite would rank each row by
a search of its own (see docs/search.md).
"""

import json
from collections.abc import Sequence
from heapq import heappop, heappush

from django.db import connections

from soskes_wagtail.bulk.rows import insert
from soskes_wagtail.search.analysis.documents import FieldTokens
from soskes_wagtail.search.analysis.query import Query
from soskes_wagtail.search.index.engine import Found, Ranking, Scope
from soskes_wagtail.search.index.sql import ELSEWHERE, TABLE, WEIGHTS, SQLEngine, closed_test
from soskes_wagtail.search.models import SearchDocument

TOKENS = "soskes_search_tokens"
#: Nothing rises by its kind, or as it is not over yet, that is not among so many best matches:
#: twice what people can page to.
LOOKED_AT = 2_000
CREATE = (
    f"CREATE VIRTUAL TABLE IF NOT EXISTS {TOKENS} USING fts5("
    "title, summary, words, parts, tokenize = 'unicode61 remove_diacritics 0')"
)
#: Rows that go by the ORM, by a cascade or by hand take their tokens along.
TRIGGER = (
    f"CREATE TRIGGER IF NOT EXISTS {TOKENS}_deleted AFTER DELETE ON {TABLE} "
    f"BEGIN DELETE FROM {TOKENS} WHERE rowid = old.id; END"
)


class SQLiteEngine(SQLEngine):
    name = "sqlite"
    position = "INSTR"

    def write(self, rows: Sequence[tuple[SearchDocument, FieldTokens]]) -> None:
        ids = insert(SearchDocument, [vars(row) for row, _ in rows])
        with connections[self.using].cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {TOKENS} (rowid, title, summary, words, parts) "
                "VALUES (%s, %s, %s, %s, %s)",
                [
                    (pk, tokens.title, tokens.summary, tokens.words, tokens.parts)
                    for pk, (_, tokens) in zip(ids, rows, strict=True)
                ],
            )

    def remove(self, ids: Sequence[int]) -> None:
        rows = SearchDocument.objects.using(self.using)
        for start in range(0, len(ids), 500):
            rows.filter(pk__in=ids[start : start + 500])._raw_delete(self.using)

    def find(
        self, query: Query, scope: Scope, ranking: Ranking, *, start: int, limit: int
    ) -> list[Found]:
        if ranking.by_date or not query.branches:
            return super().find(query, scope, ranking, start=start, limit=limit)
        ids = self._best(query, scope, ranking, start + limit)[start:]
        places = ", ".join(["%s"] * len(ids))
        sql = f"SELECT id, kind, object_id FROM {TABLE} WHERE id IN ({places})"
        found = {row[0]: Found(*row) for row in self._rows(sql, ids)} if ids else {}
        return [found[pk] for pk in ids if pk in found]

    def _best(self, query: Query, scope: Scope, ranking: Ranking, wanted: int) -> list[int]:
        """Ids in their order. The rows of the tokens come best match first, and only as many of
        them are looked up among the documents as it takes until no later one can rise above those
        that are wanted, or until ``LOOKED_AT``."""
        weight, params = self._score(ranking)
        # Closed branches are looked at here, of those rows only that would be shown: of all of
        # them it takes SQLite as long as to rank them.
        where, where_params = self._where(scope.narrowed(closed_branches=()))
        is_closed = closed_test(scope.closed_branches)
        source, matches = self._matching(query, query.of(scope.language), "ORDER BY score DESC")
        sql = f"SELECT {TABLE}.id, score, {weight}, {TABLE}.page_path FROM {source} AND {where}"
        highest = max(1.0, ranking.past) * max([1.0, *ranking.boosts.values()])
        best: list[tuple] = []  # a heap, with the least of them first
        least = 0.0
        with connections[self.using].cursor() as cursor:
            cursor.execute(sql, [*params, *matches, *where_params])
            for number, (pk, score, weight, path) in enumerate(cursor):
                if number >= LOOKED_AT and least:
                    break
                if weight < least:
                    if score * highest < least:
                        break
                    continue
                if is_closed(path):
                    continue
                heappush(best, (weight, -pk))
                if len(best) > wanted:
                    heappop(best)
                if len(best) == wanted:
                    least = best[0][0]
        return [-pk for _weight, pk in sorted(best, reverse=True)]

    def begins(self, query: Query, prefix: Sequence[str], scope: Scope, limit: int) -> list[Found]:
        begun = " OR ".join(f'"{token}" *' for token in prefix)
        match = f"{{title}} : ({begun})"
        if query.branches:
            match = f"({_match(query)}) AND ({match})"
        where, params = self._where(scope)
        sql = (
            f"SELECT {TABLE}.id, {TABLE}.kind, {TABLE}.object_id "
            f"FROM {self._from(_select(1.0))} AND {where} "
            f"ORDER BY score DESC, {TABLE}.id LIMIT %s"
        )
        return [Found(*row) for row in self._rows(sql, [match, *params, limit])]

    def before_rebuild(self) -> None:
        return

    def after_rebuild(self) -> None:
        """Without ANALYZE, SQLite would begin with the wrong table."""
        with connections[self.using].cursor() as cursor:
            cursor.execute(f"INSERT INTO {TOKENS} ({TOKENS}) VALUES ('optimize')")
            cursor.execute(f"ANALYZE {TABLE}")

    def missing(self) -> int:
        lonely = (
            f"SELECT (SELECT COUNT(*) FROM {TABLE} WHERE id NOT IN (SELECT rowid FROM {TOKENS})) "
            f"+ (SELECT COUNT(*) FROM {TOKENS} WHERE rowid NOT IN (SELECT id FROM {TABLE}))"
        )
        return self._rows(lonely, [])[0][0]

    def tokens(self, ids: Sequence[int]) -> dict[int, FieldTokens]:
        places = ", ".join(["%s"] * len(ids))
        sql = f"SELECT rowid, title, summary, words, parts FROM {TOKENS} WHERE rowid IN ({places})"
        return {pk: FieldTokens(*fields) for pk, *fields in self._rows(sql, list(ids))}

    def _values(self, values: Sequence[str]) -> tuple[str, list]:
        return "(SELECT value FROM json_each(%s))", [json.dumps(values)]

    def _matching(
        self, query: Query, ranked_by: Query | None = None, order: str = ""
    ) -> tuple[str, list]:
        if ranked_by is None:
            return self._from(_select()), [_match(query)]
        if ranked_by == query:
            return self._from(_select(1.0), order), [_match(query)]
        own, every = _match(ranked_by), _match(query)
        both = f"{_select(1.0)} UNION ALL {_select(ELSEWHERE)}"
        return self._from(both, order), [own, f"({every}) NOT ({own})"]

    def _from(self, select: str, order: str = "") -> str:
        # The limit keeps the subquery apart; "not indexed" has rows looked up by their id and
        # nothing else: with old statistics SQLite would go through all rows of an access set.
        return (
            f"({select} {order} LIMIT -1) AS matched "
            f"CROSS JOIN {TABLE} NOT INDEXED WHERE {TABLE}.id = matched.found"
        )


def _select(weight: float = 0) -> str:
    weights = ", ".join(str(each) for each in WEIGHTS)
    # bm25 is below zero, and the lower the better.
    score = f", -bm25({TOKENS}, {weights}) * {weight} AS score" if weight else ""
    return f"SELECT rowid AS found{score} FROM {TOKENS} WHERE {TOKENS} MATCH %s"


def _match(query: Query) -> str:
    return " OR ".join(
        "(" + " AND ".join("(" + " OR ".join(f'"{t}"' for t in term) + ")" for term in branch) + ")"
        for branch in query.branches
    )
