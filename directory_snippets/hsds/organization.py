"""Organisations as HSDS organizations."""

from collections.abc import Iterable
from typing import Any

from soskes_wagtail.directory_snippets.hsds.contact import (
    contact_as_hsds,
    first_email,
    first_web_address,
    phones,
)
from soskes_wagtail.directory_snippets.hsds.ids import made_id, record_id
from soskes_wagtail.directory_snippets.hsds.queries import Directory
from soskes_wagtail.directory_snippets.hsds.values import compact, grouped
from soskes_wagtail.directory_snippets.models import Organisation, OrganisationChannel

#: (field, scheme of org-id.guide or the name used in Finland, type in words)
IDENTIFIERS = (
    ("business_id", "FI-PRO", "Y-tunnus"),
    ("oid", "urn:oid", "OID"),
)


def organizations(
    directory: Directory, rows: Iterable[Organisation], *, full: bool
) -> list[dict[str, Any]]:
    """Organizations out of rows of ``Directory.organizations``; ``full`` adds what belongs to
    them. One query for any number, two if full."""
    rows = list(rows)
    keys = [row.pk for row in rows]
    channels = grouped(OrganisationChannel.objects.filter(organisation__in=keys), "organisation_id")
    found = [_organization(row, channels[row.pk]) for row in rows]
    if full:
        people = directory.contacts().filter(organisation__in=keys, unit__isnull=True)
        contacts = grouped(people, "organisation_id")
        for row, item in zip(rows, found, strict=True):
            item |= compact(
                contacts=[
                    contact_as_hsds(directory.viewer, contact) for contact in contacts[row.pk]
                ],
                phones=phones(channels[row.pk]),
            )
    return found


def _organization(row: Organisation, channels: list) -> dict[str, Any]:
    return compact(
        id=record_id(row),
        name=row.name,
        description=row.description or row.name,
        email=first_email(channels),
        website=first_web_address(channels),
        legal_status=row.get_type_display(),
        tax_id=row.business_id,
        parent_organization_id=record_id(row.parent) if row.parent else None,
        organization_identifiers=_identifiers(row),
    )


def _identifiers(row: Organisation) -> list[dict[str, Any]]:
    return [
        {
            "id": made_id("organization_identifier", f"{field}:{record_id(row)}"),
            "organization_id": record_id(row),
            "identifier_scheme": scheme,
            "identifier_type": kind,
            "identifier": getattr(row, field),
        }
        for field, scheme, kind in IDENTIFIERS
        if getattr(row, field)
    ]
