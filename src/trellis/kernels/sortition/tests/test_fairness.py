from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trellis.kernels.sortition import OBJECTIVES, Fairness, Impossible, Malformed, Pool, Quota, Quotas, fair_chances, verify

from .small_pools import Case, cases, every_panel, twin_leximin

OBJECTIVE = st.sampled_from(OBJECTIVES)


def solved(case: Case, objective: str) -> Fairness:
    return fair_chances(case.pool, case.quotas, size=case.size, objective=objective, households=case.households)


@settings(max_examples=30, deadline=None)
@given(cases())
def test_maximin_and_leximin_equal_a_twin_that_lists_every_panel(case):
    expected = twin_leximin(case)

    maximin, leximin = solved(case, "maximin"), solved(case, "leximin")

    assert [leximin.probabilities[person] for person in case.pool.ids] == pytest.approx(expected, abs=1e-6)
    assert maximin.minimum == pytest.approx(leximin.minimum, abs=1e-8)
    assert set(leximin.excluded) == {
        case.pool.ids[place] for place in range(len(case.pool)) if not any(place in p for p in every_panel(case))
    }


@settings(max_examples=30, deadline=None)
@given(cases(with_households=True))
def test_with_households_leximin_equals_the_twin(case):
    expected = twin_leximin(case)

    leximin = solved(case, "leximin")

    assert [leximin.probabilities[person] for person in case.pool.ids] == pytest.approx(expected, abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(cases(with_households=True), OBJECTIVE)
def test_every_panel_is_valid_chances_are_the_lotterys_own_and_the_certificate_holds(case, objective):
    found = solved(case, objective)

    valid = {tuple(case.pool.ids[place] for place in panel) for panel in every_panel(case)}
    chances = Counter()
    for panel in found.panels:
        assert panel.members in valid
        assert panel.weight > 0
        chances.update(dict.fromkeys(panel.members, panel.weight))
    assert sum(panel.weight for panel in found.panels) == pytest.approx(1, abs=1e-12)
    assert {person: chances[person] for person in case.pool.ids} == pytest.approx(found.probabilities, abs=1e-12)
    for profile in found.profiles:
        assert [chances[person] for person in profile.ids] == pytest.approx([profile.chance] * len(profile.ids), abs=1e-9)
    assert found.certificate.gap < 1e-6
    assert verify(found.certificate, case.pool, case.quotas, size=case.size, households=case.households)


@settings(max_examples=30, deadline=None)
@given(cases(), OBJECTIVE, st.randoms(use_true_random=False))
def test_the_order_of_people_does_not_matter(case, objective, random):
    order = list(range(len(case.pool)))
    random.shuffle(order)
    pool = Pool(tuple(case.pool.ids[place] for place in order), case.pool.features, tuple(case.pool.values[place] for place in order))

    found, again = solved(case, objective), solved(replace(case, pool=pool), objective)

    assert found.certificate.value == pytest.approx(again.certificate.value, abs=1e-8)
    assert found.probabilities == pytest.approx(again.probabilities, abs=1e-5)


@settings(max_examples=10, deadline=None)
@given(cases(), OBJECTIVE)
def test_the_same_question_has_the_same_answer(case, objective):
    assert solved(case, objective) == solved(case, objective)


def balanced(women: int, men: int, *, seats: tuple[int, int]) -> tuple[Pool, Quotas]:
    """A pool of women and men, and quotas for women and for men of these seats exactly."""
    people = [("woman",)] * women + [("man",)] * men
    pool = Pool(tuple(f"p{place}" for place in range(len(people))), ("gender",), tuple(people))
    return pool, Quotas((Quota("gender", "woman", seats[0], seats[0]), Quota("gender", "man", seats[1], seats[1])))


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_seats_of_a_quota_are_shared_equally(objective):
    pool, quotas = balanced(3, 6, seats=(2, 2))

    found = fair_chances(pool, quotas, size=4, objective=objective)

    assert [profile.chance for profile in found.profiles] == pytest.approx([2 / 3, 1 / 3], abs=1e-12)
    assert len(found.panels) <= 9


def test_goldilocks_weighs_the_largest_chance_against_the_smallest():
    pool, quotas = balanced(3, 6, seats=(2, 2))

    found = fair_chances(pool, quotas, size=4, objective="goldilocks")

    # The average is 4/9: (2/3) / (4/9) + (4/9) / (1/3) = 3/2 + 4/3.
    assert found.certificate.value == pytest.approx(17 / 6, abs=1e-9)


def test_maximin_leaves_nobody_certain_of_a_seat_for_nothing():
    people = [("a", "x"), ("a", "y"), ("a", "y"), ("b", "x"), ("b", "x"), ("b", "y")]
    pool = Pool(tuple("ABCDEF"), ("one", "two"), tuple(people))
    quotas = Quotas((Quota("one", "a", 1, 2), Quota("one", "b", 1, 2), Quota("two", "x", 1, 2), Quota("two", "y", 1, 2)))

    found = fair_chances(pool, quotas, size=3)

    assert found.minimum == pytest.approx(1 / 2, abs=1e-9)
    assert found.maximum == pytest.approx(1 / 2, abs=1e-9)


def test_who_is_on_no_valid_panel_is_named_and_not_counted():
    pool = Pool(("A", "B", "C"), ("age",), (("old",), ("old",), ("child",)))
    quotas = Quotas((Quota("age", "old", 1, 2), Quota("age", "child", 0, 0)))

    found = fair_chances(pool, quotas, size=1, objective="nash")

    assert found.excluded == ("C",)
    assert found.probabilities == pytest.approx({"A": 0.5, "B": 0.5, "C": 0.0})
    assert found.minimum == pytest.approx(0.5)


def test_no_panel_has_two_people_of_one_household():
    pool, quotas = balanced(4, 2, seats=(2, 1))
    homes = ("1 Elm Road", "1 Elm Road", "2 Elm Road", None, "2 Elm Road", "")

    found = fair_chances(pool, quotas, size=3, objective="leximin", households=homes)

    home = dict(zip(pool.ids, homes, strict=True))
    for panel in found.panels:
        addresses = [home[member] for member in panel.members if home[member]]
        assert len(addresses) == len(set(addresses))


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_who_could_only_be_on_half_a_panel_is_on_none(objective):
    # Half a seat each for A, B, C and D would meet all quotas, but of two whole people only D and E do.
    people = [("a", "a", "b"), ("a", "b", "a"), ("b", "a", "a"), ("b", "b", "b"), ("a", "a", "a")]
    pool = Pool(tuple("ABCDE"), ("one", "two", "three"), tuple(people))
    limits = [Quota(feature, "a", 1, 1) for feature in pool.features] + [Quota(feature, "b", 1, 1) for feature in pool.features]

    found = fair_chances(pool, Quotas(tuple(limits)), size=2, objective=objective)

    assert found.excluded == ("A", "B", "C")
    assert found.probabilities == pytest.approx({"A": 0, "B": 0, "C": 0, "D": 1, "E": 1})
    assert found.certificate.gap < 1e-9


def test_quotas_that_contradict_each_other_are_impossible():
    pool, quotas = balanced(3, 3, seats=(2, 2))

    with pytest.raises(Impossible, match="no panel of this size meets all the quotas"):
        fair_chances(pool, quotas, size=5)


def test_a_value_without_a_quota_is_malformed():
    pool, quotas = balanced(3, 3, seats=(2, 2))

    with pytest.raises(Malformed) as caught:
        fair_chances(replace(pool, values=(("person",), *pool.values[1:])), quotas, size=4)

    assert (caught.value.line, caught.value.field, caught.value.reason) == (1, "gender", "'person' has no quota")


@pytest.mark.parametrize(("size", "objective"), [(0, "maximin"), (4, "luck")])
def test_a_question_without_sense_is_malformed(size, objective):
    pool, quotas = balanced(3, 3, seats=(2, 2))

    with pytest.raises(Malformed):
        fair_chances(pool, quotas, size=size, objective=objective)


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_a_certificate_that_claims_too_much_is_refused(objective):
    pool, quotas = balanced(3, 6, seats=(2, 2))
    proof = fair_chances(pool, quotas, size=4, objective=objective).certificate
    better = 0.9 if objective != "goldilocks" else 1.1

    step = replace(proof.steps[0], level=proof.bound * better)
    lower = replace(proof, bound=proof.bound * better, steps=(step, *proof.steps[1:]))

    assert verify(proof, pool, quotas, size=4)
    assert not verify(lower, pool, quotas, size=4)
    assert not verify(replace(proof, bound=0.0, steps=()), pool, quotas, size=4)
