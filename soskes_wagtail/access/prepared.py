"""Queries that nearly every page asks about its reader, put together once.

Django takes several times as long to put such a query together as the database to answer it. The
text of the query is kept; what it finds is always asked for anew.
"""

from collections.abc import Callable, Hashable
from functools import lru_cache

from django.core.exceptions import EmptyResultSet
from django.db import connections, router
from django.db.models import QuerySet

#: Stand for the values in the query that is put together once: numbers that no row has and every
#: integer column could have, and texts that nobody writes.
_FIRST = 2_147_400_000
_TEXT = "soskes stands in for value %d"


def prepared_rows(
    make: Callable[..., QuerySet], *values: int | str, kind: tuple[Hashable, ...] = ()
) -> list[tuple]:
    """Rows of ``make(*values, *kind)``: a ``values_list`` in which the values (ids mostly)
    stand only to be compared with, whole. It may depend on ``kind`` in any way.

    ``make`` is a function of a module; plain fields stand before annotations in what it lists.
    """
    if not all(_has_stand_in(value) for value in values):
        return list(make(*values, *kind))
    stand_ins = tuple(
        _FIRST + place if type(value) is int else _TEXT % place
        for place, value in enumerate(values)
    )
    using, sql, params, converters = _put_together(make, stand_ins, kind)
    if not sql:
        return []
    given = dict(zip(stand_ins, values, strict=True))
    # In the type that the field has made of it: PostgreSQL's integers have sizes.
    theirs = [
        type(param)(given[param]) if isinstance(param, int | str) and param in given else param
        for param in params
    ]
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(sql, theirs)
        rows = cursor.fetchall()
    if not converters:
        return rows
    return [_converted(row, converters, connection) for row in rows]


def _has_stand_in(value: object) -> bool:
    # Ids of another kind (UUIDs) are compared in a form that each field makes of them.
    return type(value) is str or (type(value) is int and value < _FIRST)


@lru_cache(maxsize=512)
def _put_together(make: Callable[..., QuerySet], stand_ins: tuple, kind: tuple) -> tuple:
    queryset = make(*stand_ins, *kind)
    using = router.db_for_read(queryset.model)
    compiler = queryset.query.get_compiler(using)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:  # nothing can be found with a kind like that
        return using, "", (), ()
    converters = compiler.get_converters([column for column, *_ in compiler.select])
    return using, sql, tuple(params), tuple(converters.items())


def _converted(row: tuple, converters: tuple, connection) -> tuple:
    values = list(row)
    for position, (functions, expression) in converters:
        for function in functions:
            values[position] = function(values[position], expression, connection)
    return tuple(values)
