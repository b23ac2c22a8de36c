"""The example of docs/kernels/tally.md: the ballots are taken from the page, and its numbers are worked out again."""

import re
from fractions import Fraction
from pathlib import Path

import pytest

from trellis.kernels.tally import Election, read_pabulib, tally
from trellis.kernels.tally.explanation import Explanation, explain

PAGE = (Path(__file__).resolve().parents[5] / "docs/kernels/tally.md").read_text()


@pytest.fixture(scope="module")
def election() -> Election:
    return read_pabulib(re.search(r"```pb\n(.*?)```", PAGE, re.DOTALL)[1].encode())


@pytest.fixture(scope="module")
def explanation(election) -> Explanation:
    return explain(election, tally(election))


def on_page(pattern: str) -> tuple[str, ...]:
    """The numbers of a sentence on the page."""
    found = re.search(pattern, re.sub(r"\s+", " ", PAGE))
    assert found, f"the page no longer says: {pattern}"
    return found.groups()


def test_the_shares_and_the_winners(election):
    outcome = tally(election)

    (share,) = on_page(r"each has (\d+/\d+), about 16\.67")
    assert outcome.endowment == Fraction(share)
    assert outcome.increments == 0
    (winners,) = on_page(r"Winners: \*\*(.*?)\*\*")
    assert list(outcome.winners) == winners.split(", ")
    spent, budget = on_page(r"(\d+) of (\d+) is spent")
    assert (outcome.cost, outcome.budget) == (int(spent), int(budget))


@pytest.mark.parametrize("id", ["park", "bench"])
def test_the_rows_of_the_table(election, explanation, id):
    cost, supporters, each, part = on_page(rf"\| {id} \| (\d+) \| (\d+) \| (\d+) \| (\d+/\d+) \|")
    facts = explanation.project(id)

    assert (facts.cost, facts.votes, facts.price) == (int(cost), int(supporters), int(each))
    assert facts.price / facts.cost == Fraction(part)
    assert [(share.amount, share.voters) for share in facts.payments] == [(int(each), int(supporters))]


def test_what_is_left(explanation):
    (left,) = on_page(r"The hall's supporters now have (\d+/\d+) between them")

    assert explanation.project("hall").unspent == Fraction(left)


def test_how_near_the_hall_was(explanation):
    hall = explanation.project("hall")
    raised, cost = on_page(r"its supporters could have brought (\d+) of (\d+)")
    (support,) = on_page(r"Its \*effective support\* is (\d+/\d+)")
    wins, not_yet = on_page(r"With (\d+) more voters for the hall alone it would have won, with (\d+) it would not")
    low, high = on_page(r"at a cost of (\d+) it would have won, at (\d+) it would not")

    assert hall.effective_support == Fraction(support) == Fraction(int(raised), int(cost))
    assert hall.best_moment == 0
    assert (hall.votes_needed.amount, hall.votes_needed.almost) == (int(wins), int(not_yet))
    assert (hall.cost_needed.amount, hall.cost_needed.almost) == (int(low), int(high))


def test_most_votes_would_choose_the_same(election, explanation):
    assert explanation.statistics.most_votes_winners == ("park", "bench")
