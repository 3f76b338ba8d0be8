"""Closed branches of the page tree: where a viewer may not go, and how a query says so.

The same rules as ``PageViewRestriction.accept_request`` and ``Page.get_view_restrictions``: a
restriction closes its page and everything below; an alias is closed when the page it shows is
closed itself, and what is set on the alias does not count.
"""

import json
from collections.abc import Iterable, Iterator

from django.db.models import BooleanField, Func, Q
from django.db.models.functions import Substr
from wagtail.models import Page, PageViewRestriction


def closed_branches(
    *, logged_in: bool, superuser: bool, group_ids: Iterable[int], passed: Iterable[int]
) -> tuple[str, ...]:
    """Tree paths of the branches closed to somebody, without those that lie in another.

    ``passed`` are the ids of password restrictions opened in the session. One query; more only
    where an alias shows an alias of an alias.
    """
    unmet = Q(restriction_type=PageViewRestriction.PASSWORD) & ~Q(pk__in=list(passed))
    if not logged_in:
        unmet |= Q(restriction_type=PageViewRestriction.LOGIN)
    if not superuser:
        theirs = PageViewRestriction.groups.through.objects.filter(group_id__in=list(group_ids))
        unmet |= Q(restriction_type=PageViewRestriction.GROUPS) & ~Q(
            pk__in=theirs.values("pageviewrestriction_id")
        )
    rows = PageViewRestriction.objects.filter(unmet, page__alias_of__isnull=True).values_list(
        "page__path",
        "page__aliases__path",
        "page__aliases__aliases__path",
        "page__aliases__aliases__pk",
    )
    paths, deep = set(), set()
    for *found, deep_id in rows:
        paths.update(path for path in found if path)
        if deep_id:
            deep.add(deep_id)
    while deep:
        further = Page.objects.filter(alias_of__in=deep).values_list("pk", "path")
        deep = set()
        for pk, path in further:
            deep.add(pk)
            paths.add(path)
    return topmost(paths)


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
    """``SUBSTR(path, 1, length) IN (prefixes)`` with all prefixes in one parameter.

    One parameter, since databases limit their number, and a text that does not grow with the
    number of branches is parsed and planned as fast as a short one.
    """

    output_field = BooleanField()
    conditional = True

    def __init__(self, expression, prefixes):
        super().__init__(expression)
        self.prefixes = prefixes

    def as_sql(self, compiler, connection):
        sql, params = compiler.compile(self.source_expressions[0])
        places = ", ".join(["%s"] * len(self.prefixes))
        return f"{sql} IN ({places})", (*params, *self.prefixes)

    def as_sqlite(self, compiler, connection):
        sql, params = compiler.compile(self.source_expressions[0])
        return (
            f"{sql} IN (SELECT value FROM json_each(%s))",
            (*params, json.dumps(self.prefixes)),
        )

    def as_postgresql(self, compiler, connection):
        sql, params = compiler.compile(self.source_expressions[0])
        return f"{sql} = ANY(%s::text[])", (*params, list(self.prefixes))


def outside_q(branches: Iterable[str]) -> Q:
    """Pages outside all the branches, one test per length of path and no join."""
    q = Q()
    for test in _tests(branches):
        q &= ~Q(test)
    return q


def inside_q(branches: Iterable[str]) -> Q:
    """Pages that are one of the branches or lie below one; none without branches."""
    q = Q(pk__in=[])
    for test in _tests(branches):
        q |= Q(test)
    return q


def _tests(branches: Iterable[str]) -> Iterator[_PrefixIn]:
    by_length: dict[int, list[str]] = {}
    for path in branches:
        by_length.setdefault(len(path), []).append(path)
    for length, prefixes in by_length.items():
        yield _PrefixIn(Substr("path", 1, length), tuple(prefixes))
