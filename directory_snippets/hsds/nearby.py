"""Filters by place: what serves a postcode, and what lies within so many metres of it.

There is no register of postcodes here: where one is is told by the service points that have it
in their address, and only by those whose address the viewer is shown.
"""

import math
from collections.abc import Iterable

from django.db.models import QuerySet

from soskes_wagtail.directory_snippets.hsds.params import Params
from soskes_wagtail.directory_snippets.hsds.queries import Directory
from soskes_wagtail.directory_snippets.models import Area, ServiceOffering, Unit
from soskes_wagtail.directory_snippets.services.disclosure import shown_q
from soskes_wagtail.directory_snippets.services.reach import reaching

#: Mean radius of the earth in metres, and metres in a degree of latitude.
EARTH = 6_371_009
DEGREE = math.pi * EARTH / 180

Point = tuple[float, float]


def by_place(
    directory: Directory, rows: QuerySet[ServiceOffering], params: Params
) -> QuerySet[ServiceOffering]:
    """Offerings for ``postcode`` and ``proximity``; none where nobody knows the postcode.

    Without ``proximity``: those that serve the municipality of the postcode (HSDS: "within the
    service area"). With it: those at a service point at most so many metres away.
    """
    if not params.postcode:
        return rows
    there = _with_address(directory).filter(postal_code=params.postcode)
    if params.proximity is None:
        areas = Area.objects.filter(pk__in=there.order_by().values("area_id"))
        covering = {pk for area in areas for pk in area.covering_ids}
        return reaching(rows, covering) if covering else rows.none()
    centre = _centre(_points(there).values())
    if centre is None:
        return rows.none()
    return rows.filter(unit__in=_near(directory, centre, params.proximity))


def _with_address(directory: Directory) -> QuerySet[Unit]:
    return directory.units().filter(shown_q(directory.viewer, "address"))


def _points(units: QuerySet[Unit]) -> dict[int, Point]:
    """Coordinates (WGS84) of the service points that have them, by id."""
    rows = units.filter(latitude__isnull=False, longitude__isnull=False).order_by()
    rows = rows.select_related(None).prefetch_related(None)
    return {
        pk: (float(latitude), float(longitude))
        for pk, latitude, longitude in rows.values_list("pk", "latitude", "longitude")
    }


def _centre(points: Iterable[Point]) -> Point | None:
    known = list(points)
    if not known:
        return None
    return tuple(sum(values) / len(known) for values in zip(*known, strict=True))


def _near(directory: Directory, centre: Point, metres: int) -> list[int]:
    """Ids of the service points within so many metres: a box for the database, then exactly."""
    latitude, longitude = centre
    high = metres / DEGREE
    wide = high / max(math.cos(math.radians(min(abs(latitude) + high, 89.9))), 1e-6)
    points = _points(
        _with_address(directory).filter(
            latitude__range=(latitude - high, latitude + high),
            longitude__range=(longitude - wide, longitude + wide),
        )
    )
    return [pk for pk, point in points.items() if distance(centre, point) <= metres]


def distance(one: Point, other: Point) -> float:
    """Metres between two points (latitude, longitude in degrees) on a sphere: haversine."""
    (lat1, lon1), (lat2, lon2) = (map(math.radians, point) for point in (one, other))
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH * math.asin(min(1.0, math.sqrt(half)))
