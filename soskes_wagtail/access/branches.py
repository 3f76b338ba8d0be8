"""Closed branches of the page tree: where a viewer may not go, and how a query says so.

The same rules as ``PageViewRestriction.accept_request`` and ``Page.get_view_restrictions``: a
restriction closes its page and everything below; an alias is closed when the page it shows is
closed itself, and what is set on the alias does not count.
"""

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache

from django.db import connections, router
from django.db.models import BooleanField, Func, Q, Value
from wagtail.models import Page, PageViewRestriction


def closed_branches(
    *, logged_in: bool, superuser: bool, group_ids: Iterable[int], passed: Iterable[int]
) -> tuple[str, ...]:
    """Tree paths of the branches closed to somebody, without those that lie in another.

    ``passed`` are the ids of password restrictions opened in the session. One query; more only
    where an alias shows an alias of an alias.
    """
    using = router.db_for_read(PageViewRestriction)
    sql, params = _compiled(
        using, logged_in, superuser, tuple(sorted(group_ids)), tuple(sorted(passed))
    )
    with connections[using].cursor() as cursor:
        cursor.execute(sql, params)
        rows = cursor.fetchall()
    return topmost(_closed_paths(rows))


@lru_cache(maxsize=1024)
def _compiled(
    using: str, logged_in: bool, superuser: bool, group_ids: tuple[int, ...], passed: tuple
) -> tuple[str, tuple]:
    """The query for a kind of viewer. Every page asks it, and to put it together takes Django ten
    times as long as the database needs to answer; the answer itself is always asked for anew."""
    unmet = Q(restriction_type=PageViewRestriction.PASSWORD) & ~Q(pk__in=passed)
    if not logged_in:
        unmet |= Q(restriction_type=PageViewRestriction.LOGIN)
    if not superuser:
        theirs = PageViewRestriction.groups.through.objects.filter(group_id__in=group_ids)
        unmet |= Q(restriction_type=PageViewRestriction.GROUPS) & ~Q(
            pk__in=theirs.values("pageviewrestriction_id")
        )
    restrictions = PageViewRestriction.objects.filter(unmet)
    # A union, as joining the aliases to the restrictions makes SQLite read the whole page table
    # for each restriction; and "> 0" lets both databases skip the pages that are no aliases.
    aliases = Page.objects.order_by().filter(alias_of__gt=0)
    first = aliases.filter(alias_of__in=restrictions.values("page_id"))
    second = aliases.filter(alias_of__in=first.values("pk"))
    shown = ("pk", "path", "alias_of_id")
    rows = restrictions.values_list("page_id", "page__path", "page__alias_of_id", Value(0)).union(
        first.values_list(*shown, Value(1)), second.values_list(*shown, Value(2)), all=True
    )
    sql, params = rows.query.get_compiler(using).as_sql()
    return sql, tuple(params)


def _closed_paths(rows: list[tuple[int, str, int | None, int]]) -> set[str]:
    """Paths of restricted pages and of their aliases, out of ``(id, path, id of the page that
    it shows, steps from a restriction)``."""
    last = max((step for *_, step in rows), default=0)
    if last == 0:
        return {path for _, path, alias_of, _ in rows if alias_of is None}
    pages: dict[int, set[tuple[int, str, bool]]] = {}
    for pk, path, alias_of, step in rows:
        pages.setdefault(alias_of, set()).add((pk, path, step == last > 1))
    found, unknown, todo = set(), [], list(pages.get(None, ()))
    while todo:
        pk, path, at_end = todo.pop()
        found.add(path)
        todo.extend(pages.get(pk, ()))
        if at_end:
            unknown.append(pk)
    while unknown:  # aliases of aliases of aliases
        further = dict(Page.objects.filter(alias_of__in=unknown).values_list("pk", "path"))
        found.update(further.values())
        unknown = list(further)
    return found


def topmost(paths: Iterable[str]) -> tuple[str, ...]:
    """Only the paths that lie under no other of them."""
    kept: list[str] = []
    for path in sorted(paths):
        if not kept or not path.startswith(kept[-1]):
            kept.append(path)
    return tuple(kept)


def is_inside(path: str, branches: Iterable[str]) -> bool:
    """Whether a tree path is one of the branches or lies below one."""
    return path.startswith(tuple(branches))


class _PrefixIn(Func):
    """``SUBSTR(path, 1, length) IN (prefixes)``, prefixes of one length in one parameter.

    One parameter, since databases limit their number, and a text that does not grow with the
    number of branches is parsed and planned as fast as a short one.
    """

    output_field = BooleanField()
    conditional = True

    def __init__(self, expression: str, prefixes: tuple[str, ...]):
        super().__init__(expression)
        self.prefixes = prefixes

    def as_sql(self, compiler, connection):
        places = ", ".join(["%s"] * len(self.prefixes))
        return self._test(compiler, f"({places})", self.prefixes)

    def as_sqlite(self, compiler, connection):
        values = "(SELECT value FROM json_each(%s))"
        return self._test(compiler, values, (json.dumps(self.prefixes),))

    def as_postgresql(self, compiler, connection):
        # A subquery is hashed in every plan; "= ANY(array)" only where the array is known then.
        return self._test(compiler, "(SELECT unnest(%s::text[]))", (list(self.prefixes),))

    def _test(self, compiler, values: str, params: tuple):
        sql, own_params = compiler.compile(self.source_expressions[0])
        length = len(self.prefixes[0])
        return f"SUBSTR({sql}, 1, {length}) IN {values}", (*own_params, *params)


def outside_q(branches: Iterable[str], field: str = "path") -> Q:
    """Pages outside all the branches, one test per length of path and no join.

    ``field``: the column with the tree path, where it is not a page's own.
    """
    q = Q()
    for test in _tests(branches, field):
        q &= ~Q(test)
    return q


def inside_q(branches: Iterable[str]) -> Q:
    """Pages that are one of the branches or lie below one; none without branches."""
    q = Q(pk__in=[])
    for test in _tests(branches):
        q |= Q(test)
    return q


def _tests(branches: Iterable[str], field: str = "path") -> Iterator[_PrefixIn]:
    by_length: dict[int, list[str]] = {}
    for path in branches:
        by_length.setdefault(len(path), []).append(path)
    for prefixes in by_length.values():
        yield _PrefixIn(field, tuple(prefixes))
