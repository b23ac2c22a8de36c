"""What a project needed is right when it is counted again: the amount wins, and the one beside it does not."""

from hypothesis import given, settings
from hypothesis import strategies as st

from trellis.kernels.tally import tally
from trellis.kernels.tally.needed import cost_needed, count_again, first_that_wins, votes_needed, with_cost, with_new_voters
from trellis.kernels.tally.tests.made_elections import election_of, elections

RULES = st.sampled_from(
    [
        {"rule": "greedy"},
        {"rule": "greedy", "utility": "cardinality"},
        {"rule": "phragmen"},
        {"completion": "none"},
        {},
        {"utility": "cardinality"},
        {"stop": "overspend", "fill": "none"},
    ]
)


@settings(deadline=None)
@given(elections(most_projects=3, most_voters=5), RULES, st.integers(1, 20))
def test_so_many_more_votes_win_and_one_fewer_does_not(election, rule, guess):
    outcome = tally(election, **rule)
    for number, project in enumerate(election.projects):
        if project.id not in outcome.winners:
            needed = votes_needed(election, outcome, project.id, guess=guess)
            if needed.amount is not None:
                assert needed.almost == needed.amount - 1
                assert project.id in count_again(with_new_voters(election, number, needed.amount), outcome).winners
                if needed.almost:
                    assert project.id not in count_again(with_new_voters(election, number, needed.almost), outcome).winners


@settings(deadline=None)
@given(elections(most_projects=3, most_voters=5), RULES, st.integers(1, 12))
def test_so_low_a_cost_wins_and_one_unit_dearer_does_not(election, rule, guess):
    outcome = tally(election, **rule)
    for number, project in enumerate(election.projects):
        if project.id not in outcome.winners:
            needed = cost_needed(election, outcome, project.id, guess=guess)
            if needed.amount is not None:
                assert needed.almost == needed.amount + 1
                assert project.id in count_again(with_cost(election, number, needed.amount), outcome).winners
                assert project.id not in count_again(with_cost(election, number, needed.almost), outcome).winners


def test_a_project_dearer_than_the_budget_needs_no_votes_but_a_lower_cost():
    election = election_of(100, {"a": 60, "b": 150}, [["a"], ["b"], ["b"]])
    outcome = tally(election, rule="greedy")

    assert votes_needed(election, outcome, "b").amount is None
    assert cost_needed(election, outcome, "b").amount == 100


def test_limits_hold_when_it_is_counted_again():
    costs, kinds = {"a": 60, "b": 30}, {"a": "nature", "b": "nature"}
    election = election_of(100, costs, [["a"], ["a"], ["b"]], categories=kinds)
    outcome = tally(election, rule="greedy", category_limits={"category": {"nature": 70}})

    assert votes_needed(election, outcome, "b").amount == 2
    assert cost_needed(election, outcome, "b").amount == 10


@settings(deadline=None)
@given(st.integers(1, 1000), st.integers(1, 1000), st.integers(1, 1000), st.integers(1, 50))
def test_the_search_ends_at_the_first_number_that_wins(first, guess, most, stride):
    amount, almost, _ = first_that_wins(lambda number: number >= first, guess=min(guess, most), most=most, stride=stride)

    assert (amount, almost) == ((first, first - 1) if first <= most else (None, None))


def test_the_search_asks_twice_when_the_guess_is_right():
    assert first_that_wins(lambda number: number >= 70, guess=70, most=1000) == (70, 69, 2)
