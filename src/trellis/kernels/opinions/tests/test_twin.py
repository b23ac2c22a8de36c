"""Whatever the votes, the kernel says what the plain twin says."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trellis.kernels.opinions import Conversation, opinion_map
from trellis.kernels.opinions.centring import centred_votes
from trellis.kernels.opinions.components import _exact, _iterated, principal_components
from trellis.kernels.opinions.counts import group_votes
from trellis.kernels.opinions.representative import representative_statements
from trellis.kernels.opinions.tests import plain_twin as twin
from trellis.kernels.opinions.tests.conversations import camps, small_conversations


@given(small_conversations())
@settings(deadline=None)
def test_means_components_and_places(made: Conversation):
    found = opinion_map(made, version="official")

    covariance = twin.covariance(made)
    values = np.linalg.eigvalsh(covariance)[::-1]
    np.testing.assert_allclose(found.mean, twin.filled(made).mean(axis=0), atol=1e-12)
    for vector, value in zip(found.components, values, strict=False):
        assert np.linalg.norm(vector) == pytest.approx(1.0 if value > 1e-9 else 0.0)
        np.testing.assert_allclose(covariance @ vector, value * vector, atol=1e-8)
    for person in range(made.n_participants):
        np.testing.assert_allclose(found.coordinates[person], twin.place(made, person, found.components), atol=1e-9)


@given(small_conversations())
@settings(deadline=None)
def test_what_to_ask_next(made: Conversation):
    found = opinion_map(made, version="official")

    grouped = [int(person) for person in np.flatnonzero(found.grouped)]
    for statement in range(made.n_statements):
        expected = twin.priority(made, grouped, statement, found.statement_facts.extremity[statement])
        assert found.statement_facts.priority[statement] == pytest.approx(expected)


@given(small_conversations(), st.integers(2, 3), st.integers(0, 2**16))
@settings(deadline=None)
def test_what_each_group_says(made: Conversation, k: int, seed: int):
    group_of = np.random.default_rng(seed).integers(-1, k, made.n_participants)
    groups = [[int(person) for person in np.flatnonzero(group_of == group)] for group in range(k)]

    said = representative_statements(group_votes(made, group_of, k), zeroed=made.zeroed)

    for group, statements in enumerate(said):
        expected = twin.significant(made, groups, group)
        found = {(each.statement, each.direction) for each in statements}
        others = [person for place, people in enumerate(groups) if place != group for person in people]
        best = {(each.statement, each.direction) for each in statements if each.best_agree}
        assert found - best <= expected or len(found) == 1
        assert len(found) >= min(5, len(expected))
        assert len(statements) <= 5
        for each in statements:
            side = 0 if each.direction == "agree" else 1
            inside, outside = twin.count(made, groups[group], each.statement), twin.count(made, others, each.statement)
            assert (each.successes, each.trials) == (inside[side], inside[2])
            assert each.share == pytest.approx(twin.share(inside[side], inside[2]))
            assert each.test == pytest.approx(twin.half_test(inside[side], inside[2]))
            assert each.repness == pytest.approx(each.share / twin.share(outside[side], outside[2]))
            assert each.repness_test == pytest.approx(twin.two_test(inside[side], inside[2], outside[side], outside[2]))


@given(small_conversations())
@settings(deadline=None)
def test_consensus_is_the_product_over_groups(made: Conversation):
    found = opinion_map(made, version="official")

    people = [list(group.members) for group in found.groups] or [[int(each) for each in np.flatnonzero(found.grouped)]]
    for statement in range(made.n_statements):
        counts = [twin.count(made, group, statement) for group in people]
        agree = math.prod(twin.share(agrees, seen) for agrees, _, seen in counts)
        disagree = math.prod(twin.share(disagrees, seen) for _, disagrees, seen in counts)
        assert found.statement_facts.consensus_agree[statement] == pytest.approx(agree)
        assert found.statement_facts.consensus_disagree[statement] == pytest.approx(disagree)


@given(small_conversations())
@settings(deadline=None)
def test_majority_of_everybody_who_voted(made: Conversation):
    found = opinion_map(made, version="official")

    everybody = list(range(made.n_participants))
    for side, name, listed in ((0, "agree", found.agreed), (1, "disagree", found.disagreed)):
        strength = {}
        for statement in np.flatnonzero(~made.zeroed):
            counts = twin.count(made, everybody, int(statement))
            share, test = twin.share(counts[side], counts[2]), twin.half_test(counts[side], counts[2])
            if share > 0.5 and test > twin.Z:
                strength[int(statement)] = share * test
        expected = sorted(strength.values(), reverse=True)[:5]
        assert [strength[each.statement] for each in listed] == pytest.approx(expected)
        assert {each.direction for each in listed} <= {name}


@pytest.mark.parametrize("seed", range(4))
def test_both_ways_to_the_components_agree(seed: int):
    votes = centred_votes(camps((60, 40, 30), statements=40, seen=25, doubt=0.5, seed=seed))

    exact, iterated = _exact(votes.matrix), _iterated(votes.matrix, None, 0.0)

    np.testing.assert_allclose(iterated[0], exact[0], rtol=1e-12)
    np.testing.assert_allclose(np.abs(iterated[1]), np.abs(exact[1]), atol=1e-10)
    assert principal_components(votes.matrix).shares[0] == pytest.approx(exact[0][0] / float(votes.matrix.data @ votes.matrix.data))
