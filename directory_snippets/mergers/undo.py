"""Put everything back as it was before a merger; what somebody changed since is left and said."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from soskes_wagtail.access import audit
from soskes_wagtail.directory_snippets.mergers.carry_out import MergerError, lock, log_data
from soskes_wagtail.directory_snippets.mergers.events import UNDONE
from soskes_wagtail.directory_snippets.mergers.record import (
    all_values,
    put_many,
    save,
    stored,
    value_of,
)
from soskes_wagtail.directory_snippets.models import Merger, MergerStep


@dataclass(frozen=True)
class Changed:
    """A step that cannot be taken back: the record, and why."""

    step: MergerStep
    name: str
    reason: str


def changed_since(merger: Merger) -> list[Changed]:
    """Steps whose record is no longer as the merger left it."""
    steps = list(merger.steps.order_by("-pk"))
    records = _records(steps)
    found = []
    for step in steps:
        record = records.get((step.model, step.object_id))
        if reason := _why_not(step, record):
            found.append(Changed(step, _name(step, record), reason))
    return found


def _records(steps: list[MergerStep]) -> dict[tuple[str, str], Model]:
    """Records of all steps, with their many-to-many fields; as many queries for many as for few."""
    found = {}
    for label in {step.model for step in steps}:
        ours = [step for step in steps if step.model == label]
        model = _model(ours[0])
        if model is None:
            continue
        many = {f.name for f in model._meta.many_to_many} & {step.field for step in ours}
        rows = model._base_manager.filter(pk__in={step.object_id for step in ours})
        for record in rows.prefetch_related(*many):
            found[label, str(record.pk)] = record
    return found


@transaction.atomic
def undo(merger: Merger, user, *, leave_changed: bool = False) -> list[Changed]:
    """Take all steps back, the last first, and give those that were left.

    Raises MergerError when records were changed since, unless ``leave_changed``: then those
    stay as they are now.
    """
    done = Merger.objects.filter(pk=merger.pk, state=Merger.State.DONE)
    if not done.update(state=Merger.State.UNDONE, undone_at=timezone.now()):
        raise MergerError(_("Somebody has done this already."))
    lock(merger)
    left = []
    for step in merger.steps.order_by("-pk"):
        record = _record(step)
        reason = _why_not(step, record) or _take_back(step, record)
        if reason:
            left.append(Changed(step, _name(step, record), reason))
    if left and not leave_changed:
        raise MergerError(_("Some records have been changed since: nothing was undone."))
    for old, new in merger.pairs:
        for record in (old, new):
            log(
                instance=record,
                action="soskes.merger_undone",
                user=user,
                data={"merger": str(merger)},
            )
    audit.record(UNDONE, actor=user, subject=merger, data=log_data(merger) | {"left": len(left)})
    return left


def _model(step: MergerStep) -> type[Model] | None:
    try:
        return apps.get_model(step.model)
    except LookupError:  # a part that has been taken out of the site
        return None


def _record(step: MergerStep) -> Model | None:
    model = _model(step)
    return model and model._base_manager.filter(pk=step.object_id).first()


def _name(step: MergerStep, record: Model | None) -> str:
    model = _model(step)
    kind = capfirst(str(model._meta.verbose_name)) if model else step.model
    return f"{kind}: {record}" if record is not None else f"{kind} {step.object_id}"


def _why_not(step: MergerStep, record: Model | None) -> str:
    """Why a step cannot be taken back; empty when it can."""
    if _model(step) is None:
        return _("This part of SosKes is not installed any more.")
    if not step.field and step.after is None:
        return _("It has been made anew.") if record is not None else ""
    if record is None:
        return _("It has been deleted.")
    if not step.field:
        return "" if all_values(record) == step.after else _("It has been changed.")
    return "" if _now(step, record) == step.after else _("It has been changed.")


def _now(step: MergerStep, record: Model) -> Any:
    if step.field.startswith("content."):
        return record.content.get(step.field.partition(".")[2])
    name = step.field
    if any(field.attname == name for field in record._meta.concrete_fields):
        return stored(getattr(record, name))
    return value_of(record, name)


def _take_back(step: MergerStep, record: Model | None) -> str:
    """Do it; a sentence when the database does not allow it."""
    try:
        with transaction.atomic():
            _put_back(step, record)
    except IntegrityError:
        return _("Another record has taken its place.")
    return ""


def _put_back(step: MergerStep, record: Model | None) -> None:
    if not step.field and step.before is None:
        record.delete()
    elif not step.field:
        model = _model(step)
        values = {f.attname: _value(f, step.before[f.attname]) for f in model._meta.concrete_fields}
        model(**values).save(force_insert=True)
        # Django has put the time of now where it does so by itself.
        model._base_manager.filter(pk=step.object_id).update(**values)
    elif step.field.startswith("content."):
        record.content[step.field.partition(".")[2]] = step.before
        record.save(update_fields=["content"])
    else:
        _set_back(step, record)


def _set_back(step: MergerStep, record: Model) -> None:
    for field in record._meta.concrete_fields:
        if field.attname == step.field:
            setattr(record, step.field, _value(field, step.before))
            save(record, update_fields=[step.field])
            return
    put_many(record, step.field, step.before)


def _value(field: models.Field, kept: Any) -> Any:
    return kept if field.is_relation else field.to_python(kept)
