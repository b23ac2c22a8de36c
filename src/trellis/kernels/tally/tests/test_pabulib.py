"""Reading and writing .pb files: every quirk that occurs, and every refusal with its line and field."""

import numpy as np
import pytest

from trellis.kernels.tally import Malformed, read_pabulib, write_pabulib

GOOD = """META
key;value
budget;100
vote_type;approval
num_projects;2
num_votes;2
PROJECTS
project_id;cost;name
a;60;Bench
b;50;Tree
VOTES
voter_id;vote
1;a,b
2;b
"""


def read(text):
    return read_pabulib(text.encode())


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        GOOD.replace("\n", "\r\n"),
        GOOD.rstrip("\n"),
        "\ufeff" + GOOD,
        GOOD.replace("a;60;", "a;60.0;"),
        GOOD.replace("Bench", '"Bench; ""new"""'),
        GOOD.replace("Bench", "Be\u0085nch"),
        GOOD.replace("Bench", '"Be\nnch"'),
        GOOD.replace("1;a,b", "1;a,b,a"),
        GOOD.replace("VOTES\n", "VOTES;;\n").replace("META", "meta"),
        GOOD.replace("1;a,b", '"1";"a,b"'),
        GOOD.replace("1;a,b", "1; a , b "),
    ],
)
def test_quirks_change_nothing_and_survive_being_written(text):
    for election in (read(text), read(write_pabulib(read(text)))):
        assert [(project.id, project.cost) for project in election.projects] == [("a", 60), ("b", 50)]
        assert (election.budget, election.scale, election.n_voters) == (100, 1, 2)
        assert election.votes().tolist() == [1, 2]


def test_money_is_kept_in_the_smallest_unit_used():
    election = read(GOOD.replace("budget;100", "budget;100,5").replace("a;60;", "a;59.25;"))

    assert (election.scale, election.budget, election.costs) == (100, 10050, [5925, 5000])


def test_points_of_zero_and_decimals_are_kept():
    text = GOOD.replace("approval", "cumulative").replace("voter_id;vote\n1;a,b\n2;b", "voter_id;vote;points\n1;a,b;0,2.5\n2;;")
    election = read(text)

    assert election.ballots.points.tolist() == [0, 25]
    assert election.ballots.points_scale == 10
    assert np.diff(election.ballots.starts).tolist() == [2, 0]


@pytest.mark.parametrize(
    ("old", "new", "line", "field"),
    [
        ("PROJECTS\n", "", 14, "PROJECTS"),
        ("budget;100", "budget;0", 3, "budget"),
        ("budget;100\n", "", 1, "budget"),
        ("a;60;", "a;-60;", 9, "cost"),
        ("a;60;", "a;;", 9, "cost"),
        ("a;60;", "a;0;", 9, "cost"),
        ("a;60;", "a;1,000;", 9, "cost"),
        ("b;50;Tree", "a;50;Tree", 10, "project_id"),
        ("2;b", "2;c", 14, "vote"),
        ("2;b", "1;b", 14, "voter_id"),
        ("2;b", "2;a,,b", 14, "vote"),
        ("num_votes;2", "num_votes;3", 6, "num_votes"),
        ("num_projects;2", "num_projects;1", 5, "num_projects"),
        ("vote_type;approval", "vote_type;magic", 4, "vote_type"),
        ("vote_type;approval", "vote_type;choose-1", 13, "vote"),
        ("vote_type;approval", "vote_type;cumulative", 12, "points"),
    ],
)
def test_what_cannot_be_counted_is_refused_with_line_and_field(old, new, line, field):
    with pytest.raises(Malformed) as refusal:
        read(GOOD.replace(old, new))

    assert refusal.value.field == field
    if old != "PROJECTS\n":
        assert refusal.value.line == line
    assert "\n" not in refusal.value.reason


def test_text_that_is_not_an_election_is_refused():
    for data in (b"", b"\xff\xfe\x00", b"hello", b"META\n", b'META\nkey;value\nname;"open\n'):
        with pytest.raises(Malformed):
            read_pabulib(data)
