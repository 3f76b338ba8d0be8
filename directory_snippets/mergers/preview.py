"""What a merger would move, by kind: numbers, the first few, and what becomes of them."""

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.mergers.parts import Group, merger_parts
from soskes_wagtail.directory_snippets.mergers.relations import moved_fields, rows_of
from soskes_wagtail.directory_snippets.models import Merger, Organisation

EXAMPLES = 10


def preview_of(merger: Merger) -> list[Group]:
    """Groups with something in them, those of the directory first."""
    found = []
    for old, _new in merger.pairs:
        for field in moved_fields(type(old)):
            rows = rows_of(field, old, merger)
            if number := rows.count():
                found.append(_group(field, rows, number))
    for part in merger_parts():
        found += part.preview(merger)
    return found


def _group(field: models.Field, rows: models.QuerySet, number: int) -> Group:
    model = field.model
    names = {f.name: f for f in model._meta.concrete_fields}
    related = [f.name for f in names.values() if f.many_to_one]
    examples = [str(row) for row in rows.select_related(*related)[:EXAMPLES]]
    label = capfirst(str(model._meta.verbose_name_plural))
    if model is Organisation and field.name == "parent":
        label = _("Organisations below it")
    elif field.many_to_many or field.related_model is not Organisation:
        label = f"{label} – {field.verbose_name}"
    remark = ""
    if "ptv_id" in names and (from_ptv := rows.filter(ptv_id__isnull=False).count()):
        remark = _(
            "%(number)s of them come from PTV: what PTV says at the next import holds. Have it "
            "changed there, too."
        ) % {"number": from_ptv}
    return Group(label, number, examples, remark)
