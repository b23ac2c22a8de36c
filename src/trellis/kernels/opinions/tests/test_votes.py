import numpy as np
import pytest

from trellis.kernels.opinions import Malformed, conversation, conversation_of_arrays, with_moderation, with_votes


def test_votes_are_kept_in_order_of_participant_and_statement():
    made = conversation([("10", "b", 1), ("9", "b", -1), ("10", "a", 0)])

    assert made.participants == ("9", "10")
    assert made.statements == ("a", "b")
    assert list(zip(made.rows.tolist(), made.columns.tolist(), made.votes.tolist(), strict=True)) == [(0, 1, -1), (1, 0, 0), (1, 1, 1)]


def test_the_later_vote_counts():
    made = conversation([("p", "s", 1), ("q", "s", 1), ("p", "s", -1)])

    assert made.votes.tolist() == [-1, 1]


def test_more_votes_bring_people_and_statements_and_replace():
    before = conversation([("p", "s", 1)], rejected=["s"], texts={"s": "Benches"})

    after = with_votes(before, [("q", "t", 0), ("p", "s", -1)])

    assert (after.participants, after.statements) == (("p", "q"), ("s", "t"))
    assert after.votes.tolist() == [-1, 0]
    assert after.rejected.tolist() == [True, False]
    assert after.text_of(0) == "Benches"


def test_other_moderation_of_the_same_votes():
    made = with_moderation(conversation([("p", "s", 1), ("p", "t", 1)]), rejected=["t"], metadata=["s"])

    assert (made.rejected.tolist(), made.metadata.tolist(), made.zeroed.tolist()) == ([False, True], [True, False], [True, True])


@pytest.mark.parametrize("vote", [2, -2, 257, 0.5, float("nan")])
def test_a_vote_is_one_of_three(vote):
    with pytest.raises(Malformed, match="1, 0 or -1"):
        conversation([("p", "s", vote)])
    with pytest.raises(Malformed, match="1, 0 or -1"):
        conversation_of_arrays(["p"], ["s"], [0], [0], [vote])


@pytest.mark.parametrize(
    ("people", "rows", "columns", "reason"),
    [
        (["p", "p"], [0], [0], "twice"),
        (["p"], [1], [0], "not there"),
        (["p"], [-1], [0], "not there"),
        (["p"], [0], [7], "not there"),
        (["p"], [0, 0], [0], "1 votes, but 2"),
    ],
)
def test_places_that_make_no_sense_are_refused(people, rows, columns, reason):
    with pytest.raises(Malformed, match=reason):
        conversation_of_arrays(people, ["s"], rows, columns, [1])


def test_too_many_statements_are_refused():
    with pytest.raises(Malformed, match="more than 10,000 statements"):
        conversation_of_arrays(["p"], [str(n) for n in range(10_001)], np.zeros(0), np.zeros(0), np.zeros(0))
