"""What an import would change, value by value, without writing anything.

``compare`` is what a dry run prints and what a page of the admin may show.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db.models import Field, Model
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from soskes_wagtail.bulk.changed import Expect
from soskes_wagtail.directory_snippets.models import (
    Area,
    Organisation,
    Service,
    ServiceChannel,
    ServiceOffering,
    Unit,
)
from soskes_wagtail.directory_snippets.models.channels import ContactChannel
from soskes_wagtail.directory_snippets.ptv.connections import Connections
from soskes_wagtail.directory_snippets.ptv.report import Outcome
from soskes_wagtail.directory_snippets.ptv.rows import Links, RowChange
from soskes_wagtail.directory_snippets.ptv.writing import Pending, Writer

#: Columns that say nothing to people.
_INTERNAL = {"ptv_id", "source_hash", "withdrawn_at"}


@dataclass(frozen=True)
class Difference:
    """One value of one item: ``kind`` and ``id`` as in the report, ``name`` of the item, ``field``
    in words. A record that is created or withdrawn has a row without a field first."""

    id: str
    kind: str
    action: str
    name: str
    field: str = ""
    old: str = ""
    new: str = ""

    def as_json(self) -> dict[str, str]:
        return asdict(self)


@dataclass
class Preview(Writer):
    """Stands where the writer stands, and takes down what it would write.

    New rows get ids below zero, so that what refers to them can be decided.
    """

    differences: list[Difference] = field(default_factory=list)
    names: "Names" = field(default_factory=lambda: Names())
    _next: int = -1

    def __post_init__(self):
        self.lookups.pretend()

    def run(self) -> AbstractContextManager[Expect]:
        return nullcontext(lambda _rows: None)

    def close(self) -> None:
        self.report.differences = [one.as_json() for one in self.differences]

    def _write(self, pending: list[Pending]) -> None:
        self.names.languages = {pk: code for code, pk in self.lookups.locales.items()}
        for one in pending:
            one.change.prepare(self.lookups)
            for row in one.change.rows:
                if row.is_new:
                    row.pk, self._next = self._next, self._next - 1
                    self.names.add(row)
        self.lookups.keep_new_references()
        old = _Old.of([one.change for one in pending])
        for one in pending:
            self.differences += self._of(one, old)

    def _of(self, pending: Pending, old: "_Old") -> Iterator[Difference]:
        record, change = pending.record, pending.change
        name = next(iter(record.names.values()), "") or self.names.of_rows(change.withdraws)

        def difference(what: str = "", before: str = "", after: str = "") -> Difference:
            return Difference(
                str(record.id), str(record.kind), str(pending.outcome), name, what, before, after
            )

        if pending.outcome is not Outcome.UPDATED:
            yield difference()
        for row in change.rows:
            for what, before, after in self._of_row(row, old):
                yield difference(what, before, after)
        for link in change.links:
            before = old.members.get((link.through, link.pk), set())
            if before != link.wanted:
                titles = [self._titles(link, pks) for pks in (before, link.wanted)]
                yield difference(_title_of_links(link), *titles)
        connections = Connections()
        change.connect(self.lookups, connections)
        for what, before, after in self._of_connections(connections, old):
            yield difference(what, before, after)

    def _of_row(self, row: RowChange, old: "_Old") -> Iterator[tuple[str, str, str]]:
        there = old.rows.get((row.model, row.pk))
        suffix = self.names.language(row)
        if there is not None and there.withdrawn_at:
            yield _("withdrawn from PTV") + suffix, date_format(there.withdrawn_at), ""
        for name, value in row.values.items():
            column = _column(row.model, name)
            before = self.names.text(column, getattr(there, name, None))
            after = self.names.text(column, value)
            if name not in _INTERNAL and before != after:
                yield f"{column.verbose_name}{suffix}", before, after
        for child, rows in row.children.items():
            before = "; ".join(map(_line, old.children.get((child, row.pk), [])))
            after = "; ".join(_line(child(**values)) for values in rows)
            if before != after:
                what = (
                    _("phones and addresses")
                    if issubclass(child, ContactChannel)
                    else (_("opening hours"))
                )
                yield what, before, after

    def _titles(self, link: Links, pks: Iterable[int]) -> str:
        target = _target(link)
        if target is Area:
            index = self.lookups.areas
        else:
            index = next(
                i for i in (self.lookups.classes, self.lookups.target_groups) if i.model is target
            )
        return ", ".join(sorted(index.title(pk) for pk in pks))

    def _of_connections(self, found: Connections, old: "_Old") -> Iterator[tuple[str, str, str]]:
        added = [offering for offering, _rest in (*found.add, *found.add_like)]
        gone = [old.offerings[pk] for pk in found.remove if pk in old.offerings]
        if added or gone:
            before = ", ".join(sorted(map(self.names.of_offering, map(vars, gone))))
            yield (
                _("places of service"),
                before,
                ", ".join(sorted(map(self.names.of_offering, added))),
            )
        if found.refresh:
            yield _("areas of its places of service"), "", _("changed")
        pairs = [
            [f"{self.names.of(Service, a)} – {self.names.of(ServiceChannel, b)}" for a, b in links]
            for links in (sorted(found.remove_links), sorted(found.add_links))
        ]
        if any(pairs):
            yield _("service channels"), ", ".join(pairs[0]), ", ".join(pairs[1])

    def parents(self, parents: dict[int, int | None]) -> None:
        """Take down changed places in the tree of organisations."""
        there = dict(
            Organisation.objects.filter(pk__in=[pk for pk in parents if pk > 0]).values_list(
                "pk", "parent_id"
            )
        )
        identifiers = self.lookups.organization_ptv_ids
        for pk, parent in parents.items():
            self.differences.append(
                Difference(
                    str(identifiers[pk]),
                    "organizations",
                    str(self.report.outcomes["organizations", identifiers[pk]]),
                    self.names.of(Organisation, pk),
                    str(Organisation._meta.get_field("parent").verbose_name),
                    self.names.of(Organisation, there.get(pk)),
                    self.names.of(Organisation, parent),
                )
            )


class Names:
    """Names of rows, those that are there and those that would be made."""

    def __init__(self):
        self._names: dict[tuple[type[Model], int], str] = {}
        self.languages: dict[int, str] = {}

    def add(self, row: RowChange) -> None:
        self._names[row.model, row.pk] = row.values.get("name_fi") or row.values.get("name", "")

    def of(self, model: type[Model], pk: int | None) -> str:
        if pk is None:
            return ""
        if (model, pk) not in self._names:
            row = model._base_manager.filter(pk=pk).first()
            self._names[model, pk] = str(row) if row else ""
        return self._names[model, pk]

    def of_rows(self, rows: Sequence[tuple[type[Model], int]]) -> str:
        return next((self.of(model, pk) for model, pk in rows), "")

    def of_offering(self, values: dict[str, Any]) -> str:
        place = self.of(Unit, values["unit_id"]) or self.of(Organisation, values["organisation_id"])
        return f"{place} ({ServiceOffering.Role(values['role']).label})"

    def language(self, row: RowChange) -> str:
        """`` (sv)`` of a version of a service; nothing of other rows."""
        if row.model is not Service:
            return ""
        locale = row.initial.get("locale_id")
        return f" ({self.languages.get(locale, '')})"

    def text(self, column: Field, value: Any) -> str:
        """A value as people read it."""
        if value is None or value == "":
            return ""
        if column.is_relation:
            return self.of(column.related_model, value)
        if column.flatchoices:
            return str(dict(column.flatchoices).get(value, value))
        if isinstance(value, bool):
            return _("yes") if value else ""
        return str(value)


@dataclass
class _Old:
    """What is there of the rows that changes would touch."""

    rows: dict[tuple[type[Model], int], Model] = field(default_factory=dict)
    children: dict[tuple[type[Model], int], list[Model]] = field(
        default_factory=lambda: defaultdict(list)
    )
    members: dict[tuple[type[Model], int], set[int]] = field(
        default_factory=lambda: defaultdict(set)
    )
    offerings: dict[int, ServiceOffering] = field(default_factory=dict)

    @classmethod
    def of(cls, changes: Sequence) -> "_Old":
        old = cls()
        rows = [row for change in changes for row in change.rows if not row.is_new]
        for model in {row.model for row in rows}:
            group = [row for row in rows if row.model is model]
            pks = [row.pk for row in group]
            for pk, one in model._base_manager.in_bulk(pks).items():
                old.rows[model, pk] = one
            for child in {child for row in group for child in row.children}:
                link = next(f for f in child._meta.fields if f.related_model is model)
                for one in child._base_manager.filter(**{f"{link.attname}__in": pks}).order_by(
                    "sort_order", "pk"
                ):
                    old.children[child, getattr(one, link.attname)].append(one)
        links = [link for change in changes for link in change.links if link.pk > 0]
        for through in {link.through for link in links}:
            group = [link for link in links if link.through is through]
            source = next(f for f in through._meta.fields if f.related_model is group[0].model)
            target = next(f for f in through._meta.fields if f.is_relation and f is not source)
            found = through._base_manager.filter(
                **{f"{source.attname}__in": [link.pk for link in group]}
            )
            for pk, member in found.values_list(source.attname, target.attname):
                old.members[through, pk].add(member)
        gone = [pk for change in changes for pk in change.disconnects]
        old.offerings = ServiceOffering.objects.in_bulk(gone) if gone else {}
        return old


def _column(model: type[Model], attname: str) -> Field:
    return next(field for field in model._meta.concrete_fields if field.attname == attname)


def _target(link: Links) -> type[Model]:
    return next(
        f.related_model
        for f in link.through._meta.fields
        if f.is_relation and f.related_model is not link.model
    )


def _title_of_links(link: Links) -> str:
    return str(
        next(
            relation.verbose_name
            for relation in link.model._meta.many_to_many
            if relation.remote_field.through is link.through
        )
    )


def _line(child: Model) -> str:
    """A number with its label, or a row of opening hours."""
    text = str(child)
    extra = getattr(child, "label", "") or getattr(child, "note", "")
    return f"{text} ({extra})" if extra else text
