from hypothesis import given
from hypothesis import strategies as st

from trellis.kernels.geo import WORLD, Box, box_around, outside, ranges, spatial_key

LATITUDE = st.floats(-90, 90)
LONGITUDE = st.floats(-180, 180)
RANGES = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 30)), max_size=6).map(
    lambda pairs: sorted({(first, first + length) for first, length in pairs})
)


@st.composite
def box_and_position(draw):
    south, north = sorted((draw(LATITUDE), draw(LATITUDE)))
    west, east = sorted((draw(LONGITUDE), draw(LONGITUDE)))
    return Box(south, west, north, east), draw(st.floats(south, north)), draw(st.floats(west, east))


@given(box_and_position(), st.integers(4, 40))
def test_every_position_in_the_box_is_in_a_range(given_box, max_ranges):
    box, latitude, longitude = given_box
    key = spatial_key(latitude, longitude)
    found = ranges(box, max_ranges)
    assert any(first <= key <= last for first, last in found)
    assert len(found) <= max_ranges
    assert all(last < first for (_, last), (first, _) in zip(found, found[1:], strict=False))


@given(LATITUDE, LONGITUDE)
def test_keys_are_in_the_world(latitude, longitude):
    assert 0 <= spatial_key(latitude, longitude) < WORLD


@given(LATITUDE, LONGITUDE, st.floats(100, 100_000))
def test_ranges_of_a_circle_are_few(latitude, longitude, radius):
    assert len(ranges(box_around(latitude, longitude, radius), 12)) <= 24


def test_ranges_fit_the_box():
    box = box_around(51.8, 1.1, 5_000)[0]
    cells = sum(last - first + 1 for first, last in ranges(box, 16))
    wanted = (box.north - box.south) / 180 * 2**20 * (box.east - box.west) / 360 * 2**20
    assert cells < 3 * wanted


@given(RANGES, RANGES)
def test_outside_is_set_difference(wanted, taken):
    def merged(pairs):
        done = []
        for first, last in pairs:
            if done and first <= done[-1][1] + 1:
                done[-1] = (done[-1][0], max(last, done[-1][1]))
            else:
                done.append((first, last))
        return done

    def numbers(pairs):
        return {number for first, last in pairs for number in range(first, last + 1)}

    assert numbers(outside(merged(wanted), merged(taken))) == numbers(wanted) - numbers(taken)
