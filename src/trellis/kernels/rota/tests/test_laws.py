"""Laws of every rota: no rule is ever broken, the bound holds, the count is right, and the same seed gives the same turns."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from trellis.kernels.rota import Rota, Shift, Volunteer, gini, propose, recount, rota_of
from trellis.kernels.rota.explaining import explain
from trellis.kernels.rota.plan import Plan
from trellis.kernels.rota.prices import bound_without_solver
from trellis.kernels.rota.programme import cliques
from trellis.kernels.rota.solving import solve
from trellis.kernels.rota.tests.made import made


@st.composite
def rotas(draw, most_shifts=6, most_people=5):
    """Small rotas in which everything that a rule is about happens: overlaps, nights, full weeks, settled turns, people kept apart."""
    n = draw(st.integers(1, most_shifts))
    starts = draw(st.lists(st.integers(0, 60), min_size=n, max_size=n))
    shifts = tuple(
        Shift(
            id=f"s{place}",
            starts=start,
            ends=start + draw(st.integers(1, 9)),
            week=start // 24,
            need=draw(st.integers(0, 3)),
            needs_lead=draw(st.booleans()),
        )
        for place, start in enumerate(starts)
    )
    volunteers = tuple(
        Volunteer(
            id=place,
            capacity=draw(st.integers(0, 4)),
            per_week=draw(st.integers(0, 3)),
            lead=draw(st.booleans()),
            can={shift.id: draw(st.integers(-1, 3)) for shift in shifts if draw(st.integers(0, 3))},
            served=draw(st.integers(0, 3)),
        )
        for place in range(draw(st.integers(1, most_people)))
    )
    apart = frozenset(frozenset(pair) for pair in combinations(range(len(volunteers)), 2) if draw(st.integers(0, 5)) == 0)
    return Rota(volunteers=volunteers, shifts=shifts, rest=draw(st.integers(0, 12)), apart=apart)


def best_of_all(rota):
    """The least objective, by trying every rota."""
    options = [(shift, volunteer.id) for volunteer in rota.volunteers for shift in volunteer.can]

    def least(place, turns):
        if place == len(options):
            return recount(rota, turns).objective
        without = least(place + 1, turns)
        more = [*turns, options[place]]
        return without if recount(rota, more).breaches else min(without, least(place + 1, more))

    return least(0, [])


@settings(deadline=None, max_examples=40)
@given(rotas(most_shifts=4, most_people=3))
def test_the_solver_finds_the_best_of_all(rota):
    proposal = solve(rota)

    best = best_of_all(rota)
    assert proposal.count.objective == best
    assert proposal.bound <= best


@settings(deadline=None, max_examples=60)
@given(rotas(), st.text(max_size=3))
def test_no_rule_is_ever_broken(rota, seed):
    for proposal in (propose(rota, seed=seed), solve(rota, seed=seed)):
        assert proposal.count.breaches == ()
        assert proposal.count == recount(rota, proposal.turns)


@settings(deadline=None, max_examples=60)
@given(rotas())
def test_bounds_hold_and_agree(rota):
    proposal = solve(rota)

    assert proposal.bound <= proposal.count.objective <= propose(rota).count.objective
    assert bound_without_solver(rota, proposal.count.objective) <= proposal.count.objective


@settings(deadline=None, max_examples=30)
@given(rotas(), st.text(max_size=3))
def test_the_same_seed_gives_the_same_turns(rota, seed):
    assert propose(rota, seed=seed).turns == propose(rota, seed=seed).turns
    assert solve(rota, seed=seed).turns == solve(rota, seed=seed).turns


@settings(deadline=None, max_examples=40)
@given(rotas(), st.data())
def test_settled_turns_stay_and_count(rota, data):
    turns = data.draw(st.lists(st.sampled_from([(s.id, v.id) for s in rota.shifts for v in rota.volunteers]), max_size=4, unique=True))
    kept = Rota(volunteers=rota.volunteers, shifts=rota.shifts, rest=rota.rest, apart=rota.apart, kept=tuple(turns))
    alone = {(breach.rule, breach.volunteer) for breach in recount(kept, turns).breaches}

    for proposal in (propose(kept), solve(kept)):
        assert set(turns) <= set(proposal.turns)
        assert {(breach.rule, breach.volunteer) for breach in proposal.count.breaches} <= alone


@settings(deadline=None, max_examples=40)
@given(rotas())
def test_the_books_of_a_plan_agree_with_a_recount(rota):
    plan = Plan(rota)
    for shift, person in propose(rota).turns:
        place = [each.id for each in rota.shifts].index(shift)
        assert plan.may(person, place)
        plan.objective += plan.add(person, place)

    assert plan.objective == recount(rota, plan.turns()).objective


@settings(deadline=None, max_examples=40)
@given(rotas())
def test_everybody_is_told_why_and_every_gap_has_reasons(rota):
    proposal = solve(rota)

    people, gaps = explain(rota, proposal.turns)

    for person, volunteer in zip(people, rota.volunteers, strict=True):
        told = [had.shift for had in person.turns] + [each.shift for each in person.others]
        assert sorted(told) == sorted(id for id in volunteer.can if next(s for s in rota.shifts if s.id == id).need)
        assert all(each.code not in ("cannot", "free") and each.cost >= 0 for each in person.others)
    assert sum(max(gap.missing, 0) for gap in gaps) == proposal.count.unfilled
    assert sum(gap.lead_missing for gap in gaps) == proposal.count.without_lead


@settings(deadline=None)
@given(rotas(most_shifts=8))
def test_the_sets_of_too_little_rest_are_all_and_only_the_clashes(rota):
    plan = Plan(rota)
    order = sorted(range(len(rota.shifts)), key=lambda shift: (plan.starts[shift], shift))
    found = {pair for each in cliques(plan, order) for pair in combinations(sorted(each), 2)}

    assert found == {
        (first, second)
        for first, second in combinations(range(len(rota.shifts)), 2)
        if plan.starts[first] < plan.rests[second] and plan.starts[second] < plan.rests[first]
    }


def test_made_up_rotas_are_within_a_twentieth_of_their_bound():
    for seed, kw in enumerate(({}, {"volunteers": 70}, {"volunteers": 45}, {"availability": 0.2}, {"capacity": 2}, {"leads": 0.1})):
        rota = rota_of(made(**{"volunteers": 90, "shifts": 180, "availability": 0.08, "seed": seed} | kw))

        found = solve(rota)

        assert found.count.breaches == ()
        assert found.count.objective <= 1.05 * found.bound


def test_who_served_lately_is_spared_and_turns_even_out_over_weeks():
    """Week after week four people want two places: after ten weeks all have had five turns."""
    shift = Shift(id="s", starts=0, ends=2, need=2)
    served = dict.fromkeys("abcd", 0)
    for week in range(10):
        people = tuple(Volunteer(id=each, capacity=1, per_week=1, can={"s": 0}, served=served[each]) for each in served)
        for _, person in propose(Rota(volunteers=people, shifts=(shift,)), seed=str(week)).turns:
            served[person] += 1

    assert served == dict.fromkeys("abcd", 5)
    assert gini(served.values()) == 0
