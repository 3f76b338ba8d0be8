"""What the engines of both databases have in common: who may find what, and in which order."""

from collections.abc import Callable, Sequence

from django.db import connections
from django.utils import timezone

from soskes_wagtail.search.analysis.query import Query
from soskes_wagtail.search.index.engine import Found, Group, Ranking, Scope
from soskes_wagtail.search.models import SearchAccessKey, SearchDocument

TABLE = SearchDocument._meta.db_table
KEYS = SearchAccessKey._meta.db_table
#: What ranks a hit: title, summary, words of the text, parts of them.
WEIGHTS = (10.0, 4.0, 1.0, 0.4)
#: What a hit weighs that has the words in another language only than is searched in.
ELSEWHERE = 0.3


class SQLEngine:
    """``_matching`` and ``_values`` are what databases differ in."""

    name = ""
    #: The function that finds a text in another: LIKE would not tell A from a on SQLite.
    position = ""
    is_away = False

    def __init__(self, using: str):
        self.using = using

    def find(
        self, query: Query, scope: Scope, ranking: Ranking, *, start: int, limit: int
    ) -> list[Found]:
        if not query.branches:
            return []
        ranked_by = None if ranking.by_date else query.of(scope.language)
        source, params = self._matching(query, ranked_by)
        where, where_params = self._where(scope)
        order, order_params = self._by_date() if ranking.by_date else self._score(ranking)
        sql = (
            f"SELECT {TABLE}.id, {TABLE}.kind, {TABLE}.object_id FROM {source} "
            f"AND {where} ORDER BY {order} DESC, {TABLE}.id LIMIT %s OFFSET %s"
        )
        all_params = [*params, *where_params, *order_params, limit, start]
        return [Found(*row) for row in self._rows(sql, all_params)]

    def groups(self, query: Query, scope: Scope) -> list[Group]:
        if not query.branches:
            return []
        source, params = self._matching(query)
        where, where_params = self._where(scope)
        columns = f"{TABLE}.kind, {TABLE}.language, {TABLE}.facets"
        sql = (
            f"SELECT {columns}, COUNT(DISTINCT {TABLE}.object_id) FROM {source} "
            f"AND {where} GROUP BY {columns}"
        )
        return [Group(*row) for row in self._rows(sql, [*params, *where_params])]

    def repair(self) -> int:
        return 0

    def _where(self, scope: Scope) -> tuple[str, list]:
        """Rows of a scope. Put together here and not by querysets: those take longer for it than
        the database for its answer, and a search asks twice."""
        at = self._moment(scope.at)
        keys, key_values = self._values(sorted(scope.access_keys))
        held = f"(SELECT access_id FROM {KEYS} WHERE key IN {keys})"
        tests = [
            (f"({TABLE}.found_from IS NULL OR {TABLE}.found_from <= %s)", [at]),
            (f"({TABLE}.found_until IS NULL OR {TABLE}.found_until > %s)", [at]),
            (f"{TABLE}.access_id IN {held}", key_values),
        ]
        for length, branches in _by_length(scope.closed_branches).items():
            listed, values = self._values(branches)
            tests.append((f"SUBSTR({TABLE}.page_path, 1, {length}) NOT IN {listed}", values))
        if scope.languages:
            places = ", ".join(["%s"] * len(scope.languages))
            tests.append((f"{TABLE}.language IN ({places})", [*scope.languages]))
        if scope.kind:
            tests.append((f"{TABLE}.kind = %s", [scope.kind]))
        for name, value in scope.facets.items():
            tests.append((f"{self.position}({TABLE}.facets, %s) > 0", [f"|{name}:{value}|"]))
        return " AND ".join(sql for sql, _ in tests), [p for _, params in tests for p in params]

    def _by_date(self) -> tuple[str, list]:
        date = f"COALESCE({TABLE}.starts_at, {TABLE}.updated_at)"
        return f"{date} IS NULL, {date}", []

    def _score(self, ranking: Ranking) -> tuple[str, list]:
        """What a hit weighs: how well it matches, its kind, and whether it is over."""
        factors, params = ["score"], []
        for kind, boost in ranking.boosts.items():
            factors.append(f"CASE WHEN {TABLE}.kind = %s THEN %s ELSE 1.0 END")
            params += [kind, float(boost)]
        factors.append(
            f"CASE WHEN COALESCE({TABLE}.ends_at, {TABLE}.starts_at) < %s THEN %s ELSE 1.0 END"
        )
        return " * ".join(factors), [*params, self._moment(timezone.now()), ranking.past]

    def _moment(self, moment):
        return connections[self.using].ops.adapt_datetimefield_value(moment)

    def _rows(self, sql: str, params: Sequence) -> list[tuple]:
        with connections[self.using].cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall()

    def _values(self, values: Sequence[str]) -> tuple[str, list]:
        """Texts as a set in one parameter: databases limit the number of those, and a query that
        does not grow with the set is parsed and planned as fast as a short one."""
        raise NotImplementedError

    def _matching(self, query: Query, ranked_by: Query | None = None) -> tuple[str, list]:
        """``FROM`` and the start of ``WHERE``, with parameters. With ``ranked_by``, a part of the
        query, there is a ``score``; where only the rest of the query matches, a low one."""
        raise NotImplementedError


def closed_test(branches: Sequence[str]) -> Callable[[str], bool]:
    """Whether a tree path is below one of the branches, as the condition of ``_where`` says it."""
    by_length = {length: frozenset(paths) for length, paths in _by_length(branches).items()}

    def is_closed(path: str) -> bool:
        return any(path[:length] in paths for length, paths in by_length.items())

    return is_closed


def _by_length(paths: Sequence[str]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for path in paths:
        found.setdefault(len(path), []).append(path)
    return found
