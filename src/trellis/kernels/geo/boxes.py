"""Boxes of latitude and longitude."""

from math import asin, cos, degrees, pi, radians, sin
from typing import NamedTuple

from trellis.kernels.geo.distance import EARTH_RADIUS


class Box(NamedTuple):
    """All positions between two latitudes and two longitudes, borders included. Never crosses the 180th meridian."""

    south: float
    west: float
    north: float
    east: float

    def holds(self, latitude: float, longitude: float) -> bool:
        """Whether a position is inside or on the border."""
        return self.south <= latitude <= self.north and self.west <= longitude <= self.east


def box_around(latitude: float, longitude: float, radius: float) -> list[Box]:
    """The smallest boxes that hold every position within `radius` metres: one, or two where the circle crosses the 180th meridian.

    Round a pole the box holds every longitude. Source: Matuschek, "Finding points within a distance of a latitude/longitude
    using bounding coordinates".
    """
    angle = radius / EARTH_RADIUS
    if angle >= pi:
        return [Box(-90.0, -180.0, 90.0, 180.0)]
    # A little wider, so that rounding never leaves out a position on the circle itself.
    reach = degrees(angle) * (1 + 1e-9) + 1e-9
    south, north = latitude - reach, latitude + reach
    if south <= -90 or north >= 90:
        return [Box(max(south, -90.0), -180.0, min(north, 90.0), 180.0)]
    width = degrees(asin(min(1.0, sin(min(angle, pi / 2)) / cos(radians(latitude))))) * (1 + 1e-9) + 1e-9
    west, east = longitude - width, longitude + width
    if east - west >= 360:
        return [Box(south, -180.0, north, 180.0)]
    if west < -180:
        return [Box(south, west + 360, north, 180.0), Box(south, -180.0, north, east)]
    if east > 180:
        return [Box(south, west, north, 180.0), Box(south, -180.0, north, east - 360)]
    return [Box(south, west, north, east)]
