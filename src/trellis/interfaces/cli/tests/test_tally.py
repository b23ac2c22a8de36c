"""The command: its documents, its words, and what it says of input that can't be used."""

import gzip
import json
from pathlib import Path

import pytest

from trellis.interfaces.cli import tally
from trellis.interfaces.cli.tests.program import call

ELECTION = """META
key;value
description;Ideas for the park
budget;100
vote_type;approval
currency;EUR
PROJECTS
project_id;cost;name;category
park;60;More trees;nature
bench;30;Benches;nature,seats
hall;50;A hall;culture
pool;500;A pool;culture
none;5;Nobody's;culture
VOTES
voter_id;vote;street
1;park;North
2;park;North
3;park,hall;North
4;bench,pool;South
5;hall,bench;South
6;park;North
"""


@pytest.fixture
def ballots(tmp_path: Path) -> Path:
    path = tmp_path / "ballots.pb"
    path.write_text(ELECTION)
    return path


def printed(capsys, *arguments) -> str:
    assert call(tally, *arguments) == 0
    return capsys.readouterr().out


def refused(capsys, *arguments) -> str:
    assert call(tally, *arguments) == 2
    wrong = capsys.readouterr()
    assert wrong.out == ""
    assert wrong.err.count("\n") == 1
    return wrong.err


def test_the_document_has_what_the_commands_page_promises(capsys, ballots):
    found = json.loads(printed(capsys, ballots, "--json"))

    assert found.pop("seconds") > 0
    assert found["winners"] == ["park", "bench"]
    assert {key: found[key] for key in ("rule", "utility", "completion", "stop", "fill", "budget", "cost", "n_votes", "n_projects")} == {
        "rule": "equal-shares",
        "utility": "cost",
        "completion": "add1",
        "stop": "exhaustive",
        "fill": "greedy",
        "budget": 100,
        "cost": 90,
        "n_votes": 6,
        "n_projects": 5,
    }
    assert found["exact"] is True
    assert found["ties"] == []
    assert found["endowment"] == {"exact": "50/3", "about": 50 / 3}
    assert found["unsupported"] == ["none"]


def test_the_explanation_in_the_document_is_exact(capsys, ballots):
    found = json.loads(printed(capsys, ballots, "--json", "--explain"))["explanation"]

    park = found["projects"][0]
    assert park["payments"] == [{"each": {"exact": "15", "about": 15.0}, "voters": 4}]
    hall = found["projects"][2]
    assert hall["reason"] == "short"
    assert [each["id"] for each in hall["spent_elsewhere"]] == ["bench", "park"]
    assert found["statistics"]["left_out"] == 0


def test_words_for_residents(capsys, ballots):
    text = printed(capsys, ballots, "--explain")

    assert "Ideas for the park" in text
    assert "Funded: 2 projects for 90 EUR; 10 EUR is not spent." in text
    assert "Each voter's share was 16.67 EUR." in text
    assert "Nobody voted for none: not funded." in text
    assert "1. More trees (park)" in text
    assert "Paid for by its supporters, 15 EUR each: 4 in full." in text
    assert "It costs more than the whole budget." in text
    assert "Traceback" not in text


def test_one_project_in_full(capsys, ballots):
    text = printed(capsys, ballots, "--project", "hall")

    assert "A hall (hall)" in text
    assert "It would have won" in text
    assert "1. More trees (park)" not in text


def test_a_compressed_file_and_standard_input(capsys, ballots, tmp_path):
    packed = tmp_path / "ballots.pb.gz"
    packed.write_bytes(gzip.compress(ELECTION.encode()))

    assert json.loads(printed(capsys, packed, "--json"))["winners"] == ["park", "bench"]


def test_voters_are_grouped_by_a_column_only_when_asked(capsys, ballots):
    assert "street" not in printed(capsys, ballots, "--explain")
    assert "What voters got, by street" in printed(capsys, ballots, "--by", "street")


def test_thresholds_limits_and_the_order_for_ties(capsys, ballots):
    found = json.loads(printed(capsys, ballots, "--json", "--min-votes", "3", "--limit", "category:nature=50", "--tie-order", "cheapest"))

    assert found["winners"] == []
    reasons = {each["id"]: each["reason"] for each in found["refused"]}
    assert reasons["park"] == "limit"
    assert reasons["bench"] == "min_approvals"


def test_the_report_is_one_page(capsys, ballots, tmp_path):
    page = tmp_path / "report.html"
    printed(capsys, ballots, "--report", page)

    assert "Ideas for the park" in page.read_text()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--tie-order", "park,attic"], "field --tie-order: there is no project 'attic' in this election"),
        (["--tie-order", "park,park"], "names a project twice"),
        (["--limit", "nature=50"], "is not KIND:LABEL=AMOUNT"),
        (["--limit", "category:music=50"], "no project has the category 'music'"),
        (["--limit", "category:nature=much"], "'much' is not a number"),
        (["--min-share", "0"], "must be above 0"),
        (["--min-votes", "-1"], "must be 0 or more"),
        (["--project", "attic"], "no project 'attic'"),
        (["--by", "age"], "no column 'age'; there are: vote, street"),
        (["--recounts", "-1", "--explain"], "must be 0 or more"),
        (["--rule", "random"], "invalid choice"),
    ],
)
def test_options_that_make_no_sense_are_refused_in_one_line(capsys, ballots, arguments, said):
    assert said in refused(capsys, ballots, *arguments)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("budget;100", "budget;0"), "row 4, field budget"),
        (("5;hall,bench", "5;hall,attic"), "row 20, field vote"),
        (("park;60", "park;-60"), "row 9, field cost"),
        (("5;hall,bench", "4;hall,bench"), "row 20, field voter_id"),
    ],
)
def test_a_malformed_file_is_named_with_line_and_field(capsys, ballots, change, said):
    ballots.write_text(ELECTION.replace(*change))

    assert f"{ballots}, {said}" in refused(capsys, ballots)


def test_a_file_that_is_not_there_and_one_that_is_cut_off(capsys, tmp_path):
    assert "No such file" in refused(capsys, tmp_path / "none.pb")
    cut = tmp_path / "cut.pb.gz"
    cut.write_bytes(gzip.compress(ELECTION.encode())[:-20])

    assert "can't be read" in refused(capsys, cut)
