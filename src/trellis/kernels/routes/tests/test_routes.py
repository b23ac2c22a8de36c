"""Laws of the route kernel, and its twin that tries every order and every time in the dullest way."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trellis.kernels.routes import Before, Problem, Stop, Way, obstacles, route
from trellis.kernels.routes.obstacles import without
from trellis.kernels.routes.search import fits

TABLE = ((0, 10, 20), (10, 0, 15), (20, 15, 0))


@st.composite
def problems(draw, most=4):
    n = draw(st.integers(1, most))
    opens = [draw(st.integers(0, 60)) for _stop in range(n)]
    stops = tuple(
        Stop(
            key=str(number),
            opens=opens[number],
            closes=opens[number] + draw(st.integers(0, 120)),
            minutes=draw(st.integers(0, 10)),
            grams=draw(st.integers(-30, 60)),
        )
        for number in range(n)
    )
    travel = tuple(tuple(0 if a == b else draw(st.integers(0, 40)) for b in range(n)) for a in range(n))
    pairs = [(a, b) for a in range(n) for b in range(a + 1, n)]
    befores = tuple(
        Before(*pair, draw(st.none() | st.integers(0, 90))) for pair in draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs
    ) if pairs else ()  # fmt: skip
    return Problem(stops=stops, travel=travel, befores=befores, capacity=draw(st.none() | st.integers(0, 120)))


def times_of(problem, order):
    """The earliest times of this order by trying every minute: every constraint, again and again, until all hold."""
    begins = {stop: problem.stops[stop].opens for stop in order}
    while True:
        before = dict(begins)
        for early, late in zip(order, order[1:], strict=False):
            begins[late] = max(begins[late], begins[early] + problem.stops[early].minutes + problem.travel[early][late])
        for each in problem.befores:
            if each.most_minutes is not None:
                needed = begins[each.then] + problem.stops[each.then].minutes - each.most_minutes
                begins[each.first] = max(begins[each.first], needed)
        if any(begins[stop] + problem.stops[stop].minutes > problem.stops[stop].closes for stop in order):
            return None
        if begins == before:
            return begins


def twin(problem):
    """The least driving and the earliest end over all orders, or None."""
    found = []
    for order in permutations(range(len(problem.stops))):
        loads = [sum(problem.stops[stop].grams for stop in order[: position + 1]) for position in range(len(order))]
        most = problem.capacity if problem.capacity is not None else max(loads)
        if min(loads) < 0 or max(loads) > most or any(order.index(each.first) > order.index(each.then) for each in problem.befores):
            continue
        begins = times_of(problem, order)
        if begins is not None:
            driving = sum(problem.travel[a][b] for a, b in zip(order, order[1:], strict=False))
            found.append((driving, begins[order[-1]] + problem.stops[order[-1]].minutes))
    return min(found, default=None)


@settings(max_examples=250, deadline=None)
@given(problems())
def test_it_agrees_with_its_twin(problem):
    found = route(problem)
    assert (None if found is None else (found.driving, found.ends)) == twin(problem)
    assert fits(problem) == (found is not None)


@settings(max_examples=120, deadline=None)
@given(problems(most=5))
def test_a_route_keeps_everything_it_promises(problem):
    found = route(problem)
    if found is None:
        return
    assert sorted(found.order) == list(range(len(problem.stops)))
    at = {visit.stop: visit for visit in found.visits}
    for stop, visit in at.items():
        told = problem.stops[stop]
        assert visit.arrives <= visit.begins
        assert told.opens <= visit.begins
        assert visit.leaves == visit.begins + told.minutes <= told.closes
        assert 0 <= visit.on_board <= (problem.capacity if problem.capacity is not None else visit.on_board)
    for each in problem.befores:
        assert at[each.first].leaves <= at[each.then].arrives
        assert each.most_minutes is None or at[each.then].leaves - at[each.first].begins <= each.most_minutes


@settings(max_examples=60, deadline=None)
@given(problems(most=4))
def test_what_is_in_the_way_is_really_in_the_way(problem):
    found = obstacles(problem)
    assert bool(found) == (route(problem) is None)
    for each in found:
        if each.way == Way.LEAVE_OUT:
            assert fits(without(problem, each.stop))
        if each.way == Way.CLOSES:
            for by, right in ((each.by - 1, False), (each.by, True)):
                stops = list(problem.stops)
                told = stops[each.stop]
                stops[each.stop] = Stop(key="", opens=told.opens, closes=told.closes + by, minutes=told.minutes, grams=told.grams)
                assert fits(Problem(stops=tuple(stops), travel=problem.travel, befores=problem.befores, capacity=problem.capacity)) is right


@settings(max_examples=60, deadline=None)
@given(problems(most=4), st.randoms(use_true_random=False))
def test_the_order_of_the_list_changes_nothing(problem, chance):
    names = list(range(len(problem.stops)))
    chance.shuffle(names)
    turned = Problem(
        stops=tuple(problem.stops[each] for each in names),
        travel=tuple(tuple(problem.travel[a][b] for b in names) for a in names),
        befores=tuple(Before(names.index(each.first), names.index(each.then), each.most_minutes) for each in problem.befores),
        capacity=problem.capacity,
    )
    one, other = route(problem), route(turned)
    assert (one and (one.driving, one.ends)) == (other and (other.driving, other.ends))


def stops(*hours, grams=(0, 0, 0)):
    told = zip(hours, grams, strict=True)
    return tuple(Stop(key=str(n), opens=hour[0], closes=hour[1], minutes=5, grams=load) for n, (hour, load) in enumerate(told))


def test_a_limit_makes_the_driver_begin_later():
    problem = Problem(stops=stops((0, 300), (200, 300), (0, 300)), travel=TABLE, befores=(Before(0, 1, 30), Before(1, 2)))
    assert route(problem).begins == 200 + 5 - 30


@pytest.mark.parametrize(
    ("problem", "way", "stop", "by"),
    [
        (Problem(stops=stops((0, 3), (0, 99), (0, 99)), travel=TABLE), Way.TOO_SHORT, 0, 2),
        (Problem(stops=stops((0, 99), (0, 99), (0, 99), grams=(50, 0, 0)), travel=TABLE, capacity=40), Way.TOO_HEAVY, 0, 10),
        (Problem(stops=stops((0, 99), (0, 99), (0, 99)), travel=TABLE, befores=(Before(0, 2, 29),)), Way.TOO_FAR, 2, 1),
        (Problem(stops=stops((50, 99), (0, 40), (0, 99)), travel=TABLE, befores=(Before(0, 1),)), Way.TOO_LATE, 1, 30),
        (Problem(stops=stops((0, 99), (0, 12), (0, 19)), travel=TABLE), Way.CLOSES, 1, 13),
    ],
)
def test_it_says_what_is_in_the_way(problem, way, stop, by):
    first = obstacles(problem)[0]
    assert (first.way, first.stop, first.by) == (way, stop, by)


def test_more_would_fit_on_board_or_without_a_stop():
    both_first = (Before(0, 2), Before(1, 2))
    heavy = Problem(stops=stops((0, 99), (0, 99), (0, 99), grams=(30, 30, -20)), travel=TABLE, befores=both_first, capacity=50)
    assert [(each.way, each.by) for each in obstacles(heavy)] == [(Way.LOAD, 10)]
    apart = Problem(stops=stops((0, 6), (0, 6), (0, 6)), travel=TABLE)
    assert [each.way for each in obstacles(apart)] == [Way.SEVERAL]


def test_what_cannot_be_asked_is_refused():
    with pytest.raises(ValueError, match="more than 8"):
        Problem(stops=stops(*[(0, 9)] * 9, grams=[0] * 9), travel=((0,) * 9,) * 9)
    with pytest.raises(ValueError, match="circle"):
        Problem(stops=stops(*[(0, 9)] * 3), travel=TABLE, befores=(Before(0, 1), Before(1, 0)))
    with pytest.raises(ValueError, match="not a table"):
        Problem(stops=stops(*[(0, 9)] * 3), travel=TABLE[:2])
    with pytest.raises(ValueError, match="not a stop"):
        Problem(stops=stops(*[(0, 9)] * 3), travel=TABLE, befores=(Before(0, 3),))
    assert route(Problem(stops=(), travel=())).order == ()
