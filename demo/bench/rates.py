"""What the ways of Wagtail and Django to make rows cost, for comparison with an import."""

from pathlib import Path

from django.db import transaction
from home.models import BareRecord
from wagtail.models import Page, ReferenceIndex

from bench.imports import seconds
from soskes_wagtail.directory_snippets.models import Organisation, OrganisationChannel
from soskes_wagtail.directory_snippets.ptv import versions
from soskes_wagtail.directory_snippets.ptv.source import open_source
from soskes_wagtail.directory_snippets.ptv.values import address, columns, contact_rows, named


def plain_snippets(number: int) -> float:
    """Rows a second of a plain snippet in a loop of ``save()``: one transaction, Wagtail's search
    and reference index by their signals."""
    ReferenceIndex.register_model(BareRecord)
    page = Page.objects.first()
    rows = [
        BareRecord(name=f"Mittausyhdistys {i}", text="Yhdistys auttaa perheitä. " * 8, page=page)
        for i in range(number)
    ]
    return number / seconds(lambda: _save(rows))


def single_saves(folder: str, number: int) -> float:
    """Rows a second of organisations with their numbers and addresses, saved one by one."""
    rows = []
    for values, channels in _rows(folder, number):
        row = Organisation(**values)
        row.channels = [OrganisationChannel(**channel) for channel in channels]
        rows.append(row)
    return _rolled_back(lambda: _save(rows), number)


def bulk_create(folder: str) -> float:
    """Seconds for all organisations with their numbers and addresses by ``bulk_create``, without
    any index."""
    rows = [
        (Organisation(**values), [OrganisationChannel(**channel) for channel in channels])
        for values, channels in _rows(folder)
    ]

    def create() -> None:
        with transaction.atomic():
            Organisation.objects.bulk_create([row for row, _channels in rows])
            for row, channels in rows:
                for channel in channels:
                    channel.organisation = row
            OrganisationChannel.objects.bulk_create([c for _row, own in rows for c in own])

    return seconds(create)


def _save(rows: list) -> None:
    with transaction.atomic():
        for row in rows:
            row.save()


def _rolled_back(work, number: int) -> float:
    with transaction.atomic():
        found = number / seconds(work)
        transaction.set_rollback(True)
    return found


def _rows(folder: str, number: int | None = None) -> list[tuple[dict, list[dict]]]:
    """Values of the organisations of a folder as the import would set them."""
    found = []
    for batch in open_source(str(Path(folder))).batches():
        for item in batch.items:
            if number is not None and len(found) == number:
                return found
            record = versions.parse(item)
            values = {
                "ptv_id": record.id,
                "type": record.type,
                "business_id": record.business_id,
                **named(record.names),
                **columns("description", record.descriptions),
                **address(record.place, []),
            }
            found.append((values, contact_rows(OrganisationChannel, record.contacts, [])))
    return found
