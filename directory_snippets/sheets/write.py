"""Write many rows of one table at once, with everything that has to know of them."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import count

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils import timezone
from wagtail.models import ModelLogEntry

from soskes_wagtail.bulk import references, rows
from soskes_wagtail.bulk.changed import records_changed
from soskes_wagtail.directory_snippets.sheets.links import Links
from soskes_wagtail.directory_snippets.sheets.plan import Entry, Outcome
from soskes_wagtail.directory_snippets.sheets.ways import Ways


def write_entries(model: type[Model], entries: Sequence[Entry], user) -> None:
    """Make and change the records of entries, all of ``model``. Call it in a transaction."""
    if not entries:
        return
    created = [entry for entry in entries if entry.outcome is Outcome.CREATED]
    updated = [entry for entry in entries if entry.outcome is Outcome.UPDATED]
    _insert(model, created)
    _update(model, updated)
    _link(entries)
    _write_ways(created, updated)
    pks = [entry.record.pk for entry in entries]
    references.refresh(model, pks)
    _log(model, entries, user)
    records_changed({model: pks})


def _insert(model: type[Model], entries: list[Entry]) -> None:
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    values = [{f.attname: getattr(entry.record, f.attname) for f in fields} for entry in entries]
    for entry, pk in zip(entries, rows.insert(model, values), strict=True):
        entry.record.pk = pk


def _update(model: type[Model], entries: list[Entry]) -> None:
    columns = {field.name: field.attname for field in model._meta.concrete_fields}
    changed = {change.cell.name for entry in entries for change in entry.changes}
    attnames = [attname for name, attname in columns.items() if name in changed]
    if attnames:
        values = [[*(getattr(e.record, name) for name in attnames), e.record.pk] for e in entries]
        rows.update(model, attnames, values)


def _link(entries: Sequence[Entry]) -> None:
    """Many-to-many fields: what was there goes, what the table says comes."""
    owners: dict[str, dict[int, frozenset]] = defaultdict(dict)
    for entry in entries:
        for change in entry.changes:
            if isinstance(change.cell, Links):
                owners[change.cell.name][entry.record.pk] = change.after
    for name, links in owners.items():
        field = type(entries[0].record)._meta.get_field(name)
        through, ours, theirs = (
            field.remote_field.through,
            field.m2m_field_name(),
            field.m2m_reverse_field_name(),
        )
        rows.remove(through._base_manager.filter(**{f"{ours}__in": list(links)}))
        values = [
            {f"{ours}_id": pk, f"{theirs}_id": each.pk}
            for pk, found in links.items()
            for each in sorted(found, key=lambda record: record.pk)
        ]
        rows.insert(through, values)


def _write_ways(created: list[Entry], updated: list[Entry]) -> None:
    """Numbers and addresses. Those of a record that is there keep their labels, one by one."""
    values: dict[type[Model], list[dict]] = defaultdict(list)
    for entry in created:
        number = count()
        for change in entry.changes:
            if isinstance(change.cell, Ways):
                channel, owner = change.cell.channel_of(type(entry.record))
                row = {"kind": change.cell.field, owner: entry.record.pk}
                for text in change.after:
                    values[channel].append({**row, "value": text, "sort_order": next(number)})
    for channel, found in values.items():
        rows.insert(channel, found)
    for entry in updated:
        for change in entry.changes:
            if isinstance(change.cell, Ways):
                change.cell.write_rows(entry.record, change.after)


def _log(model: type[Model], entries: Sequence[Entry], user) -> None:
    """A line in the history of each, as the admin's forms write it."""
    actions = {Outcome.CREATED: "wagtail.create", Outcome.UPDATED: "wagtail.edit"}
    content_type = ContentType.objects.get_for_model(model, for_concrete_model=False)
    now = timezone.now()
    ModelLogEntry.objects.bulk_create(
        [
            ModelLogEntry(
                content_type=content_type,
                object_id=str(entry.record.pk),
                label=str(entry.record),
                action=actions[entry.outcome],
                user=user,
                timestamp=now,
                content_changed=True,
            )
            for entry in entries
        ],
        batch_size=500,
    )
