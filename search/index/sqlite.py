"""SQLite: tokens in a table of FTS5, ranked by bm25.

The table of tokens is asked first and on its own: joined to others, SQLite would rank each row by
a search of its own (see docs/search.md).
"""

import json
from collections.abc import Sequence

from django.db import connections

from soskes_wagtail.bulk.rows import insert
from soskes_wagtail.search.analysis.documents import FieldTokens
from soskes_wagtail.search.analysis.query import Query
from soskes_wagtail.search.index.engine import Found, Ranking, Scope
from soskes_wagtail.search.index.sql import ELSEWHERE, TABLE, WEIGHTS, SQLEngine
from soskes_wagtail.search.models import SearchDocument

TOKENS = "soskes_search_tokens"
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
        return [Found(*row) for row in self._best(query, scope, ranking, start + limit)[start:]]

    def _best(self, query: Query, scope: Scope, ranking: Ranking, wanted: int) -> list[tuple]:
        """The rows of the tokens come best match first, and only as many of them are looked up
        among the documents as it takes until no later one can rise above those that are wanted."""
        weight, params = self._score(ranking)
        where, where_params = self._where(scope)
        source, matches = self._matching(query, query.of(scope.language), "ORDER BY score DESC")
        sql = (
            f"SELECT {TABLE}.id, {TABLE}.kind, {TABLE}.object_id, score, {weight} "
            f"FROM {source} AND {where}"
        )
        highest = max(1.0, ranking.past) * max([1.0, *ranking.boosts.values()])
        best: list[tuple] = []
        least, number = 0.0, max(wanted, 100)
        with connections[self.using].cursor() as cursor:
            cursor.execute(sql, [*params, *matches, *where_params])
            while rows := cursor.fetchmany(number):
                best += [row for row in rows if row[4] >= least]
                best.sort(key=lambda row: (-row[4], row[0]))
                del best[wanted:]
                least = best[-1][4] if len(best) == wanted else 0.0
                if least > rows[-1][3] * highest:
                    break
                number *= 3
        return [row[:3] for row in best]

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
