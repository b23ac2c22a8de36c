"""The British National Grid: eastings and northings to latitude and longitude.

Source: Ordnance Survey, A guide to coordinate systems in Great Britain (annexe A: constants; annexe C: formulas;
section 6.6: the seven-parameter change between OSGB36 and WGS 84, right to about 5 metres).
"""

from math import atan2, cos, degrees, hypot, radians, sin, sqrt, tan
from typing import NamedTuple

EASTINGS = (0.0, 700_000.0)
NORTHINGS = (0.0, 1_300_000.0)


class Ellipsoid(NamedTuple):
    """Semi-major and semi-minor axis in metres."""

    a: float
    b: float

    @property
    def e2(self) -> float:
        """Eccentricity squared."""
        return 1 - (self.b / self.a) ** 2


AIRY_1830 = Ellipsoid(6_377_563.396, 6_356_256.909)
WGS_84 = Ellipsoid(6_378_137.0, 6_356_752.314_245)

_SCALE = 0.999_601_271_7
_ORIGIN_LATITUDE, _ORIGIN_LONGITUDE = radians(49), radians(-2)
_ORIGIN_EASTING, _ORIGIN_NORTHING = 400_000.0, -100_000.0

# OSGB36 to WGS 84: metres, parts per million, seconds of arc.
_SHIFT = (446.448, -125.157, 542.060)
_STRETCH = -20.4894e-6
_TURN = tuple(radians(seconds / 3600) for seconds in (0.1502, 0.2470, 0.8421))


def grid_to_wgs84(easting: float, northing: float) -> tuple[float, float]:
    """(latitude, longitude) in degrees WGS 84 of a National Grid position in metres, right to about 5 metres.

    Raises ValueError for positions outside the grid, 0..700 km east and 0..1300 km north. Northern Ireland has a grid
    of its own and can't be told apart by the numbers.
    """
    if not EASTINGS[0] <= easting <= EASTINGS[1]:
        raise ValueError(f"easting {easting} is outside the National Grid")
    if not NORTHINGS[0] <= northing <= NORTHINGS[1]:
        raise ValueError(f"northing {northing} is outside the National Grid")
    return _osgb36_to_wgs84(*grid_to_osgb36(easting, northing))


def grid_to_osgb36(easting: float, northing: float) -> tuple[float, float]:
    """(latitude, longitude) in degrees on the Airy 1830 ellipsoid: annexe C.2."""
    a, b = AIRY_1830
    e2 = AIRY_1830.e2
    latitude = _ORIGIN_LATITUDE + (northing - _ORIGIN_NORTHING) / (a * _SCALE)
    arc = _meridian_arc(latitude)
    while abs(northing - _ORIGIN_NORTHING - arc) >= 1e-5:
        latitude += (northing - _ORIGIN_NORTHING - arc) / (a * _SCALE)
        arc = _meridian_arc(latitude)
    bent = 1 - e2 * sin(latitude) ** 2
    nu = a * _SCALE / sqrt(bent)
    rho = a * _SCALE * (1 - e2) / bent**1.5
    eta2 = nu / rho - 1
    t, sec, d = tan(latitude), 1 / cos(latitude), easting - _ORIGIN_EASTING
    latitude_osgb = (
        latitude
        - t / (2 * rho * nu) * d**2
        + t / (24 * rho * nu**3) * (5 + 3 * t**2 + eta2 - 9 * t**2 * eta2) * d**4
        - t / (720 * rho * nu**5) * (61 + 90 * t**2 + 45 * t**4) * d**6
    )
    longitude_osgb = (
        _ORIGIN_LONGITUDE
        + sec / nu * d
        - sec / (6 * nu**3) * (nu / rho + 2 * t**2) * d**3
        + sec / (120 * nu**5) * (5 + 28 * t**2 + 24 * t**4) * d**5
        - sec / (5040 * nu**7) * (61 + 662 * t**2 + 1320 * t**4 + 720 * t**6) * d**7
    )
    return degrees(latitude_osgb), degrees(longitude_osgb)


def _meridian_arc(latitude: float) -> float:
    a, b = AIRY_1830
    n = (a - b) / (a + b)
    minus, plus = latitude - _ORIGIN_LATITUDE, latitude + _ORIGIN_LATITUDE
    return (
        b
        * _SCALE
        * (
            (1 + n + 5 / 4 * n**2 + 5 / 4 * n**3) * minus
            - (3 * n + 3 * n**2 + 21 / 8 * n**3) * sin(minus) * cos(plus)
            + (15 / 8 * n**2 + 15 / 8 * n**3) * sin(2 * minus) * cos(2 * plus)
            - 35 / 24 * n**3 * sin(3 * minus) * cos(3 * plus)
        )
    )


def _osgb36_to_wgs84(latitude: float, longitude: float) -> tuple[float, float]:
    x, y, z = _to_cartesian(radians(latitude), radians(longitude))
    tx, ty, tz = _SHIFT
    rx, ry, rz = _TURN
    scale = 1 + _STRETCH
    return _from_cartesian(
        tx + x * scale - y * rz + z * ry,
        ty + x * rz + y * scale - z * rx,
        tz - x * ry + y * rx + z * scale,
    )


def _to_cartesian(latitude: float, longitude: float) -> tuple[float, float, float]:
    nu = AIRY_1830.a / sqrt(1 - AIRY_1830.e2 * sin(latitude) ** 2)
    return (
        nu * cos(latitude) * cos(longitude),
        nu * cos(latitude) * sin(longitude),
        nu * (1 - AIRY_1830.e2) * sin(latitude),
    )


def _from_cartesian(x: float, y: float, z: float) -> tuple[float, float]:
    p = hypot(x, y)
    latitude = atan2(z, p * (1 - WGS_84.e2))
    for _ in range(5):
        nu = WGS_84.a / sqrt(1 - WGS_84.e2 * sin(latitude) ** 2)
        latitude = atan2(z + WGS_84.e2 * nu * sin(latitude), p)
    return degrees(latitude), degrees(atan2(y, x))
