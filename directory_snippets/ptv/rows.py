"""Rows to make or change, with what hangs on them, written many at a time."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import ForeignKey, Model
from django.utils import timezone

from soskes_wagtail.bulk import references
from soskes_wagtail.bulk.rows import insert, remove, update
from soskes_wagtail.directory_snippets.services.ptv_owned import check_written

#: What was written: ids of rows by model.
Written = dict[type[Model], set[int]]


@dataclass
class RowChange:
    """One row. ``values`` are the columns that PTV owns (``services.ptv_owned``), by attribute name
    and fitted; the others stay as they are, or get ``initial`` values and defaults. ``children``
    replace the rows of their models that belong to it. ``pk`` is None for a new row, until it is
    written."""

    model: type[Model]
    pk: int | None
    values: dict[str, Any]
    children: dict[type[Model], Sequence[dict[str, Any]]] = field(default_factory=dict)
    initial: dict[str, Any] = field(default_factory=dict)
    is_new: bool = field(init=False)

    def __post_init__(self):
        self.is_new = self.pk is None


@dataclass
class Links:
    """The members that a many-to-many relation of a row is to have."""

    model: type[Model]
    pk: int
    through: type[Model]
    wanted: set[int]


def write_rows(changes: Iterable[RowChange], written: Written) -> None:
    """Write rows and children. Call it in a transaction, and ``refresh_references`` at the end.

    Raises ValueError when something is to be written that is not PTV's.
    """
    by_model: dict[type[Model], list[RowChange]] = defaultdict(list)
    for change in changes:
        by_model[change.model].append(change)
    for model, group in by_model.items():
        check_written(model, {name for change in group for name in change.values})
        new = [change for change in group if change.is_new]
        old = [change for change in group if not change.is_new]
        _update(model, old)
        pks = insert(model, [change.initial | change.values for change in new])
        for change, pk in zip(new, pks, strict=True):
            change.pk = pk
        _write_children(group, {change.pk for change in old})
        written.setdefault(model, set()).update(change.pk for change in group)


def _update(model: type[Model], changes: list[RowChange]) -> None:
    by_columns: dict[tuple[str, ...], list] = defaultdict(list)
    for change in changes:
        by_columns[tuple(change.values)].append([*change.values.values(), change.pk])
    for columns, rows in by_columns.items():
        update(model, columns, rows)


def _write_children(changes: list[RowChange], old: set[int]) -> None:
    for child in {child for change in changes for child in change.children}:
        link = _link(child, changes[0].model).attname
        if old:
            remove(child._base_manager.filter(**{f"{link}__in": old}))
        insert(
            child,
            [
                {**row, link: change.pk, "sort_order": number}
                for change in changes
                for number, row in enumerate(change.children[child])
            ],
        )


def write_links(links: Iterable[Links]) -> None:
    """Set many-to-many relations by ids, touching only what differs."""
    by_through: dict[type[Model], list[Links]] = defaultdict(list)
    for link in links:
        by_through[link.through].append(link)
    for through, group in by_through.items():
        source = _link(through, group[0].model)
        target = next(f for f in through._meta.fields if f.is_relation and f is not source)
        wanted = {link.pk: link.wanted for link in group}
        missing = {pk: set(members) for pk, members in wanted.items()}
        extra = []
        rows = through._base_manager.filter(**{f"{source.attname}__in": list(wanted)})
        for pk, owner, member in rows.values_list("pk", source.attname, target.attname):
            if member in wanted[owner]:
                missing[owner].discard(member)
            else:
                extra.append(pk)
        if extra:
            remove(through._base_manager.filter(pk__in=extra))
        insert(
            through,
            [
                {source.attname: pk, target.attname: member}
                for pk, members in missing.items()
                for member in sorted(members)
            ],
        )


def _link(child: type[Model], parent: type[Model]) -> ForeignKey:
    return next(f for f in child._meta.fields if f.is_relation and f.related_model is parent)


def withdraw_rows(rows: Iterable[tuple[type[Model], int]], written: Written) -> None:
    """Mark that PTV has taken records away; they stay, and their local data with them."""
    by_model: dict[type[Model], set[int]] = defaultdict(set)
    for model, pk in rows:
        by_model[model].add(pk)
    for model, pks in by_model.items():
        model._base_manager.filter(pk__in=pks).update(withdrawn_at=timezone.now())
        written.setdefault(model, set()).update(pks)


def refresh_references(written: Written) -> None:
    """Bring Wagtail's reference index up to date with the rows that were written."""
    for model, pks in written.items():
        references.refresh(model, pks)
