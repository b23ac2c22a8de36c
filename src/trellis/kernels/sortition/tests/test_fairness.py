from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trellis.kernels.sortition import OBJECTIVES, Fairness, fair_chances, verify

from .small_pools import Case, cases, every_panel, twin_leximin

OBJECTIVE = st.sampled_from(OBJECTIVES)


def solved(case: Case, objective: str) -> Fairness:
    return fair_chances(case.pool, case.quotas, size=case.size, objective=objective, households=case.households)


@settings(max_examples=60, deadline=None)
@given(cases())
def test_maximin_and_leximin_equal_a_twin_that_lists_every_panel(case):
    expected = twin_leximin(case)

    maximin, leximin = solved(case, "maximin"), solved(case, "leximin")

    assert [leximin.probabilities[person] for person in case.pool.ids] == pytest.approx(expected, abs=1e-6)
    assert maximin.minimum == pytest.approx(leximin.minimum, abs=1e-8)
    assert set(leximin.excluded) == {
        case.pool.ids[place] for place in range(len(case.pool)) if not any(place in p for p in every_panel(case))
    }


@settings(max_examples=60, deadline=None)
@given(cases(with_households=True))
def test_with_households_leximin_equals_the_twin(case):
    expected = twin_leximin(case)

    leximin = solved(case, "leximin")

    assert [leximin.probabilities[person] for person in case.pool.ids] == pytest.approx(expected, abs=1e-6)


@settings(max_examples=80, deadline=None)
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
