"""A flat picture of a small part of the globe, for a map drawn as SVG."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, floor, log10, pi, radians

from trellis.kernels.geo.distance import EARTH_RADIUS

_METRES_PER_DEGREE = pi * EARTH_RADIUS / 180
_SMALLEST = 200.0
"""A map of a single point still shows this many metres across."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """Equirectangular, true to scale at its middle latitude: good to a few hundred kilometres, and north is up.

    width, height: the box in its own units (pixels). `metres_per_unit` is the scale. Longitudes are counted from the middle, so
    a map may cross the 180th meridian.
    """

    latitude: float
    longitude: float
    metres_per_unit: float
    width: float
    height: float

    @classmethod
    def around(cls, positions: Iterable[tuple[float, float]], *, width: float, height: float, margin: float = 20) -> "Projection":
        """The closest view that holds all positions, `margin` units from the edge. Raises ValueError without a position."""
        positions = list(positions)
        if not positions:
            raise ValueError("a map needs at least one position")
        first = positions[0][1]
        longitudes = [(longitude - first + 180) % 360 - 180 for _latitude, longitude in positions]
        latitudes = [latitude for latitude, _longitude in positions]
        latitude = (min(latitudes) + max(latitudes)) / 2
        longitude = first + (min(longitudes) + max(longitudes)) / 2
        across = (max(longitudes) - min(longitudes)) * _METRES_PER_DEGREE * cos(radians(latitude))
        up = (max(latitudes) - min(latitudes)) * _METRES_PER_DEGREE
        scale = max(max(across, _SMALLEST) / (width - 2 * margin), max(up, _SMALLEST) / (height - 2 * margin))
        return cls(latitude=latitude, longitude=(longitude + 180) % 360 - 180, metres_per_unit=scale, width=width, height=height)

    def point(self, latitude: float, longitude: float) -> tuple[float, float]:
        """(x, y) of a position; (0, 0) is the upper left corner of the box."""
        east = ((longitude - self.longitude + 180) % 360 - 180) * _METRES_PER_DEGREE * cos(radians(self.latitude))
        north = (latitude - self.latitude) * _METRES_PER_DEGREE
        return self.width / 2 + east / self.metres_per_unit, self.height / 2 - north / self.metres_per_unit


def scale_bar(metres_per_unit: float, *, longest: float) -> tuple[float, float]:
    """(metres, units): the longest bar of 1, 2 or 5 times a power of ten metres that is at most `longest` units long."""
    most = metres_per_unit * longest
    power = 10.0 ** floor(log10(most))
    # Half a power more catches a logarithm that was rounded up.
    metres = next(power * step for step in (5, 2, 1, 0.5) if power * step <= most)
    return metres, metres / metres_per_unit
