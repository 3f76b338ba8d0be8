"""Ways to a service that are no places: telephone, online, a form."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from soskes_wagtail.access import Viewer, visible_to
from soskes_wagtail.directory_snippets.models import (
    Organisation,
    ServiceChannel,
    ServiceChannelAddress,
)
from soskes_wagtail.directory_snippets.services.json_rows import JsonRows
from soskes_wagtail.directory_snippets.services.localized import localized
from soskes_wagtail.directory_snippets.services.reach import reaching

NAMES = ("name_fi", "name_sv", "name_en")


@dataclass(frozen=True)
class ServiceWay:
    """``kind`` is one of ``ServiceChannel.Kind``; a number or an address or neither."""

    kind: str
    name: str
    phone: str
    url: str


def service_way_rows(viewer: Viewer, area_ids: Iterable[int]) -> JsonRows:
    """Annotation for services: channels the viewer may see that serve one of the areas."""
    organisations = visible_to(viewer, Organisation.objects.current())
    channels = (
        reaching(visible_to(viewer, ServiceChannel.objects.current()), area_ids)
        .filter(services=OuterRef("pk"), organisation__in=organisations.values("pk"))
        .order_by("kind", "name_fi", "pk")
        .annotate(phone=_first("phone"), url=_first("web"))
        .values("kind", "phone", "url", *NAMES)
    )
    return JsonRows(channels)


def read_service_ways(rows: list[dict]) -> tuple[ServiceWay, ...]:
    return tuple(
        ServiceWay(
            kind=row["kind"],
            name=localized(row, "name"),
            phone=row["phone"] or "",
            url=row["url"] or "",
        )
        for row in rows
    )


def _first(kind: str) -> Subquery:
    addresses = ServiceChannelAddress.objects.filter(service_channel=OuterRef("pk"), kind=kind)
    return Subquery(addresses.order_by("sort_order", "pk").values("value")[:1])
