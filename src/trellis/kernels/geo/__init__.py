"""Places on a globe: distance, boxes, a key by which near things sort near each other, and a flat picture for a map.

Latitudes and longitudes are degrees (WGS 84), distances metres. A position is (latitude, longitude).
"""

from trellis.kernels.geo.boxes import Box, box_around
from trellis.kernels.geo.distance import EARTH_RADIUS, distance
from trellis.kernels.geo.projection import Projection, scale_bar
from trellis.kernels.geo.zorder import KEY_BITS, WORLD, outside, ranges, spatial_key

__all__ = [
    "EARTH_RADIUS",
    "KEY_BITS",
    "WORLD",
    "Box",
    "Projection",
    "box_around",
    "distance",
    "outside",
    "ranges",
    "scale_bar",
    "spatial_key",
]
