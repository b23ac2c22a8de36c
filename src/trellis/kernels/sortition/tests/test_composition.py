"""The panel beside the pool and the population, counted by hand."""

import pytest

from trellis.kernels.sortition.composition import composition, missing, share_interval
from trellis.kernels.sortition.lottery import lottery_of
from trellis.kernels.sortition.pool import Malformed, Pool
from trellis.kernels.sortition.quotas import Quota, Quotas
from trellis.kernels.sortition.reading import Population

POOL = Pool(("a", "b", "c", "d"), ("gender", "area"), (("f", "n"), ("f", "s"), ("m", "n"), ("m", "n")))
QUOTAS = Quotas((Quota("gender", "f", 1, 1), Quota("gender", "m", 1, 1)))
LOTTERY = lottery_of([(3, ("a", "c")), (1, ("b", "d"))], objective="maximin", size=2, ids=POOL.ids)


def test_seats_are_counted_over_the_lottery():
    """Area isn't under a quota: two seats for n on three tickets, one on the fourth; 7/4 on average."""
    census = Population({("area", "n"): 60, ("area", "s"): 30, ("area", "w"): 10})

    found = {(each.feature, each.value): each for each in composition(POOL, QUOTAS, LOTTERY, drawn=("a", "c"), population=census)}

    assert list(found) == [("gender", "f"), ("gender", "m"), ("area", "n"), ("area", "s"), ("area", "w")]
    north = found["area", "n"]
    assert (north.quota, north.volunteers, north.population) == (None, 3, 0.6)
    assert (north.expected, north.fewest, north.most, north.drawn) == (1.75, 1, 2, 2)
    assert (found["gender", "f"].quota, found["gender", "f"].population) == (QUOTAS.limits[0], None)


def test_who_is_missing():
    census = Population({("area", "n"): 10, ("area", "s"): 60, ("area", "w"): 30})

    found = missing(composition(POOL, QUOTAS, LOTTERY, population=census), size=2)

    # South: 1.2 seats are due and a quarter of a seat is to be had on average; west: nobody volunteered.
    assert [(each.value, each.why) for each in found] == [("s", "few seats"), ("w", "no volunteers")]
    assert found[0].due == pytest.approx(1.2)


def test_without_a_census_nothing_is_due():
    assert missing(composition(POOL, QUOTAS, LOTTERY), size=2) == ()


@pytest.mark.parametrize(
    ("seats", "size", "low", "high"),
    [
        # Two-sided 95 %, as in published tables of the exact interval; none of 10: 1 - 0.025 ** (1 / 10).
        (0, 10, 0.0, 0.3085),
        (10, 10, 0.6915, 1.0),
        (5, 10, 0.1871, 0.8129),
        (8, 40, 0.0905, 0.3565),
    ],
)
def test_exact_intervals_of_published_tables(seats, size, low, high):
    found = share_interval(seats, size)

    assert found == pytest.approx((low, high), abs=5e-5)


def test_a_share_outside_of_the_interval_is_said_to_be_unlike():
    census = Population({("gender", "f"): 1, ("gender", "m"): 99})

    found = composition(POOL, QUOTAS, LOTTERY, drawn=("a", "c"), population=census)

    # One of two is a share from 1.3 to 98.7 %; the population has 1 %.
    assert [each.unlike_population for each in found] == [True, True]


@pytest.mark.parametrize(
    ("people", "reason"),
    [
        ({("age", "old"): 1}, "the pool has no column 'age'"),
        (
            {("gender", "F"): 1, ("gender", "m"): 1},
            "the pool has gender 'f', which the population has not; did you mean 'F'? It must be written the same way in both files",
        ),
    ],
)
def test_a_census_that_does_not_fit_the_pool(people, reason):
    with pytest.raises(Malformed) as refused:
        composition(POOL, QUOTAS, LOTTERY, population=Population(people))

    assert refused.value.reason == reason
