"""What people look at after a count, against figures worked out by hand."""

from fractions import Fraction

from hypothesis import given, settings

from trellis.kernels.tally import tally
from trellis.kernels.tally.statistics import spread, statistics
from trellis.kernels.tally.tests.made_elections import election_of, elections

COSTS = {"a": 60, "b": 40, "c": 30}
BALLOTS = [["a"], ["a"], ["a", "b"], ["c"], ["b", "c"]]


def test_voters_left_out_and_how_many_projects_of_theirs_are_funded():
    found = spread(election_of(100, COSTS, BALLOTS), ["a", "b"])

    assert found.voters_by_funded == (1, 3, 1)
    assert found.left_out == 1
    assert found.mean_funded == 1
    assert found.money == (0, 40, 60, 60, 100)


def test_the_gini_index_of_shares():
    # Shares: 20, 20, 20 + 20, 0, 20. In order 0, 20, 20, 20, 40 the index is 2 * (20 * 2 + 20 * 3 + 20 * 4 + 40 * 5) / (5 * 100) - 6/5.
    assert round(spread(election_of(100, COSTS, BALLOTS), ["a", "b"]).gini, 9) == 0.32
    assert spread(election_of(100, {"a": 10}, [["a"]] * 4), ["a"]).gini == 0


def test_a_project_in_two_categories_counts_half_in_each():
    election = election_of(100, COSTS, BALLOTS, categories={"a": "nature", "b": "nature,culture", "c": "culture"})

    found = {each.label: each for each in statistics(election, tally(election, rule="greedy")).by_category}

    assert (found["nature"].votes, found["nature"].money) == (4, 80)
    assert (found["culture"].votes, found["culture"].money) == (3, 20)
    assert (found["culture"].projects, found["culture"].funded) == (2, 1)


def test_without_categories_there_is_nothing_to_say_of_them():
    election = election_of(100, COSTS, BALLOTS)

    assert statistics(election, tally(election)).by_category == ()


@settings(deadline=None)
@given(elections())
def test_the_parts_make_the_whole(election):
    outcome = tally(election)

    found = statistics(election, outcome)

    assert sum(found.here.voters_by_funded) == sum(found.most_votes.voters_by_funded) == election.n_voters
    assert sum((each.money for each in found.by_category), Fraction(0)) == outcome.cost
    assert sum((each.votes for each in found.by_category), Fraction(0)) == election.votes().sum()
    assert -1e-9 <= found.here.gini < 1
