"""A conversation that grows: who is grouped stays, the map keeps its orientation, and the number of groups does not flicker."""

import numpy as np
import pytest

from trellis.kernels.opinions import Malformed, conversation, grow, opinion_map
from trellis.kernels.opinions.grouping import smoothed_k
from trellis.kernels.opinions.membership import memberships
from trellis.kernels.opinions.tests.conversations import camps, votes_of


def people_with(*counts: int):
    """A conversation in which each person voted on so many statements."""
    return conversation([(str(who), f"{what:03}", 1) for who, count in enumerate(counts) for what in range(count)])


def test_seven_votes_or_all_of_them():
    assert {event.participant for event in memberships(people_with(*[7] * 20, 6, 20))} == {str(who) for who in range(20)} | {"21"}
    assert len(memberships(people_with(*[3] * 20, 2))) == 20


def test_under_fifteen_those_with_most_votes_are_added():
    events = memberships(people_with(*[7] * 10, *[1] * 9, 3, 3, 2))

    assert [event.reason for event in events] == ["votes"] * 10 + ["topped-up"] * 5
    assert [event.participant for event in events[10:]] == ["19", "20", "21", "10", "11"]


def test_once_in_always_in():
    before = memberships(people_with(*[3] * 20))

    after = memberships(people_with(*[3] * 20, 9), before=before, update=1)

    assert after[:20] == before
    assert [(event.participant, event.update, event.reason) for event in after[20:]] == [("20", 1, "votes")]


def test_people_said_to_have_been_in():
    events = memberships(people_with(*[7] * 20, 1), kept=["20", "unknown"])

    assert (events[0].participant, events[0].reason) == ("20", "kept")
    assert len(events) == 21


@pytest.mark.parametrize("version", ["honest", "official"])
def test_a_grown_map_is_the_map_of_all_votes(version: str):
    votes = list(votes_of(camps((30, 25, 20), statements=20, seen=14, doubt=0.1)))
    first = conversation(votes[:700])

    grown, found = grow(opinion_map(first, version=version), first, votes[700:])

    fresh = opinion_map(conversation(votes), version=version)
    np.testing.assert_array_equal(grown.votes, conversation(votes).votes)
    np.testing.assert_allclose(np.abs(found.coordinates), np.abs(fresh.coordinates), atol=1e-8)
    np.testing.assert_array_equal(found.grouped, fresh.grouped)
    assert (found.update, fresh.update) == (1, 0)


def test_the_map_is_not_turned_round_by_a_few_votes():
    made = camps((30, 20), statements=16, doubt=0.2)
    before = opinion_map(made)

    _, after = grow(before, made, [("new", statement, 1) for statement in made.statements])

    old = [after.participants.index(name) for name in before.participants]
    assert (np.sign((after.coordinates[old] * before.coordinates).sum(axis=0)) == 1).all()


def test_groups_keep_their_order_when_the_smaller_becomes_the_larger():
    made = camps((30, 25), statements=16)
    before = opinion_map(made)
    like_the_second = [(f"new{n}", statement, vote) for n in range(12) for who, statement, vote in votes_of(made) if who == "54"]

    _, after = grow(before, made, like_the_second)

    assert [group.size for group in before.groups] == [30, 25]
    assert [group.size for group in after.groups] == [30, 37]


def test_a_map_of_another_version_is_refused():
    made = camps((10, 10))

    with pytest.raises(Malformed, match="honest"):
        opinion_map(made, version="official", previous=opinion_map(made))


def test_a_new_number_of_groups_needs_four_wins_in_a_row():
    shown, wins, seen = 2, (2, 1), []
    for winner in (3, 3, 2, 3, 3, 3, 3, 2):
        shown, wins = smoothed_k(winner, shown=shown, wins=wins, possible={2, 3})
        seen.append(shown)

    assert seen == [2, 2, 2, 2, 2, 2, 3, 3]


def test_a_number_of_groups_that_is_no_longer_possible_goes_at_once():
    assert smoothed_k(3, shown=2, wins=(2, 9), possible={3, 4}) == (3, (3, 1))


def test_no_new_votes_change_nothing_but_the_count_of_updates():
    made = camps((40, 30), statements=130, seen=60, doubt=0.3)
    before = opinion_map(made)

    grown, after = grow(before, made, [])

    assert grown.n_votes == made.n_votes
    assert (before.update, after.update) == (0, 1)
    np.testing.assert_allclose(after.coordinates, before.coordinates, atol=1e-9)
    np.testing.assert_array_equal(after.group_of, before.group_of)
