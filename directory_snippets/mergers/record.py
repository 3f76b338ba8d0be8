"""Change records and write down each change, so that it can be put back exactly."""

import datetime
import json
from collections.abc import Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Model
from modelcluster.models import ClusterableModel
from wagtail.models import Page, Revision

from soskes_wagtail.directory_snippets.models import Merger, MergerStep


class _ExactEncoder(DjangoJSONEncoder):
    def default(self, o):
        # Django's own leaves out the microseconds.
        return o.isoformat() if isinstance(o, datetime.datetime) else super().default(o)


def stored(value: Any) -> Any:
    """A value as JSON gives it back."""
    return json.loads(json.dumps(value, cls=_ExactEncoder))


def value_of(record: Model, name: str) -> Any:
    """A field's value as steps keep it: for a many-to-many field the sorted ids."""
    field = record._meta.get_field(name)
    if field.many_to_many:
        return sorted(each.pk for each in getattr(record, name).all())
    return stored(getattr(record, field.attname))


def all_values(record: Model) -> dict[str, Any]:
    """All columns of a record."""
    return {f.attname: stored(getattr(record, f.attname)) for f in record._meta.concrete_fields}


class Recorder:
    """The pen of one merger. Inside its transaction only."""

    def __init__(self, merger: Merger):
        self.merger = merger

    def set(self, record: Model, **values: Any) -> None:
        """Set fields of a record (by attribute name, ``organisation_id``) and save them."""
        steps = []
        for attname, value in values.items():
            before = stored(getattr(record, attname))
            if before != stored(value):
                setattr(record, attname, value)
                steps.append(self._step(record, attname, before, stored(value)))
        if steps:
            save(record, update_fields=[step.field for step in steps])
            MergerStep.objects.bulk_create(steps)

    def set_many(self, record: Model, name: str, ids: Iterable[int]) -> None:
        """Set a many-to-many field, of a page or other cluster too."""
        before, after = value_of(record, name), sorted(ids)
        if before != after:
            put_many(record, name, after)
            self._step(record, name, before, after).save()

    def drafts(self, record: Model, name: str, change) -> None:
        """Change a field in what is not published yet: the newest revision and scheduled ones.

        ``change(value)`` gives the new value of the field in the revision's content.
        """
        if not hasattr(record, "latest_revision_id"):
            return
        waiting = Revision.objects.for_instance(record).filter(
            models.Q(pk=record.latest_revision_id) | models.Q(approved_go_live_at__isnull=False)
        )
        for revision in waiting:
            before = revision.content.get(name)
            after = change(before)
            if after != before:
                revision.content[name] = after
                revision.save(update_fields=["content"])
                self._step(revision, f"content.{name}", before, after).save()

    def added(self, record: Model) -> None:
        """Write down a record that was just made."""
        MergerStep.objects.create(
            merger=self.merger,
            model=record._meta.label_lower,
            object_id=str(record.pk),
            after=all_values(record),
        )

    def remove(self, record: Model) -> None:
        """Delete a record that nothing hangs on."""
        MergerStep.objects.create(
            merger=self.merger,
            model=record._meta.label_lower,
            object_id=str(record.pk),
            before=all_values(record),
        )
        record.delete()

    def _step(self, record: Model, field: str, before, after) -> MergerStep:
        return MergerStep(
            merger=self.merger,
            model=record._meta.label_lower,
            object_id=str(record.pk),
            field=field,
            before=before,
            after=after,
        )


def put_many(record: Model, name: str, ids: Iterable[int]) -> None:
    """Set a many-to-many field; those of clusters are written when the record is saved."""
    field = record._meta.get_field(name)
    getattr(record, name).set(field.related_model._base_manager.filter(pk__in=list(ids)))
    if isinstance(record, ClusterableModel):
        save(record)


def save(record: Model, **kwargs) -> None:
    """Without asking whether the rest of it is right: that is not what a merger changes."""
    if isinstance(record, Page):
        kwargs["clean"] = False
    record.save(**kwargs)
