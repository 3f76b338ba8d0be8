"""PostgreSQL: tokens in a ``tsvector`` column of the documents, with a GIN index.

The column is made and written in SQL, so that hosts on SQLite need nothing of PostgreSQL.
"""

from collections.abc import Iterator, Sequence

from django.db import connections

from soskes_wagtail.search.analysis.documents import FieldTokens
from soskes_wagtail.search.analysis.query import Query
from soskes_wagtail.search.index.engine import Found, Scope
from soskes_wagtail.search.index.sql import ELSEWHERE, TABLE, WEIGHTS, SQLEngine
from soskes_wagtail.search.models import SearchDocument

INDEX = "soskes_search_tokens"
CREATE_INDEX = (
    f"CREATE INDEX IF NOT EXISTS {INDEX} ON {TABLE} USING gin (tokens) "
    "WITH (gin_pending_list_limit = 512)"
)
DROP_INDEX = f"DROP INDEX IF EXISTS {INDEX}"
_LABELS = "ABCD"
#: ts_rank counts no more of one word than this; more would only make the rows longer.
_MOST_POSITIONS = 4


class PostgreSQLEngine(SQLEngine):
    name = "postgresql"
    position = "STRPOS"

    def write(self, rows: Sequence[tuple[SearchDocument, FieldTokens]]) -> None:
        fields = [f for f in SearchDocument._meta.concrete_fields if not f.primary_key]
        names = [field.attname for field in fields]
        columns = ", ".join([*(field.column for field in fields), "tokens"])
        values = (
            [*(getattr(row, name) for name in names), _vector(tokens)] for row, tokens in rows
        )
        connection = connections[self.using]
        with connection.cursor() as cursor, connection.wrap_database_errors:
            if not hasattr(cursor.cursor, "copy"):  # psycopg2
                places = ", ".join(["%s"] * len(fields))
                cursor.executemany(
                    f"INSERT INTO {TABLE} ({columns}) VALUES ({places}, %s::tsvector)", values
                )
                return
            with cursor.copy(f"COPY {TABLE} ({columns}) FROM STDIN") as copy:
                for one in values:
                    copy.write_row(one)

    def remove(self, ids: Sequence[int]) -> None:
        with connections[self.using].cursor() as cursor:
            cursor.execute(f"DELETE FROM {TABLE} WHERE id = ANY(%s)", [list(ids)])

    def begins(self, query: Query, prefix: Sequence[str], scope: Scope, limit: int) -> list[Found]:
        begun = " | ".join(f"{token}:*A" for token in prefix)
        match = f"({_match(query)}) & ({begun})" if query.branches else begun
        where, params = self._where(scope)
        sql = (
            f"SELECT id, kind, object_id FROM {TABLE} WHERE tokens @@ %s::tsquery "
            f"AND {where} ORDER BY length(title), id LIMIT %s"
        )
        return [Found(*row) for row in self._rows(sql, [match, *params, limit])]

    def before_rebuild(self) -> None:
        """Building the index afterwards takes a fraction of keeping it up to date meanwhile."""
        with connections[self.using].cursor() as cursor:
            self._check_references_now(cursor)
            cursor.execute(DROP_INDEX)

    def after_rebuild(self) -> None:
        with connections[self.using].cursor() as cursor:
            self._check_references_now(cursor)
            cursor.execute(CREATE_INDEX)
            cursor.execute(f"ANALYZE {TABLE}")

    def _check_references_now(self, cursor) -> None:
        """Within somebody's transaction, foreign keys wait to be checked at its end, and until
        then PostgreSQL lets nobody touch the indexes of the table."""
        if connections[self.using].in_atomic_block:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")

    def missing(self) -> int:
        return self._rows(f"SELECT COUNT(*) FROM {TABLE} WHERE tokens IS NULL", [])[0][0]

    def tokens(self, ids: Sequence[int]) -> dict[int, FieldTokens]:
        """Of each field, every token as often as it counts (``_MOST_POSITIONS``)."""
        sql = (
            f"SELECT id, lexeme, weights FROM {TABLE}, unnest(tokens) AS t(lexeme, positions, "
            "weights) WHERE id = ANY(%s) AND tokens IS NOT NULL"
        )
        fields = {pk: [[] for _ in _LABELS] for pk in ids}
        for pk, token, labels in self._rows(sql, [list(ids)]):
            for label in labels:
                fields[pk][_LABELS.index(label)].append(token)
        return {pk: FieldTokens(*map(" ".join, found)) for pk, found in fields.items()}

    def _values(self, values: Sequence[str]) -> tuple[str, list]:
        # A subquery is hashed in every plan; "= ANY(array)" only where the array is known then.
        return "(SELECT unnest(%s::text[]))", [list(values)]

    def _matching(self, query: Query, ranked_by: Query | None = None) -> tuple[str, list]:
        if ranked_by is None:
            return f"{TABLE} WHERE tokens @@ %s::tsquery", [_match(query)]
        weights = ", ".join(str(weight / WEIGHTS[0]) for weight in reversed(WEIGHTS))
        rank = f"ts_rank('{{{weights}}}', tokens, %s::tsquery)"
        # Ranked by an "or" of the tokens: a nested condition is ranked by distances between all
        # its words, which takes long and means nothing here.
        params = [" | ".join(ranked_by.tokens)]
        if ranked_by != query:
            rank = f"COALESCE(NULLIF({rank}, 0), {ELSEWHERE} * {rank})"
            params.append(" | ".join(query.tokens))
        source = (
            f"(SELECT *, {rank} AS score FROM {TABLE} "
            f"WHERE tokens @@ %s::tsquery) AS {TABLE} WHERE TRUE"
        )
        return source, [*params, _match(query)]


def _match(query: Query) -> str:
    return " | ".join(
        "(" + " & ".join("(" + " | ".join(term) + ")" for term in branch) + ")"
        for branch in query.branches
    )


def _vector(tokens: FieldTokens) -> str:
    """A tsvector in writing: ``fllapsi:1A,2C``. Positions only tell one place from another."""
    places: dict[str, str] = {}
    position = 0
    for label, text in zip(_LABELS, _fields(tokens), strict=True):
        for token in text.split():
            position = min(position + 1, 16_000)
            known = places.get(token)
            if known is None:
                places[token] = f"{token}:{position}{label}"
            elif known.count(",") < _MOST_POSITIONS - 1:
                places[token] = f"{known},{position}{label}"
    return " ".join(places.values())


def _fields(tokens: FieldTokens) -> Iterator[str]:
    yield from (tokens.title, tokens.summary, tokens.words, tokens.parts)
