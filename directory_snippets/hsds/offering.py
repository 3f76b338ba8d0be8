"""Offerings at service points as HSDS service_at_location."""

from collections.abc import Iterable
from typing import Any

from soskes_wagtail.directory_snippets.hsds.ids import made_id, record_id, service_id
from soskes_wagtail.directory_snippets.hsds.location import locations
from soskes_wagtail.directory_snippets.hsds.queries import Directory
from soskes_wagtail.directory_snippets.hsds.values import compact
from soskes_wagtail.directory_snippets.models import ServiceOffering


def offering_id(row: ServiceOffering) -> str:
    return made_id("serviceoffering", row.pk)


def service_at_locations(
    directory: Directory, rows: Iterable[ServiceOffering], *, full: bool
) -> list[dict[str, Any]]:
    """Rows of ``Directory.offerings_at_units``; ``full`` nests the location."""
    rows = list(rows)
    units = list(directory.units().filter(pk__in={row.unit_id for row in rows}))
    ids = {unit.pk: record_id(unit) for unit in units}
    nested = {item["id"]: item for item in locations(directory, units)} if full else {}
    return [
        compact(
            id=offering_id(row),
            service_id=service_id(row.any_ptv_id, row.service_key),
            location_id=ids[row.unit_id],
            description=row.note,
            location=nested.get(ids[row.unit_id]),
        )
        for row in rows
        if row.unit_id in ids
    ]
