"""Where a record is used, asked from the tables themselves.

Wagtail's reference index knows neither many-to-many fields nor rows written in bulk by an
import. It is asked only for what stands in no foreign key: blocks and links of rich text.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db import models
from django.utils.text import capfirst
from modelcluster.fields import ParentalKey
from wagtail.models import ReferenceIndex


@dataclass(frozen=True)
class Use:
    """One use: the record (or page) that points here, and by which field."""

    user: models.Model
    field: str

    @property
    def kind(self) -> str:
        return capfirst(self.user._meta.verbose_name)


@dataclass(frozen=True)
class _Relation:
    """A field of another model, or of a row inside its records, that points to a model."""

    field: models.Field

    @cached_property
    def parent(self) -> ParentalKey | None:
        """The key to the record around the row that holds the field."""
        fields = self.field.model._meta.get_fields()
        return next((f for f in fields if isinstance(f, ParentalKey)), None)

    @property
    def index_path(self) -> str:
        """How the reference index names this field."""
        if self.parent is None:
            return self.field.name
        return f"{self.parent.remote_field.get_accessor_name()}.item.{self.field.name}"

    def rows(self, ids: Iterable) -> models.QuerySet:
        rows = self.field.model._base_manager.filter(**{f"{self.field.name}__in": ids})
        return rows.select_related(self.parent.name) if self.parent else rows

    def use(self, row: models.Model) -> Use:
        user = getattr(row, self.parent.name) if self.parent else row
        return Use(user, capfirst(str(self.field.verbose_name)))


def _relations(model: type[models.Model]) -> Iterator[models.Field]:
    """Every field of the site that points to a model, but for a record's own rows."""
    for relation in model._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete:
            continue
        field = relation.field
        through = relation.related_model._meta.auto_created
        if through or isinstance(field, ParentalKey) or field.remote_field.parent_link:
            continue
        yield field


def _is_part(field: models.Field) -> bool:
    """Rows that go with the record are no use of it."""
    return not field.many_to_many and field.remote_field.on_delete is models.CASCADE


def _uses_of(model: type[models.Model]) -> list[_Relation]:
    return [_Relation(field) for field in _relations(model) if not _is_part(field)]


def _blocks(records: list[models.Model]) -> models.QuerySet:
    """References from blocks and rich text."""
    keys = [_Relation(f).index_path for f in _relations(type(records[0])) if not f.many_to_many]
    references = ReferenceIndex.get_references_to_in_bulk(records)
    return references.exclude(model_path__in=keys).order_by("base_content_type", "object_id", "pk")


class Usage:
    """All uses of one record: countable, sliceable (for a paginator), true when there are any."""

    #: Wagtail's name for "must not be deleted".
    is_protected = property(lambda self: bool(len(self)))

    def __init__(self, record: models.Model):
        self.record = record

    @cached_property
    def _parts(self) -> list[tuple[_Relation | None, models.QuerySet, int]]:
        found = []
        for relation in _uses_of(type(self.record)):
            rows = relation.rows([self.record.pk]).order_by("pk")
            found.append((relation, rows, rows.count()))
        blocks = _blocks([self.record])
        return [*found, (None, blocks, blocks.count())]

    def __len__(self) -> int:
        return sum(count for _, _, count in self._parts)

    def count(self) -> int:
        return len(self)

    def __getitem__(self, wanted: slice) -> list[Use]:
        start, stop, _ = wanted.indices(len(self))
        found: list[Use] = []
        for relation, rows, count in self._parts:
            for row in rows[max(start, 0) : max(min(stop, count), 0)]:
                found.append(relation.use(row) if relation else _block_use(row))
            start, stop = start - count, stop - count
        return [use for use in found if use]

    def __iter__(self) -> Iterator[Use]:
        return iter(self[:])


def _block_use(reference: ReferenceIndex) -> Use | None:
    model = reference.base_content_type.model_class()
    user = model._base_manager.filter(pk=reference.object_id).first() if model else None
    return user and Use(
        getattr(user, "specific", user), capfirst(reference.describe_source_field())
    )


def usage_counts(records: list[models.Model]) -> Counter:
    """Number of uses by primary key for records of one model; one query per relation."""
    counts: Counter = Counter()
    if not records:
        return counts
    ids = [record.pk for record in records]
    for relation in _uses_of(type(records[0])):
        rows = relation.rows(ids).select_related(None).order_by()
        name = relation.field.name
        for pk, number in rows.values_list(name).annotate(models.Count("pk")):
            counts[pk] += number
    by_text = {str(pk): pk for pk in ids}
    for pk in _blocks(records).values_list("to_object_id", flat=True):
        counts[by_text[pk]] += 1
    return counts


def parts_of(record: models.Model) -> list[tuple[str, int]]:
    """What would be deleted with a record, apart from its own rows: (name in plural, number)."""
    found = []
    for field in filter(_is_part, _relations(type(record))):
        number = field.model._base_manager.filter(**{field.name: record}).count()
        if number:
            found.append((str(field.model._meta.verbose_name_plural), number))
    return found
