"""Insert and update rows by one statement for many.

``bulk_create`` builds one statement with thousands of values, which SQLite takes five times as
long to read as the same statement with its values apart; ``bulk_update`` is worse.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from django.db import connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, Model

#: Values of these types reach the database as they are, whatever the column.
_PLAIN = (str, int, bool, type(None))
_TAKES_PLAIN = (
    models.AutoField,
    models.BooleanField,
    models.CharField,
    models.IntegerField,
    models.TextField,
)


def begin_writing(model: type[Model]) -> None:
    """Take the write lock of SQLite before anything is read in this transaction: one that reads
    first fails at once, without waiting, when somebody else writes in between."""
    connection = _connection(model)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"DELETE FROM {table} WHERE 1 = 0")


def insert(model: type[Model], rows: Sequence[Mapping[str, Any]]) -> Sequence[int]:
    """Insert rows, given as values by attribute name; other columns get their defaults.

    Returns the new ids in order. Neither instances nor signals are made. Call it in a
    transaction. Raises what the database raises, IntegrityError for example.
    """
    if not rows:
        return []
    connection = _connection(model)
    pks = _reserve(model, connection, len(rows))
    if pks is None:
        made = model._base_manager.bulk_create([model(**row) for row in rows], batch_size=500)
        return [row.pk for row in made]
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    readers = [(field.attname, _default(field), _reader(field, connection)) for field in fields]
    values = [
        [pk, *(read(row[name] if name in row else default()) for name, default, read in readers)]
        for pk, row in zip(pks, rows, strict=True)
    ]
    table, columns = _names(model, [model._meta.pk, *fields], connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with (
                connection.wrap_database_errors,
                cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy,
            ):
                for one in values:
                    copy.write_row(one)
        else:
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(
                f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})", values
            )
    return pks


def update(model: type[Model], attnames: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Set columns of rows: each of ``rows`` holds the values of ``attnames`` and then the id.
    A row that is no longer there is passed over."""
    connection = _connection(model)
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    fields = [by_name[name] for name in attnames]
    readers = [_reader(field, connection) for field in fields]
    values = [
        [*(read(value) for read, value in zip(readers, row[:-1], strict=True)), row[-1]]
        for row in rows
    ]
    if not values:
        return
    table, columns = _names(model, fields, connection)
    settings = ", ".join(f"{column} = %s" for column in columns)
    pk = connection.ops.quote_name(model._meta.pk.column)
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET {settings} WHERE {pk} = %s", values)


def remove(queryset: models.QuerySet) -> None:
    """Delete rows that nothing refers to, without reading them and without signals."""
    queryset._raw_delete(queryset.db)


def _connection(model: type[Model]) -> BaseDatabaseWrapper:
    return connections[router.db_for_write(model)]


def _names(model, fields, connection) -> tuple[str, list[str]]:
    quote = connection.ops.quote_name
    return quote(model._meta.db_table), [quote(field.column) for field in fields]


def _reserve(
    model: type[Model], connection: BaseDatabaseWrapper, number: int
) -> Sequence[int] | None:
    """Ids that nobody else will get; None where they have to come from the statement itself."""
    pk = model._meta.pk
    if not isinstance(pk, models.AutoField | models.BigAutoField) or model._meta.parents:
        return None
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and hasattr(cursor.cursor, "copy"):
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [connection.ops.quote_name(model._meta.db_table), pk.column, number],
            )
            return [row[0] for row in cursor.fetchall()]
        if connection.vendor == "sqlite":
            return _reserve_in_sqlite(cursor, model._meta.db_table, number)
    return None


def _reserve_in_sqlite(cursor, table: str, number: int) -> range:
    """Django's keys are AUTOINCREMENT, whose last value stands in a table that may be written."""
    cursor.execute("UPDATE sqlite_sequence SET seq = seq + %s WHERE name = %s", [number, table])
    if not cursor.rowcount:
        cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, number])
    cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
    last = cursor.fetchone()[0]
    return range(last - number + 1, last + 1)


def _default(field: Field) -> Callable[[], Any]:
    """What a column gets that is not given."""
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return lambda: field.pre_save(SimpleNamespace(), add=True)
    return field.get_default


def _reader(field: Field, connection: BaseDatabaseWrapper) -> Callable[[Any], Any]:
    """How a value of ``field`` becomes one of the database."""
    prepare = field.get_db_prep_save
    target = field.target_field if field.is_relation else field
    if isinstance(target, _TAKES_PLAIN):
        return lambda value: value if type(value) in _PLAIN else prepare(value, connection)
    return lambda value: None if value is None else prepare(value, connection)
