"""Services as HSDS services."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.hsds.contact import (
    first_email,
    first_web_address,
    phones,
)
from soskes_wagtail.directory_snippets.hsds.ids import made_id, record_id, service_id
from soskes_wagtail.directory_snippets.hsds.offering import service_at_locations
from soskes_wagtail.directory_snippets.hsds.organization import organizations
from soskes_wagtail.directory_snippets.hsds.queries import Directory
from soskes_wagtail.directory_snippets.hsds.taxonomy import attributes_of
from soskes_wagtail.directory_snippets.hsds.values import compact, grouped, plain
from soskes_wagtail.directory_snippets.models import (
    Area,
    Service,
    ServiceChannel,
    ServiceChannelAddress,
    ServiceOffering,
)


def services(
    directory: Directory, rows: Iterable[Service], *, full: bool, nested: bool = True
) -> list[dict[str, Any]]:
    """Services out of rows of ``Directory.services``; the number of queries is constant.

    ``full`` adds what belongs to them; ``nested=False`` names the organization and places by
    their ids only, for files that stand beside each other.
    """
    rows = list(rows)
    offerings = grouped(
        directory.offerings().filter(
            service__translation_key__in=[row.translation_key for row in rows]
        ),
        "service_key",
    )
    owners = {row.pk: _owner(row, offerings[row.translation_key]) for row in rows}
    found = [_service(row, owners[row.pk]) for row in rows]
    if nested:
        known = {owner.pk: owner for owner in owners.values() if owner}
        there = directory.organizations().filter(pk__in=known)
        items = {item["id"]: item for item in organizations(directory, there, full=False)}
        for item in found:
            item |= compact(organization=items.get(item.get("organization_id")))
    if full:
        _complete(directory, rows, found, offerings, nested)
    return found


def _owner(row: Service, offerings: list[ServiceOffering]):
    """The organisation of the service, else the one that is responsible for it somewhere."""
    first = sorted(
        (offering for offering in offerings if offering.organisation),
        key=lambda offering: (offering.role != ServiceOffering.Role.RESPONSIBLE, offering.pk),
    )
    return row.organisation or (first[0].organisation if first else None)


def _service(row: Service, owner) -> dict[str, Any]:
    modified = row.last_published_at
    return compact(
        id=service_id(row.any_ptv_id, row.translation_key),
        organization_id=record_id(owner) if owner else None,
        name=row.name,
        description=plain(row.description) or row.summary,
        status="active",
        application_process=plain(row.how_to_apply),
        eligibility_description=plain(row.who_for),
        assured_date=row.checked_on.isoformat() if row.checked_on else None,
        last_modified=modified.isoformat() if modified else None,
    )


def _complete(directory: Directory, rows, found, offerings, nested: bool) -> None:
    ids = {row.pk: item["id"] for row, item in zip(rows, found, strict=True)}
    attributes = attributes_of(rows, ids, directory.language)
    keys = [row.translation_key for row in rows]
    versions = grouped(
        directory.versions().filter(translation_key__in=keys).order_by("locale__language_code"),
        "translation_key",
    )
    channels = _addresses_of_channels(directory, keys)
    areas = _areas(offerings)
    places: dict[str, list] = {}
    if nested:
        at_units = directory.offerings_at_units().filter(service__translation_key__in=keys)
        for place in service_at_locations(directory, at_units, full=True):
            places.setdefault(place["service_id"], []).append(place)
    for row, item in zip(rows, found, strict=True):
        addresses = channels.get(row.translation_key, [])
        item |= compact(
            url=first_web_address(addresses),
            email=first_email(addresses),
            phones=phones(addresses),
            service_areas=_service_areas(item["id"], offerings[row.translation_key], areas),
            service_at_locations=places.get(item["id"]),
            languages=[_language(item["id"], version) for version in versions[row.translation_key]],
            attributes=attributes[row.pk],
        )


def _language(service: str, version: Service) -> dict[str, Any]:
    code = version.locale.language_code
    return {
        "id": made_id("language", f"{service}:{code}"),
        "name": version.locale.language_name,
        "code": code,
    }


def _addresses_of_channels(directory: Directory, keys: list) -> dict[Any, list]:
    """Numbers and addresses of service channels by translation key of the service."""
    links = ServiceChannel.services.through.objects.filter(
        service__translation_key__in=keys,
        servicechannel__in=directory.channels().order_by().values("pk"),
    )
    pairs = dict.fromkeys(
        links.order_by("servicechannel_id").values_list(
            "service__translation_key", "servicechannel_id"
        )
    )
    addresses = grouped(
        ServiceChannelAddress.objects.filter(service_channel__in={pk for _key, pk in pairs}),
        "service_channel_id",
    )
    found: dict[Any, list] = {}
    for key, pk in pairs:
        found.setdefault(key, []).extend(addresses[pk])
    return found


def _areas(offerings: dict[Any, list[ServiceOffering]]) -> dict[int, list[Area]]:
    """Areas by primary key of the offering: its own, else that of its organisation."""
    rows = [row for group in offerings.values() for row in group]
    links = ServiceOffering.areas.through.objects.filter(
        serviceoffering_id__in=[row.pk for row in rows]
    ).select_related("area")
    own = grouped(links.order_by("area__name_fi", "pk"), "serviceoffering_id")
    wider = Area.objects.in_bulk({row.own_area for row in rows if row.own_area})
    return {
        row.pk: [link.area for link in own[row.pk]]
        or [area for area in (wider.get(row.own_area),) if area]
        for row in rows
    }


def _service_areas(service: str, offerings: list, areas: dict[int, list[Area]]) -> list[dict]:
    if any(row.whole_country for row in offerings):
        key = made_id("service_area", f"{service}:country")
        return [{"id": key, "service_id": service, "name": _("Whole country")}]
    served = {area.pk: area for row in offerings for area in areas[row.pk]}
    return [
        {
            "id": made_id("service_area", f"{service}:{area.pk}"),
            "service_id": service,
            "name": area.name,
            "description": f"{area.get_kind_display()} {area.code}",
        }
        for area in served.values()
    ]
