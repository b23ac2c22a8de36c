import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.kernels.geo import Projection, distance, scale_bar

NEAR = st.tuples(st.floats(50, 53), st.floats(-2, 2))


@given(st.lists(NEAR, min_size=1, max_size=20))
def test_every_position_is_inside_the_margin(positions):
    view = Projection.around(positions, width=400, height=300, margin=20)
    for latitude, longitude in positions:
        x, y = view.point(latitude, longitude)
        assert 19.999 <= x <= 380.001 and 19.999 <= y <= 280.001


def test_scale_is_true_and_north_is_up():
    view = Projection.around([(51.80, 1.10), (51.85, 1.20)], width=400, height=300)
    x1, y1 = view.point(51.825, 1.10)
    x2, y2 = view.point(51.825, 1.20)
    assert (x2 - x1) * view.metres_per_unit == pytest.approx(distance(51.825, 1.10, 51.825, 1.20), rel=0.001)
    assert view.point(51.85, 1.15)[1] < view.point(51.80, 1.15)[1]


def test_a_map_may_cross_the_180th_meridian():
    view = Projection.around([(-17.0, 179.9), (-17.0, -179.9)], width=400, height=300)
    assert view.metres_per_unit < 100


def test_a_single_position_and_none():
    view = Projection.around([(51.8, 1.1)], width=400, height=300)
    assert view.point(51.8, 1.1) == (200, 150)
    with pytest.raises(ValueError, match="at least one"):
        Projection.around([], width=400, height=300)


@given(st.floats(0.01, 100_000), st.floats(10, 500))
def test_scale_bar(metres_per_unit, longest):
    metres, units = scale_bar(metres_per_unit, longest=longest)
    assert longest / 2.51 <= units <= longest * 1.0001
    assert f"{metres:.0e}"[0] in "125"
