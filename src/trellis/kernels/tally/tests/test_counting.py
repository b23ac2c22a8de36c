"""The options of `tally`, what it reports, and elections at the edges."""

from fractions import Fraction

import pytest

from trellis.kernels.tally import payments, read_pabulib, tally, write_pabulib
from trellis.kernels.tally.tests.made import election_of, random_election


def test_what_voters_paid_adds_up_to_the_cost_of_every_project():
    for seed in range(60):
        election = random_election(seed)
        outcome = tally(election)
        for payment, bought in zip(payments(election, outcome), outcome.rounds, strict=True):
            weights = election.ballots.weights[payment.rows].tolist()
            paid = sum(weight * payment.amounts[place] for weight, place in zip(weights, payment.amount_index.tolist(), strict=True))
            assert (payment.project, paid) == (bought.project, election.projects[bought.project].cost)


def test_a_long_chain_of_endowments_takes_few_counts():
    election = election_of(budget=30, costs=[100_000, 29, 1000], ballots=[[0], [0], [1], [2]])

    outcome = tally(election, stop="overspend", fill="none")

    assert (outcome.winners, outcome.increments) == (("1",), 992)
    assert outcome.endowment == Fraction(15, 2) + 992
    assert outcome.runs < 200


def test_everything_affordable_ends_when_all_supported_are_funded():
    outcome = tally(election_of(budget=1000, costs=[10, 20, 999_999_999], ballots=[[0, 1], [1]]), stop="overspend")

    assert set(outcome.winners) == {"0", "1"}
    assert outcome.unsupported == ("2",)


def test_nobody_voted():
    election = election_of(budget=10, costs=[5], ballots=[])

    for rule in ("equal-shares", "greedy", "phragmen"):
        assert tally(election, rule=rule).winners == ()
    assert tally(election_of(budget=10, costs=[5], ballots=[[], []])).winners == ()


def test_ties_follow_the_order_given_and_are_reported():
    election = election_of(budget=10, costs=[10, 10], ballots=[[0, 1]], ids=["10", "2"])

    assert tally(election).winners == ("10",)
    outcome = tally(election, tie_order=["2"])
    assert outcome.winners == ("2",)
    assert [(tie.tied, tie.taken, tie.stage) for tie in outcome.ties] == [(("2", "10"), "2", "round")]


def test_thresholds_leave_projects_out_and_say_so():
    election = election_of(budget=30, costs=[10, 10], ballots=[[0], [0], [0, 1]])

    outcome = tally(election, rule="greedy", thresholds={"min_approvals": 2})

    assert outcome.winners == ("0",)
    assert [(each.id, each.reason, each.needed, each.had) for each in outcome.refused] == [("1", "min_approvals", 2, 1)]


def test_a_limit_per_category_is_never_exceeded():
    text = (
        "META\nkey;value\nbudget;100\nvote_type;approval\nPROJECTS\nproject_id;cost;category\n"
        "a;40;culture\nb;30;culture\nc;30;sport\nVOTES\nvoter_id;vote\n1;a,b,c\n2;a,b\n3;a\n"
    )
    election = read_pabulib(text.encode())

    for rule in ("equal-shares", "greedy", "phragmen"):
        outcome = tally(election, rule=rule, category_limits={"culture": 40})
        assert set(outcome.winners) == {"a", "c"}, rule
        assert [each.id for each in outcome.refused] == ["b"], rule


@pytest.mark.parametrize(
    "options", [{"rule": "lottery"}, {"utility": "joy"}, {"step": 0}, {"tie_order": ["x"]}, {"category_limits": {"x": 1}}]
)
def test_unknown_names_are_refused(options):
    with pytest.raises(ValueError, match=r"."):
        tally(election_of(budget=10, costs=[5], ballots=[[0]]), **options)


def test_an_election_made_in_memory_can_be_written_and_read():
    for seed in range(20):
        election = random_election(seed)
        again = read_pabulib(write_pabulib(election).encode())
        assert tally(again).winners == tally(election).winners
