"""Laws of explanations: what was paid makes the cost, and effective support tells who was bought."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trellis.kernels.tally import Malformed, tally
from trellis.kernels.tally.explanation import FEWEST_SHOWN, explain
from trellis.kernels.tally.tests.made_elections import election_of, elections, paid_by_hand

RULES = st.sampled_from(
    [
        {"completion": "none"},
        {"completion": "none", "fill": "none", "utility": "cardinality"},
        {"completion": "add1"},
        {"completion": "add1", "utility": "cardinality"},
        {"completion": "add1", "stop": "overspend", "fill": "none"},
    ]
)


@settings(deadline=None)
@given(elections(), RULES)
def test_what_supporters_paid_makes_the_cost_and_nobody_paid_more_than_their_share(election, rule):
    outcome = tally(election, **rule)

    for facts in explain(election, outcome, recounts=0).projects:
        assert (facts.chosen == "round") == bool(facts.payments)
        if facts.payments:
            assert sum(share.amount * share.voters for share in facts.payments) == facts.cost
            assert facts.payments[0].amount <= outcome.endowment
            assert sum(share.voters for share in facts.payments) == facts.votes
            assert facts.paid_full + facts.paid_part + facts.paid_nothing == facts.votes


@settings(deadline=None)
@given(elections(), RULES)
def test_payments_are_those_made_by_hand_voter_by_voter(election, rule):
    outcome = tally(election, **rule)
    bought = [each.id for each in outcome.rounds]
    explanation = explain(election, outcome, recounts=0)

    for id, paid in zip(bought, paid_by_hand(election, bought, outcome.endowment), strict=True):
        amounts = [share.amount for share in explanation.project(id).payments for _ in range(share.voters)]
        assert amounts == sorted(paid.values(), reverse=True)


@settings(deadline=None)
@given(elections(), RULES)
def test_effective_support_is_above_one_only_if_bought_and_below_one_only_if_not(election, rule):
    outcome = tally(election, **rule)

    for facts in explain(election, outcome, recounts=0).projects:
        if facts.chosen == "round":
            assert facts.effective_support >= 1
        elif facts.cost <= election.budget:
            assert facts.effective_support <= 1
            assert facts.effective_support < 1 or any(facts.id in tie.tied for tie in outcome.ties)


@settings(deadline=None)
@given(elections(), RULES)
def test_the_money_of_the_supporters_of_a_project_that_was_not_bought_went_somewhere(election, rule):
    outcome = tally(election, **rule)

    for facts in explain(election, outcome, recounts=0).projects:
        if facts.chosen != "round":
            spent = sum((each.amount for each in facts.spent_elsewhere), Fraction(0))
            assert spent + facts.unspent == facts.votes * outcome.endowment


@settings(deadline=None)
@given(elections(), RULES)
def test_new_voters_at_the_same_share_are_enough_and_one_fewer_are_not(election, rule):
    outcome = tally(election, **rule)
    price = {each.id: each for each in outcome.rounds}

    for facts in explain(election, outcome, recounts=0).projects:
        if facts.place is None and facts.cost <= election.budget and facts.votes:
            more = facts.votes_at_same_share
            assert more >= 1
            # Counted at the very same share: more voters for it alone, and a budget that has grown by their shares.
            for extra, bought in ((more + 1, True), (more - 1, False)):
                if extra:
                    assert _bought_at_same_share(election, outcome, facts.id, extra) == bought, (facts, price)


def _bought_at_same_share(election, outcome, id, extra):
    """Equal shares at the endowment of an outcome, with voters added; scaled so that the budget is whole."""
    voters = election.n_voters + extra
    scale = outcome.endowment.denominator
    costs = {project.id: project.cost * scale for project in election.projects if project.cost <= election.budget}
    rows = [election.ballots.row(row) for row in election.ballot_of_voter]
    ballots = [[election.projects[number].id for number in row if election.projects[number].id in costs] for row in rows]
    changed = election_of(int(outcome.endowment * scale * voters), costs, [*ballots, *[[id]] * extra])
    again = tally(changed, completion="none", fill="none", utility=outcome.utility, tie_order=None)
    return id in again.winners


def test_why_each_project_lost():
    election = election_of(
        100,
        {"park": 60, "bench": 30, "pool": 500, "nobody": 5, "hall": 50},
        [["park"], ["park"], ["park", "hall"], ["bench", "pool"], ["hall", "bench"], ["park"]],
    )

    explanation = explain(election, tally(election))

    reasons = {facts.id: facts.reason for facts in explanation.projects}
    assert reasons == {"park": "", "bench": "", "pool": "over_budget", "nobody": "unsupported", "hall": "short"}


def test_under_most_votes_it_is_said_after_whom_a_project_no_longer_fitted():
    election = election_of(100, {"a": 60, "b": 50, "c": 30}, [["a"], ["a", "b"], ["a", "b"], ["c"]])

    facts = explain(election, tally(election, rule="greedy")).project("b")

    assert (facts.reason, facts.room, facts.room_after) == ("no_room", 40, "a")
    assert facts.effective_support is None
    assert (facts.votes_needed.amount, facts.votes_needed.almost) == (2, 1)
    assert (facts.cost_needed.amount, facts.cost_needed.almost) == (40, 41)


def test_a_refused_project_says_what_it_needed():
    election = election_of(100, {"a": 60, "b": 30}, [["a"], ["a"], ["b"]])
    thresholds = {"min_approvals": 2}

    facts = explain(election, tally(election, thresholds=thresholds), thresholds=thresholds).project("b")

    assert (facts.reason, facts.threshold, facts.had) == ("min_approvals", 2, 1)
    assert facts.votes_needed.amount == 1


def test_groups_by_an_entry_are_put_together_until_nobody_can_be_told_apart():
    ballots = [["a"]] * 20
    streets = ["North"] * 9 + ["South"] * 8 + ["West"] * 2 + ["East"]

    explanation = explain(
        election_of(10, {"a": 10}, ballots, columns={"street": streets}),
        tally(election_of(10, {"a": 10}, ballots)),
        voter_column="street",
    )

    assert [(group.label, group.voters) for group in explanation.groups] == [("", 11), ("North", 9)]
    assert all(group.voters >= FEWEST_SHOWN for group in explanation.groups)


def test_an_unknown_column_of_the_ballots_is_named():
    election = election_of(10, {"a": 10}, [["a"]])

    with pytest.raises(Malformed, match="no column 'street'"):
        explain(election, tally(election), voter_column="street")


@settings(deadline=None)
@given(elections())
def test_groups_spend_no_more_than_they_have(election):
    for group in explain(election, tally(election), recounts=0).groups:
        assert 0 <= group.spent <= group.shares
        assert group.voters >= FEWEST_SHOWN


@pytest.mark.parametrize("rule", ["greedy", "phragmen"])
def test_rules_without_shares_are_explained_too(rule):
    election = election_of(100, {"a": 60, "b": 50}, [["a"], ["a", "b"], ["b"]])

    explanation = explain(election, tally(election, rule=rule))

    lost = [facts for facts in explanation.projects if facts.place is None]
    assert [(facts.id, facts.reason, facts.room) for facts in lost] in ([("a", "no_room", 50)], [("b", "no_room", 40)])
    assert all(group.spent is None for group in explanation.groups)


def test_an_election_in_which_everything_is_affordable():
    election = election_of(1000, {"a": 60, "b": 50}, [["a"], ["a", "b"], ["b"]])

    assert [facts.reason for facts in explain(election, tally(election)).projects] == ["", ""]


def test_a_count_of_phragmen_that_ended_early_says_so():
    ballots = [["a"]] * 9 + [["b"]] * 5 + [["c"]]
    election = election_of(100, {"a": 60, "b": 50, "c": 30}, ballots)

    explanation = explain(election, tally(election, rule="phragmen"))

    assert [explanation.project(id).reason for id in "abc"] == ["", "no_room", "ended"]


def test_who_gave_all_they_had_left():
    election = election_of(30, {"a": 6, "b": 16}, [["a", "b"], ["a"], ["b"]])

    facts = explain(election, tally(election, completion="none", fill="none")).project("b")

    # Each has 10. The first two pay 3 each for a; then 7 and 10 are there for b: 7 is all the first has left, the other pays 9.
    assert (facts.price, facts.paid_full, facts.paid_part, facts.part_least, facts.part_most) == (9, 1, 1, 7, 7)
    assert facts.effective_support == Fraction(17, 16)
