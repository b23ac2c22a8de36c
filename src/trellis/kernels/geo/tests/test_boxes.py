import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from trellis.kernels.geo import box_around, distance

LATITUDE = st.floats(-90, 90)
LONGITUDE = st.floats(-180, 180)


def test_known_distances():
    assert distance(51.5074, -0.1278, 48.8566, 2.3522) == pytest.approx(343_556, rel=0.001)
    assert distance(0, 179.9, 0, -179.9) == pytest.approx(22_239, rel=0.001)
    assert distance(90, 0, 90, 123) == pytest.approx(0, abs=1e-6)


@given(LATITUDE, LONGITUDE, LATITUDE, LONGITUDE)
def test_distance_is_symmetric_and_bounded(a, b, c, d):
    assert distance(a, b, c, d) == pytest.approx(distance(c, d, a, b), abs=1e-6)
    assert 0 <= distance(a, b, c, d) <= 20_016_000
    assert distance(a, b, a, b) == 0


@given(LATITUDE, LONGITUDE, st.floats(1, 5_000_000), st.floats(0, 2 * math.pi), st.floats(0, 0.999))
def test_every_position_within_the_radius_is_in_a_box(latitude, longitude, radius, bearing, part):
    angle = radius * part / 6_371_008.8
    phi = math.radians(latitude)
    other = math.asin(max(-1, min(1, math.sin(phi) * math.cos(angle) + math.cos(phi) * math.sin(angle) * math.cos(bearing))))
    turn = math.atan2(math.sin(bearing) * math.sin(angle) * math.cos(phi), math.cos(angle) - math.sin(phi) * math.sin(other))
    other_latitude, other_longitude = math.degrees(other), (longitude + math.degrees(turn) + 180) % 360 - 180
    assume(distance(latitude, longitude, other_latitude, other_longitude) <= radius)
    boxes = box_around(latitude, longitude, radius)
    assert any(box.holds(other_latitude, other_longitude) for box in boxes)
    assert len(boxes) <= 2


def test_boxes_at_the_meridian_and_the_pole():
    assert len(box_around(0, 179.99, 10_000)) == 2
    assert box_around(89.99, 0, 10_000)[0].west == -180
    assert len(box_around(51.8, 1.1, 5_000)) == 1
