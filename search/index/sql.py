"""What the engines of both databases have in common: who may find what, and in which order."""

from collections.abc import Sequence

from django.db import connections
from django.db.models import Q, QuerySet
from django.utils import timezone

from soskes_wagtail.access.branches import outside_q
from soskes_wagtail.search.analysis.query import Query
from soskes_wagtail.search.index.engine import Found, Group, Ranking, Scope
from soskes_wagtail.search.models import SearchAccessKey, SearchDocument

TABLE = SearchDocument._meta.db_table
#: What ranks a hit: title, summary, words of the text, parts of them.
WEIGHTS = (10.0, 4.0, 1.0, 0.4)
MOST_TOKENS = 400


def allowed(scope: Scope) -> QuerySet[SearchDocument]:
    """Rows of a scope, by the database's own filters."""
    keys = SearchAccessKey.objects.filter(key__in=sorted(scope.access_keys)).values("access")
    rows = SearchDocument.objects.filter(
        Q(found_from__isnull=True) | Q(found_from__lte=scope.at),
        Q(found_until__isnull=True) | Q(found_until__gt=scope.at),
        outside_q(scope.closed_branches, "page_path"),
        access__in=keys,
    )
    if scope.languages:
        rows = rows.filter(language__in=scope.languages)
    if scope.kind:
        rows = rows.filter(kind=scope.kind)
    for name, value in scope.facets.items():
        rows = rows.filter(facets__contains=f"|{name}:{value}|")
    return rows


class SQLEngine:
    """``_matching`` and ``_score`` are what databases differ in."""

    name = ""
    is_away = False

    def __init__(self, using: str):
        self.using = using

    def find(
        self, query: Query, scope: Scope, ranking: Ranking, *, start: int, limit: int
    ) -> list[Found]:
        if not query.branches:
            return []
        source, params = self._matching(query, ranked=not ranking.by_date)
        where, where_params = self._where(scope)
        order, order_params = self._order(ranking)
        sql = (
            f"SELECT {TABLE}.id, {TABLE}.kind, {TABLE}.object_id FROM {source} "
            f"AND {where} ORDER BY {order} LIMIT %s OFFSET %s"
        )
        all_params = [*params, *where_params, *order_params, limit, start]
        return [Found(*row) for row in self._rows(sql, all_params)]

    def groups(self, query: Query, scope: Scope) -> list[Group]:
        if not query.branches:
            return []
        source, params = self._matching(query, ranked=False)
        where, where_params = self._where(scope)
        columns = f"{TABLE}.kind, {TABLE}.language, {TABLE}.facets"
        sql = (
            f"SELECT {columns}, COUNT(DISTINCT {TABLE}.object_id) FROM {source} "
            f"AND {where} GROUP BY {columns}"
        )
        return [Group(*row) for row in self._rows(sql, [*params, *where_params])]

    def repair(self) -> int:
        return 0

    def _where(self, scope: Scope) -> tuple[str, Sequence]:
        rows = allowed(scope).using(self.using)
        compiler = rows.query.get_compiler(self.using)
        compiler.pre_sql_setup()
        return compiler.compile(rows.query.where)

    def _order(self, ranking: Ranking) -> tuple[str, list]:
        if ranking.by_date:
            return (
                f"COALESCE({TABLE}.starts_at, {TABLE}.updated_at) IS NULL, "
                f"COALESCE({TABLE}.starts_at, {TABLE}.updated_at) DESC, {TABLE}.id",
                [],
            )
        factors, params = [], []
        for kind, boost in ranking.boosts.items():
            factors.append(f"CASE WHEN {TABLE}.kind = %s THEN %s ELSE 1.0 END")
            params += [kind, float(boost)]
        factors.append(
            f"CASE WHEN COALESCE({TABLE}.ends_at, {TABLE}.starts_at) < %s THEN %s ELSE 1.0 END"
        )
        params += [self._moment(timezone.now()), ranking.past]
        return f"score * {' * '.join(factors)} DESC, {TABLE}.id", params

    def _moment(self, moment):
        return connections[self.using].ops.adapt_datetimefield_value(moment)

    def _rows(self, sql: str, params: Sequence) -> list[tuple]:
        with connections[self.using].cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall()

    def _matching(self, query: Query, *, ranked: bool) -> tuple[str, list]:
        """``FROM`` (with ``score`` if ranked) and the start of ``WHERE``, with parameters."""
        raise NotImplementedError
