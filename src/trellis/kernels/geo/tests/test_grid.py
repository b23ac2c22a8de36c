"""The National Grid against the Ordnance Survey's worked example."""

import pytest

from trellis.kernels.geo import distance
from trellis.kernels.geo.grid import grid_to_osgb36, grid_to_wgs84


def degrees(whole, minutes, seconds):
    return whole + minutes / 60 + seconds / 3600


def test_worked_example_of_the_guide():
    """A guide to coordinate systems in Great Britain, annexe C.2: E 651409.903, N 313177.270."""
    latitude, longitude = grid_to_osgb36(651_409.903, 313_177.270)

    assert latitude == pytest.approx(degrees(52, 39, 27.2531), abs=1e-7)
    assert longitude == pytest.approx(degrees(1, 43, 4.5177), abs=1e-7)


def test_wgs84_is_within_five_metres():
    """The same point (Caister water tower) in ETRS89, by the definitive transformation."""
    latitude, longitude = grid_to_wgs84(651_409.903, 313_177.270)

    assert distance(latitude, longitude, degrees(52, 39, 28.723), degrees(1, 42, 57.787)) < 5


@pytest.mark.parametrize(
    ("easting", "northing", "field"),
    [(-1, 0, "easting"), (700_001, 0, "easting"), (0, 1_300_001, "northing"), (float("nan"), 0, "easting")],
)
def test_outside_the_grid_names_the_field(easting, northing, field):
    with pytest.raises(ValueError, match=field):
        grid_to_wgs84(easting, northing)
