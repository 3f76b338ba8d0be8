"""Save a row with its children, so that usage lists and search see it whole."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Model
from django.utils import timezone
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from soskes_wagtail.directory_snippets.services.ptv_owned import check_written


def save_row(
    model: type[Model],
    pk: int | None,
    values: dict[str, Any],
    children: dict[type[Model], Sequence[Model]],
) -> Model:
    """Make or change one row. ``values`` are attributes that PTV owns; the others stay as they
    are. ``children`` replace the rows of their models that belong to it.

    Raises ValidationError when a value does not fit its column, ValueError when a name is not
    PTV's (``services.ptv_owned``). Call it in a transaction.
    """
    check_written(model, values)
    row = model.objects.get(pk=pk) if pk else model()
    for name, value in values.items():
        setattr(row, name, value)
    check_row(row)
    with disable_reference_index_auto_update():
        row.save()
        for child, new in children.items():
            replace_children(row, child, new)
    ReferenceIndex.create_or_update_for_object(row)
    return row


def check_row(row: Model) -> None:
    """The rules of the columns, without the queries that uniqueness and relations cost."""
    row.clean_fields(exclude=[field.name for field in row._meta.fields if field.is_relation])


def replace_children(row: Model, child: type[Model], new: Sequence[Model]) -> None:
    link = next(f for f in child._meta.fields if f.is_relation and f.related_model is type(row))
    child.objects.filter(**{link.name: row}).delete()
    for one in new:
        setattr(one, link.name, row)
    child.objects.bulk_create(new)


def withdraw_row(model: type[Model], pk: int) -> None:
    """Mark that PTV has taken the record away; it stays, and its local data with it."""
    row = model.objects.get(pk=pk)
    row.withdrawn_at = timezone.now()
    row.save(update_fields=["withdrawn_at"])
