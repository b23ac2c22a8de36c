"""`--version official` shows to 1e-6 what the Polis engine computed: its votes and groups as it exports them, and then its own results."""

import csv
import gzip
import json

import pytest

from trellis.interfaces.cli.tests.opinion_files import PER_GROUP, run, write_matrix
from trellis.kernels.opinions.tests.exports import shared_polis

CLOSE = 1e-6


def official(name):
    return json.loads(gzip.decompress((shared_polis() / "official-math" / f"{name}.json.gz").read_bytes()))


def groups_of(theirs):
    """The group of each participant; the engine gathers base clusters, and has one for each person here."""
    bases = dict(zip(theirs["base-clusters"]["id"], theirs["base-clusters"]["members"], strict=True))
    return {person: group["id"] for group in theirs["group-clusters"] for base in group["members"] for person in bases[base]}


def export(fixture, folder):
    """The fixture as the matrix and the list of statements that the engine would have exported."""
    cells = {}
    for person, statement, vote, _ in sorted(fixture["votes"], key=lambda each: each[3]):
        cells[person, statement] = vote
    groups = groups_of(fixture["official_math"])
    statements = sorted(comment["tid"] for comment in fixture["comments"])
    with (folder / "participants-votes.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["participant", "group-id", *statements])
        for person in sorted({person for person, _ in cells}):
            rows.writerow([person, groups.get(person, ""), *(cells.get((person, statement), "") for statement in statements)])
    with (folder / "comments.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["comment-id", "moderated", "is-meta", "comment-body"])
        rows.writerows([each["tid"], each["mod"], str(each["is_meta"]).lower(), each["txt"]] for each in fixture["comments"])
    return folder / "participants-votes.csv", folder / "comments.csv"


def near(ours, theirs):
    return max((abs(mine - their) for mine, their in zip(ours, theirs, strict=True)), default=0) < CLOSE


def near_or_mirrored(ours, theirs):
    return near(ours, theirs) or near(ours, [-each for each in theirs])


@pytest.mark.parametrize("name", ["below-100-ptpts", "25ptpt-3gp-no-strict-with-meta"])
def test_the_document_shows_what_the_engine_computed(name, tmp_path, capsys):
    fixture = official(name)
    votes, comments = export(fixture, tmp_path)
    theirs = fixture["official_math"]

    assert run(votes, "--comments", comments, "--version", "official", "--json") == 0
    ours = json.loads(capsys.readouterr().out)

    statements = {each["id"]: each for each in ours["statements"]}
    in_order = [statements[statement] for statement in theirs["tids"]]
    assert near([-each["mean"] for each in in_order], theirs["pca"]["center"])
    for axis in (0, 1):
        assert near_or_mirrored([each["components"][axis] for each in in_order], theirs["pca"]["comps"][axis])
    assert near([each["extremity"] for each in in_order], theirs["pca"]["comment-extremity"])
    assert near([each["priority"] for each in in_order], [theirs["comment-priorities"][str(each["id"])] for each in in_order])
    assert near([each["consensus_agree"] for each in in_order], [theirs["group-aware-consensus"][str(each["id"])] for each in in_order])
    bases = theirs["base-clusters"]
    places = [ours["coordinates"][str(members[0])] for members in bases["members"]]
    assert near_or_mirrored([place[0] for place in places], bases["x"])
    assert near_or_mirrored([place[1] for place in places], bases["y"])


@pytest.mark.parametrize("name", ["below-100-ptpts", "25ptpt-3gp-no-strict-with-meta"])
def test_groups_what_each_says_and_what_most_say_are_the_engines(name, tmp_path, capsys):
    fixture = official(name)
    votes, comments = export(fixture, tmp_path)
    theirs = fixture["official_math"]

    run(votes, "--comments", comments, "--version", "official", "--json")
    ours = json.loads(capsys.readouterr().out)

    assert {person: group["id"] for group in ours["groups"] for person in group["members"]} == groups_of(theirs)
    for group in ours["groups"]:
        said = theirs["repness"][str(group["id"])]
        same_said(group["representative"], said, ("test", "p-test"), ("repness", "repness"), ("share", "p-success"))
    for direction in ("agree", "disagree"):
        said = [each for each in ours["consensus"] if each["direction"] == direction]
        same_said(said, theirs["consensus"][direction], ("test", "p-test"), ("share", "p-success"))


def same_said(ours, theirs, *names):
    assert [each["statement"] for each in ours] == [each["tid"] for each in theirs]
    for mine, their in names:
        assert near([each[mine] for each in ours], [each[their] for each in theirs])


def test_official_goes_on_from_the_groups_of_the_matrix(tmp_path, capsys):
    # Groups of three that no fresh start would find: the second is cut out of the first.
    given = {person: 2 if person >= PER_GROUP else person % 2 for person in range(2 * PER_GROUP)}
    matrix = write_matrix(tmp_path, groups=given)

    run(matrix, "--version", "official", "--json")
    found = json.loads(capsys.readouterr().out)

    assert [group["id"] for group in found["groups"]] == [0, 1, 2]
    assert len({frozenset(group["members"]) for group in found["groups"]}) == 3
    assert found["update"] == 1
    assert {event["reason"] for event in found["memberships"]} == {"kept"}


def test_official_shows_groups_that_the_honest_rules_do_not(tmp_path, capsys):
    run(write_matrix(tmp_path, people=9), "--version", "official")

    told = capsys.readouterr().out

    assert "There are two groups" in told
    assert "it shows groups however unsure they are" in told
