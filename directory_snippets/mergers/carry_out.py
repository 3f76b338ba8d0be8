"""Do a merger, all of it in one transaction."""

import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from soskes_wagtail.access import audit
from soskes_wagtail.directory_snippets.mergers.check import problems_of
from soskes_wagtail.directory_snippets.mergers.events import DONE, PLANNED
from soskes_wagtail.directory_snippets.mergers.parts import merger_parts
from soskes_wagtail.directory_snippets.mergers.record import Recorder
from soskes_wagtail.directory_snippets.mergers.relations import moved_fields, rows_of
from soskes_wagtail.directory_snippets.models import Merger


class MergerError(Exception):
    """Nothing was done; the message says why."""


def confirm(merger: Merger, user) -> None:
    """Carry a merger out, or have it carried out on its day. Raises MergerError."""
    if merger.date <= timezone.localdate():
        carry_out(merger, user)
    else:
        _plan(merger, user)


@transaction.atomic
def _plan(merger: Merger, user) -> None:
    drafts = Merger.objects.filter(pk=merger.pk, state=Merger.State.DRAFT)
    if not drafts.update(state=Merger.State.PLANNED):
        raise MergerError(_("Somebody has done this already."))
    _refuse_problems(merger)
    audit.record(PLANNED, actor=user, subject=merger, data=log_data(merger))


@transaction.atomic
def carry_out(merger: Merger, user=None) -> None:
    """Move everything and end the old one. Raises MergerError."""
    open_states = (Merger.State.DRAFT, Merger.State.PLANNED)
    # Of two at the same time the second waits here, and finds nothing to do.
    waiting = Merger.objects.filter(pk=merger.pk, state__in=open_states)
    if not waiting.update(state=Merger.State.DONE, done_at=timezone.now(), problem=""):
        raise MergerError(_("Somebody has done this already."))
    lock(merger)
    _refuse_problems(merger)
    recorder = Recorder(merger)
    for old, new in merger.pairs:
        for field in moved_fields(type(old)):
            _move(field, old, new, recorder)
    for old, new in merger.pairs:
        _end(old, new, recorder)
    for part in merger_parts():
        part.carry_out(merger, recorder)
    for old, new in merger.pairs:
        for record in (old, new):
            log(instance=record, action="soskes.merger", user=user, data={"merger": str(merger)})
    audit.record(DONE, actor=user, subject=merger, data=log_data(merger))


def lock(merger: Merger) -> None:
    """Whoever changes one of the two waits until we are done."""
    for old, new in merger.pairs:
        list(type(old)._base_manager.select_for_update().filter(pk__in=[old.pk, new.pk]))
    merger.refresh_from_db()


def _refuse_problems(merger: Merger) -> None:
    if problems := problems_of(merger):
        raise MergerError(" ".join(problems))


def log_data(merger: Merger) -> dict:
    return {"date": merger.date, "old": str(merger.old), "new": str(merger.new)}


def _move(field: models.Field, old: Model, new: Model, recorder: Recorder) -> None:
    for row in rows_of(field, old, recorder.merger):
        if field.many_to_many:
            replace_in(row, field.name, old, new, recorder)
        else:
            _point(row, field, old, new, recorder)
            recorder.drafts(row, field.name, lambda value: new.pk if value == old.pk else value)


def replace_in(row: Model, name: str, old: Model, new: Model, recorder: Recorder) -> None:
    """Put ``new`` in place of ``old`` in a many-to-many field, in waiting drafts of it too."""
    ids = set(getattr(row, name).values_list("pk", flat=True))
    recorder.set_many(row, name, ids - {old.pk} | {new.pk})
    recorder.drafts(
        row,
        name,
        lambda ids: sorted({*ids, new.pk} - {old.pk}) if ids and old.pk in ids else ids,
    )


def _point(row: Model, field: models.Field, old: Model, new: Model, recorder: Recorder) -> None:
    if not _is_once(field):
        recorder.set(row, **{field.attname: new.pk})
    elif not set_unless_taken(row, recorder, **{field.attname: new.pk}):
        _leave(row, recorder)


def set_unless_taken(row: Model, recorder: Recorder, **values) -> bool:
    """Set fields of a row; False, and nothing set, where another row stands in the way."""
    try:
        with transaction.atomic():
            recorder.set(row, **values)
            if _has_term(row):
                row.clean()
    except (IntegrityError, ValidationError):
        row.refresh_from_db()
        return False
    return True


def _has_term(row: Model) -> bool:
    """Licences and memberships: their ``clean`` knows which cannot hold at the same time."""
    return any(f.name == "valid_until" for f in row._meta.concrete_fields)


def _is_once(field: models.Field) -> bool:
    """Whether the new one may have the same already."""
    unique = field.unique or any(
        field.name in getattr(constraint, "fields", ())
        for constraint in field.model._meta.constraints
    )
    return unique or _has_term(field.model)


def _leave(row: Model, recorder: Recorder) -> None:
    """The new one has the same already: ours ends, or goes when it knows no end."""
    last = recorder.merger.date - datetime.timedelta(days=1)
    names = {f.name for f in row._meta.concrete_fields}
    for name in ("valid_to", "valid_until"):
        if name in names:
            start = getattr(row, "valid_from", None)
            end = getattr(row, name)
            if not end or end > last:
                # A row never ends before it begins.
                recorder.set(row, **{name: max(last, start) if start else last})
            return
    recorder.remove(row)


def _end(old: Model, new: Model, recorder: Recorder) -> None:
    last = recorder.merger.date - datetime.timedelta(days=1)
    ends = last if old.valid_to is None or old.valid_to > last else old.valid_to
    recorder.set(old, successor_id=new.pk, valid_to=ends)
