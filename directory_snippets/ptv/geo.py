"""ETRS-TM35FIN coordinates (EPSG:3067) to latitude and longitude (ETRS89 ≈ WGS84).

The inverse Gauss–Krüger projection as JHS 197 (appendix 3) gives it: series in the third
flattening n up to n⁴ (Krüger 1912), ellipsoid GRS80, central meridian 27° E, scale 0.9996, false
easting 500 000 m. ETRS89 and WGS84 differ by less than a metre in Finland; no datum shift is made.
The error of the series is below a millimetre.
"""

from decimal import Decimal
from math import asin, atan, atanh, cos, cosh, degrees, radians, sin, sinh, sqrt, tanh

_A = 6378137.0
_F = 1 / 298.257222101
_SCALE = 0.9996
_FALSE_EASTING = 500_000.0
_CENTRAL_MERIDIAN = radians(27.0)

_N = _F / (2 - _F)
_E = sqrt(2 * _F - _F * _F)
#: Radius of the sphere that the meridian is unrolled on.
_A1 = _A / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
_H = (
    _N / 2 - 2 / 3 * _N**2 + 37 / 96 * _N**3 - 1 / 360 * _N**4,
    _N**2 / 48 + _N**3 / 15 - 437 / 1440 * _N**4,
    17 / 480 * _N**3 - 37 / 840 * _N**4,
    4397 / 161280 * _N**4,
)

#: Where Finland, with its sea, lies in ETRS-TM35FIN: metres north and east.
NORTHINGS = (6_550_000, 7_800_000)
EASTINGS = (20_000, 760_000)
#: The same in degrees: no point of Finland in metres is as small.
_LATITUDES, _LONGITUDES = (58.8, 70.2), (19.0, 31.7)


def to_wgs84(northing: float, easting: float) -> tuple[float, float]:
    """Latitude and longitude in degrees of a point given in metres (EPSG:3067)."""
    xi = northing / (_A1 * _SCALE)
    eta = (easting - _FALSE_EASTING) / (_A1 * _SCALE)
    xi_0, eta_0 = xi, eta
    for step, h in enumerate(_H, start=1):
        xi_0 -= h * sin(2 * step * xi) * cosh(2 * step * eta)
        eta_0 -= h * cos(2 * step * xi) * sinh(2 * step * eta)
    beta = asin(sin(xi_0) / cosh(eta_0))
    longitude = _CENTRAL_MERIDIAN + asin(tanh(eta_0) / cos(beta))
    q = q_0 = atanh(sin(beta))
    for _step in range(6):  # contracts by e² ≈ 0.007 a round: exact after six
        q = q_0 + _E * atanh(_E * tanh(q))
    return degrees(atan(sinh(q))), degrees(longitude)


def read_coordinates(latitude, longitude) -> tuple[str, str] | None:
    """PTV's ``latitude`` (northing) and ``longitude`` (easting) as degrees with six decimals.

    Degrees are taken as they are. None for zeros, which PTV uses for "not received". Raises
    ValueError for what is no number or lies outside Finland.
    """
    try:
        northing = float(str(latitude).replace(",", "."))
        easting = float(str(longitude).replace(",", "."))
    except ValueError:
        raise ValueError(f"{latitude}, {longitude}") from None
    if northing == easting == 0:
        return None
    six = Decimal("0.000001")
    if _LATITUDES[0] <= northing <= _LATITUDES[1] and _LONGITUDES[0] <= easting <= _LONGITUDES[1]:
        return str(Decimal(northing).quantize(six)), str(Decimal(easting).quantize(six))
    if not (NORTHINGS[0] <= northing <= NORTHINGS[1] and EASTINGS[0] <= easting <= EASTINGS[1]):
        raise ValueError(f"{latitude}, {longitude}")
    north, east = to_wgs84(northing, easting)
    return str(Decimal(north).quantize(six)), str(Decimal(east).quantize(six))
