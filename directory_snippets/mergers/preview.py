"""What a merger would move, by kind: numbers, the first few, and what becomes of them."""

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.mergers.parts import Group, merger_parts
from soskes_wagtail.directory_snippets.mergers.relations import moved_fields, rows_of
from soskes_wagtail.directory_snippets.models import Licence, Membership, Merger, Organisation

EXAMPLES = 10


def preview_of(merger: Merger) -> list[Group]:
    """Groups with something in them, those of the directory first."""
    found = []
    for old, new in merger.pairs:
        for field in moved_fields(type(old)):
            rows = rows_of(field, old, merger)
            if number := rows.count():
                found.append(_group(field, rows, number, _remark(field, rows, old, new, merger)))
    for part in merger_parts():
        found += part.preview(merger)
    return found


def _group(field: models.Field, rows: models.QuerySet, number: int, remark: str) -> Group:
    model = field.model
    related = [f.name for f in model._meta.concrete_fields if f.many_to_one]
    examples = [str(row) for row in rows.select_related(*related)[:EXAMPLES]]
    label = capfirst(str(model._meta.verbose_name_plural))
    if model is Organisation and field.name == "parent":
        label = _("Organisations below it")
    elif field.many_to_many or field.related_model is not Organisation:
        label = f"{label} – {field.verbose_name}"
    return Group(label, number, examples, remark)


def _remark(field: models.Field, rows: models.QuerySet, old, new, merger: Merger) -> str:
    """What an administrator should think of before saying yes."""
    if field.model is Membership and not _will_be_licensed(old, new, merger):
        return _("%(new)s has no licence then: they cannot sign in to SosKes until it has one.") % {
            "new": new
        }
    if field.model is Licence and _is_licensed(new, merger):
        return _("%(new)s has a licence of its own: this one ends. Check the number of seats.") % {
            "new": new
        }
    names = {f.name for f in field.model._meta.concrete_fields}
    if "ptv_id" in names and (from_ptv := rows.filter(ptv_id__isnull=False).count()):
        return _(
            "%(number)s of them come from PTV: what PTV says at the next import holds. Have it "
            "changed there, too."
        ) % {"number": from_ptv}
    return ""


def _is_licensed(organisation: Organisation, merger: Merger) -> bool:
    """Whether it, or one above it, has a licence on the first day."""
    ids, step = set(), organisation
    while step is not None and step.pk not in ids:
        ids.add(step.pk)
        step = step.parent
    return Licence.objects.valid(merger.date).filter(organisation__in=ids).exists()


def _will_be_licensed(old: Organisation, new: Organisation, merger: Merger) -> bool:
    own = Licence.objects.valid(merger.date).filter(organisation=old)
    return _is_licensed(new, merger) or own.exists()
