"""What holds for every conversation, whatever the votes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trellis.kernels.opinions import Conversation, conversation, opinion_map, with_moderation, with_votes
from trellis.kernels.opinions.tests.conversations import camps, small_conversations, votes_of

CAMPS = st.builds(
    camps,
    st.sampled_from([(20, 14), (16, 12, 9), (30, 3), (12, 11, 10, 9)]),
    statements=st.integers(8, 20),
    doubt=st.sampled_from([0.0, 0.2, 0.6]),
    seed=st.integers(0, 999),
)


def again(made: Conversation, votes: list[tuple[str, str, int]]) -> Conversation:
    flags = {
        name: [each for each, flag in zip(made.statements, getattr(made, name), strict=True) if flag] for name in ("rejected", "metadata")
    }
    return conversation(votes, statements=made.statements, **flags)


@given(small_conversations(), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_order_of_votes_does_not_matter(made: Conversation, random):
    votes = list(votes_of(made))
    shuffled = random.sample(votes, len(votes))

    first, second = opinion_map(made, version="official"), opinion_map(again(made, shuffled), version="official")

    assert first.participants == second.participants
    np.testing.assert_array_equal(first.coordinates, second.coordinates)
    np.testing.assert_array_equal(first.group_of, second.group_of)
    assert first.partitions == second.partitions


@pytest.mark.parametrize("seed", range(2))
def test_the_same_arguments_give_the_same_map(seed: int):
    made = camps((20, 14), doubt=0.2, seed=seed)

    first, second = opinion_map(made), opinion_map(made)

    np.testing.assert_array_equal(first.coordinates, second.coordinates)
    assert (first.groups, first.partitions, first.stability) == (second.groups, second.partitions, second.stability)


@given(small_conversations(), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_a_later_vote_replaces_an_earlier_one(made: Conversation, random):
    votes = list(votes_of(made))
    earlier = [(participant, statement, random.choice([-1, 0, 1])) for participant, statement, _ in votes]

    found = again(made, earlier + votes)

    np.testing.assert_array_equal(found.votes, made.votes)
    assert found.n_votes == made.n_votes


@given(CAMPS)
@settings(deadline=None)
def test_other_names_for_statements_move_nobody(made: Conversation):
    backwards = {name: str(1000 - int(name)) for name in made.statements}

    first = opinion_map(made, version="official")
    second = opinion_map(conversation([(who, backwards[what], vote) for who, what, vote in votes_of(made)]), version="official")

    turn = np.sign((first.coordinates * second.coordinates).sum(axis=0))
    if first.variance_shares[0] - first.variance_shares[1] > 1e-6 and first.variance_shares[1] > 1e-6:
        np.testing.assert_allclose(first.coordinates, second.coordinates * np.where(turn == 0, 1, turn), atol=1e-6)
    np.testing.assert_array_equal(first.statement_facts.agrees, second.statement_facts.agrees[::-1])


@given(CAMPS)
@settings(deadline=None)
def test_agree_and_disagree_exchanged_mirror_the_map(made: Conversation):
    found = opinion_map(made, version="official")
    mirrored = opinion_map(conversation([(who, what, -vote) for who, what, vote in votes_of(made)]), version="official")

    np.testing.assert_allclose(mirrored.mean, -found.mean)
    np.testing.assert_allclose(mirrored.components, found.components, atol=1e-9)
    np.testing.assert_allclose(mirrored.coordinates, -found.coordinates, atol=1e-9)
    np.testing.assert_array_equal(mirrored.statement_facts.disagrees, found.statement_facts.agrees)
    assert [each.statement for each in mirrored.disagreed] == [each.statement for each in found.agreed]


@given(CAMPS)
@settings(deadline=None)
def test_everybody_twice_stands_where_everybody_stood(made: Conversation):
    twice = list(votes_of(made)) + [(f"again {who}", what, vote) for who, what, vote in votes_of(made)]

    first, second = opinion_map(made, version="official"), opinion_map(conversation(twice), version="official")

    place_of = {name: place for place, name in enumerate(second.participants)}
    same = second.coordinates[[place_of[name] for name in first.participants]]
    twins = second.coordinates[[place_of[f"again {name}"] for name in first.participants]]
    np.testing.assert_array_equal(same, twins)
    if first.variance_shares[0] - first.variance_shares[1] > 1e-6 and first.variance_shares[1] > 1e-6:
        np.testing.assert_allclose(np.abs(same), np.abs(first.coordinates), atol=1e-6)


@given(CAMPS, st.integers(0, 99))
@settings(deadline=None)
def test_votes_on_a_rejected_statement_say_nothing(made: Conversation, seed: int):
    """They do not move the components; the column counts as a vote of everybody in the sparsity correction, however many voted."""
    random = np.random.default_rng(seed)
    few = with_moderation(with_votes(made, [("0", "rejected", 1)]), rejected=["rejected"], metadata=[])
    cast = [(name, "rejected", int(random.integers(-1, 2))) for name in made.participants]
    many = with_moderation(with_votes(few, cast), rejected=["rejected"], metadata=[])

    first, second, without = (opinion_map(each, version="official") for each in (few, many, made))

    np.testing.assert_array_equal(first.coordinates, second.coordinates)
    np.testing.assert_allclose(second.components[:, :-1], without.components, atol=1e-9)
    stretch = np.sqrt((made.n_statements + 1) / made.n_statements * made.votes_per_participant / (made.votes_per_participant + 1))
    np.testing.assert_allclose(second.coordinates, without.coordinates * stretch[:, None], atol=1e-9)
    assert "rejected" not in {second.statements[each.statement] for each in second.agreed + second.disagreed}
    assert "rejected" not in {second.statements[each] for each in second.ask_next}


@given(small_conversations(people=40))
@settings(deadline=None, max_examples=8)
def test_the_honest_rules(made: Conversation):
    found = opinion_map(made)

    assert all(group.size >= 5 for group in found.groups)
    assert len(found.groups) != 1
    assert bool(found.groups) != bool(found.why_no_groups)
    assert not found.groups or found.stability >= 0.65
    assert set(np.flatnonzero(found.group_of >= 0)) <= set(np.flatnonzero(found.grouped))
    for group in found.groups:
        assert list(group.members) == list(np.flatnonzero(found.group_of == group.id))


@given(small_conversations(people=40), st.sampled_from(["honest", "official"]))
@settings(deadline=None, max_examples=12)
def test_every_number_is_a_number(made: Conversation, version: str):
    found = opinion_map(made, version=version)

    facts = found.statement_facts
    for values in (found.mean, found.components, found.coordinates, facts.extremity, facts.priority, facts.consensus_agree):
        assert np.isfinite(values).all()
    assert all(np.isfinite((each.inertia, each.silhouette)).all() for each in found.partitions)


def test_camps_that_agree_among_themselves_are_found():
    made = camps((40, 30, 25), statements=30, seen=20, doubt=0.1)

    found = opinion_map(made)

    assert [group.size for group in found.groups] == [40, 30, 25]
    assert len(set(found.group_of[:40])) == len(set(found.group_of[40:70])) == len(set(found.group_of[70:])) == 1
