"""What the ways of Wagtail and Django to make rows cost, for comparison with an import."""

from pathlib import Path

from django.db import transaction
from home.models import BareRecord
from wagtail.models import Page, ReferenceIndex
from wagtail.search.backends import get_search_backend

from bench.imports import seconds
from soskes_wagtail.directory_snippets.models import Organisation, OrganisationChannel
from soskes_wagtail.directory_snippets.ptv import versions
from soskes_wagtail.directory_snippets.ptv.source import open_source
from soskes_wagtail.directory_snippets.ptv.values import address, columns, contact_rows, named


def plain_snippets(number: int, rows: int) -> float:
    """Rows a second of ``rows`` plain snippets in a loop of ``save()``: one transaction, Wagtail's
    search and reference index by their signals.

    A save costs the more the larger the host's index is, so that the first ``number`` and the
    last are measured, and what lies between them counts as half way.
    """
    ReferenceIndex.register_model(BareRecord)
    page = Page.objects.first()
    between = max(rows - 2 * number, 0)
    first = seconds(lambda: _save(_snippets(number, page)))
    _fill(_snippets(between, page))
    last = seconds(lambda: _save(_snippets(number, page)))
    return number / ((first + last) / 2)


def _snippets(number: int, page: Page) -> list[BareRecord]:
    text = "Yhdistys auttaa perheitä. " * 8
    return [BareRecord(name=f"Mittausyhdistys {i}", text=text, page=page) for i in range(number)]


def _fill(rows: list[BareRecord]) -> None:
    made = BareRecord.objects.bulk_create(rows, batch_size=500)
    get_search_backend().get_index_for_model(BareRecord).add_items(BareRecord, made)


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
