"""Laws that every count keeps, whatever the ballots."""

from hypothesis import given
from hypothesis import strategies as st

from trellis.kernels.tally import Election, tally
from trellis.kernels.tally.tests.made_elections import election_of, elections

RULES = st.sampled_from(
    [
        {"rule": rule, "utility": utility, "completion": completion, "stop": stop, "fill": fill}
        for rule, completion, stop, fill in [
            ("greedy", "none", "exhaustive", "none"),
            ("phragmen", "none", "exhaustive", "none"),
            ("equal-shares", "none", "exhaustive", "none"),
            ("equal-shares", "add1", "exhaustive", "greedy"),
            ("equal-shares", "add1", "overspend", "none"),
        ]
        for utility in ("cost", "cardinality")
        if rule != "phragmen" or utility == "cost"
    ]
)


def parts(election: Election) -> tuple[dict[str, int], list[list[str]]]:
    """Costs by id, and each voter's ballot as ids."""
    costs = {project.id: project.cost for project in election.projects}
    ballots = [[election.projects[number].id for number in election.ballots.row(row)] for row in election.ballot_of_voter]
    return costs, ballots


@given(elections(), RULES)
def test_no_more_is_spent_than_there_is_and_nothing_that_nobody_supports(election, rule):
    outcome = tally(election, **rule)

    votes = dict(zip((project.id for project in election.projects), election.votes().tolist(), strict=True))
    costs, _ballots = parts(election)
    assert outcome.cost == sum(costs[winner] for winner in outcome.winners) <= election.budget
    assert len(set(outcome.winners)) == len(outcome.winners)
    assert all(votes[winner] > 0 for winner in outcome.winners)


@given(elections(), RULES, st.randoms(use_true_random=False))
def test_the_order_of_voters_projects_and_lines_in_a_ballot_is_irrelevant(election, rule, chance):
    costs, ballots = parts(election)
    ids = list(costs)
    chance.shuffle(ids)
    chance.shuffle(ballots)
    for ballot in ballots:
        chance.shuffle(ballot)

    other = tally(election_of(election.budget, {id: costs[id] for id in ids}, ballots), **rule)

    assert other.winners == tally(election, **rule).winners


@given(elections(), RULES, st.integers(2, 1000))
def test_the_unit_of_money_is_irrelevant_without_steps(election, rule, times):
    plain = {**rule, "completion": "none"}
    costs, ballots = parts(election)

    other = tally(election_of(election.budget * times, {id: cost * times for id, cost in costs.items()}, ballots), **plain)

    assert other.winners == tally(election, **plain).winners


@given(elections(most_voters=5), RULES, st.integers(2, 4))
def test_everybody_voting_several_times_changes_nothing(election, rule, times):
    plain = {**rule, "completion": "none"}
    costs, ballots = parts(election)

    other = tally(election_of(election.budget, costs, ballots * times), **plain)

    assert other.winners == tally(election, **plain).winners


@given(elections(), st.sampled_from(["cost", "cardinality"]))
def test_after_an_exhaustive_count_and_filling_up_nothing_supported_would_fit(election, utility):
    outcome = tally(election, utility=utility)

    left = election.budget - outcome.cost
    votes = election.votes()
    rest = [project for number, project in enumerate(election.projects) if votes[number] and project.id not in outcome.winners]
    assert all(project.cost > left for project in rest)


@given(elections(), RULES)
def test_a_tie_order_decides_ties_and_nothing_else(election, rule):
    ids = sorted(project.id for project in election.projects)
    first, last = tally(election, **rule), tally(election, **rule, tie_order=ids[::-1])

    if not first.ties and not last.ties:
        assert first.winners == last.winners
    assert all(tie.taken == min(tie.tied) for tie in first.ties)
    assert all(tie.taken == max(tie.tied) for tie in last.ties)


@given(elections())
def test_raised_shares_stay_within_the_budget_and_are_a_whole_number_of_steps_above_the_first(election):
    plain = tally(election, completion="none", fill="none")
    raised = tally(election, stop="overspend", fill="none")

    assert raised.increments >= 0
    assert raised.endowment == plain.endowment + raised.increments * raised.step
    assert raised.cost <= election.budget
