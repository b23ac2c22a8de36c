import gzip
import io
import json
import re
import sys

import pytest

from trellis.core.console import BadInput
from trellis.interfaces.cli.opinions_words import plain
from trellis.interfaces.cli.tests.opinion_files import PER_GROUP, STATEMENTS, TEXTS, run, write_comments, write_list, write_matrix


def printed(capsys, *arguments):
    assert run(*arguments) == 0
    return capsys.readouterr().out


def document(capsys, *arguments):
    return json.loads(printed(capsys, *arguments, "--json"))


def refused(capsys, *arguments):
    with pytest.raises(BadInput) as caught:
        run(*arguments)
    assert capsys.readouterr().out == ""
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_the_document_has_what_the_commands_page_promises(tmp_path, capsys):
    found = document(capsys, write_matrix(tmp_path), "--comments", write_comments(tmp_path))

    assert (found["n_participants"], found["n_statements"]) == (2 * PER_GROUP, STATEMENTS)
    assert found["shown"] is True
    assert found["stability"] > 0.9
    assert sorted(group["size"] for group in found["groups"]) == sorted(len(group["members"]) for group in found["groups"])
    assert sorted(sorted(group["members"]) for group in found["groups"]) == [
        list(range(PER_GROUP)),
        list(range(PER_GROUP, 2 * PER_GROUP)),
    ]
    for group in found["groups"]:
        assert {"id", "members", "size", "representative"} <= group.keys()
        for each in group["representative"]:
            assert {"statement", "direction", "test", "repness"} <= each.keys()
            assert each["text"] == TEXTS[each["statement"]]
    assert {each["statement"] for each in found["consensus"] if each["direction"] == "agree"} >= {0, 1, 2}
    assert {each["statement"] for each in found["bridging"]} == {0, 1, 2}
    assert set(found["coordinates"]) == {str(person) for person in range(2 * PER_GROUP)}
    assert all(len(place) == 2 for place in found["coordinates"].values())
    assert sorted(found["next_to_ask"]) == list(range(STATEMENTS))
    assert {event["reason"] for event in found["memberships"]} == {"votes"}
    assert found["seconds"] >= 0


def test_a_list_and_a_matrix_of_the_same_votes_make_the_same_map(tmp_path, capsys):
    by_list, by_matrix = document(capsys, write_list(tmp_path)), document(capsys, write_matrix(tmp_path))

    assert {**by_list, "seconds": 0} == {**by_matrix, "seconds": 0}


def test_the_same_seed_makes_the_same_map_again(tmp_path, capsys):
    matrix = write_matrix(tmp_path)

    first, again = (document(capsys, matrix, "--seed", "7") for _ in range(2))

    assert {**first, "seconds": 0} == {**again, "seconds": 0}
    assert first["seed"] == 7


def test_standard_input_may_be_compressed(tmp_path, capsys, monkeypatch):
    stream = io.BufferedReader(io.BytesIO(write_list(tmp_path).read_bytes()))
    monkeypatch.setattr(sys, "stdin", type("Piped", (), {"buffer": stream, "isatty": lambda self: False})())

    assert document(capsys, "-")["n_participants"] == 2 * PER_GROUP


def test_the_published_document_names_no_participant(tmp_path, capsys):
    matrix, comments = write_matrix(tmp_path), write_comments(tmp_path)

    found = json.loads(printed(capsys, matrix, "--comments", comments, "--published"))

    assert found["n_participants"] == 2 * PER_GROUP
    assert [group["size"] for group in found["groups"]] == [PER_GROUP, PER_GROUP]
    keys = {key for part in _parts(found) for key in part}
    assert keys.isdisjoint({"members", "participant", "participants", "coordinates", "memberships", "all_agree", "partitions"})
    assert found["statements"][0]["text"] == TEXTS[0]


def _parts(value):
    """Every object in a document."""
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from _parts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _parts(each)


def test_a_group_of_a_few_is_not_published(tmp_path, capsys):
    err = refused(capsys, write_matrix(tmp_path, people=5), "--version", "official", "--published")

    assert "--published" in err
    assert "might be recognised" in err


def test_residents_read_who_took_part_what_groups_say_and_what_all_agree_on(tmp_path, capsys):
    told = printed(capsys, write_matrix(tmp_path), "--comments", write_comments(tmp_path, rejected=15))

    assert told.startswith("180 people voted ")
    assert "on 15 statements, and on 1 that was rejected.\nRejected statements do not shape the map.\n" in told
    assert "There are two groups of people who voted alike, 180 people in all.\n" in told
    assert "The groups are very steady: with half of the statements or half of the people left out nearly everybody stays in theirs" in told
    assert "Group A · 90 people\n  More than others, it agrees:\n    “Statement number " in told
    assert "\n  More than others, it disagrees:\n" in told
    assert "\nMost people agree:\n" in told
    assert "\nEvery group agrees (the share in the group that agrees least):\n" in told
    assert "\nBest asked next, because it tells most:\n" in told


def test_without_a_list_of_statements_they_are_told_by_their_number(tmp_path, capsys):
    told = printed(capsys, write_matrix(tmp_path))

    assert re.search(r"\n    statement \d+ \(\d+ of \d+; of the others \d+ of \d+\)\n", told)


def test_no_resident_is_named(tmp_path, capsys):
    told = printed(capsys, write_matrix(tmp_path), "--explain")

    assert "participant" not in told


def test_a_few_people_are_too_few_to_speak_of_groups(tmp_path, capsys):
    told = printed(capsys, write_matrix(tmp_path, people=8))

    assert "No groups are shown: 8 people who voted enough are too few to speak of groups.\n" in told


def test_people_who_vote_alike_have_no_groups(tmp_path, capsys):
    matrix = tmp_path / "alike.csv"
    matrix.write_text("participant," + ",".join(map(str, range(9))) + "\n" + "".join(f"{n}{',1' * 8},-1\n" for n in range(40)))

    told = printed(capsys, matrix)
    found = document(capsys, matrix)

    assert "No groups are shown: everybody voted alike" in told
    assert found["groups"] == []
    assert found["why_no_groups"] == "no-difference"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("participant,0,1\n5,1,-1\n", "row 2, field participant: only one person voted"),
        ("timestamp,comment-id,voter-id,vote\n1,0,5,1\n2,1,5,-1\n", "row 2, field voter-id: only one person voted"),
        ("participant,0,1\n5,,1\n6,1,1\n", "row 2, field 1: every vote is the same, agree"),
        ("timestamp,comment-id,voter-id,vote\n1,0,5,0\n2,0,6,0\n", "row 2, field vote: every vote is the same, pass"),
    ],
)
def test_one_voter_and_equal_votes_cannot_be_compared(tmp_path, capsys, content, told):
    (tmp_path / "votes.csv").write_text(content)

    assert f"votes.csv, {told}" in refused(capsys, tmp_path / "votes.csv")


def test_explaining_says_how_and_counts_the_votes(tmp_path, capsys):
    told = printed(capsys, write_matrix(tmp_path), "--comments", write_comments(tmp_path), "--explain")

    assert "\nHow this was found\n" in told
    assert "Random starts begin from the number 20;" in told
    assert "These numbers of groups were tried:\n    2: 90, 90 people; how clearly apart 0." in told
    assert re.search(r"\n {6}0 +\d+ +\d+ +\d+  Statement number 0 is about the harbour\n", told)


def test_a_report_is_a_page_that_needs_nothing_else(tmp_path, capsys):
    printed(capsys, write_matrix(tmp_path), "--comments", write_comments(tmp_path), "--report", tmp_path / "report.html")

    page = (tmp_path / "report.html").read_text()

    assert page.startswith("<!doctype html>")
    assert TEXTS[0] in page
    assert "<svg" in page
    assert "<script" not in page


def test_a_report_that_cannot_be_written_is_named(tmp_path):
    with pytest.raises(OSError, match="report.html"):
        run(write_matrix(tmp_path), "--report", tmp_path / "nowhere/report.html")


def test_words_of_others_cannot_steer_the_terminal(tmp_path, capsys):
    texts = [f"\x1b[2J\x07Good\u202e evil\n line {number}" for number in range(STATEMENTS)]

    told = printed(capsys, write_matrix(tmp_path), "--comments", write_comments(tmp_path, texts=texts), "--explain")

    assert "\x1b" not in told
    assert "\x07" not in told
    assert "\u202e" not in told
    assert "“[2JGood evil line 1”" in told


def test_long_words_are_cut():
    assert plain("long " * 200).endswith("…")
    assert plain("  two\twords\n") == "two words"


def test_a_saved_map_goes_on_and_keeps_who_was_grouped(tmp_path, capsys):
    saved = tmp_path / "map.json.gz"
    first = document(capsys, write_matrix(tmp_path, people=120), "--save", saved)

    second = document(capsys, write_matrix(tmp_path), "--previous", saved)

    assert saved.stat().st_mode & 0o777 == 0o600
    assert second["update"] == first["update"] + 1
    before = {event["participant"]: event["update"] for event in first["memberships"]}
    after = {event["participant"]: event["update"] for event in second["memberships"]}
    assert before.items() <= after.items()
    assert set(after.values()) == {0, 1}


def test_what_was_saved_reads_back_as_the_same_map(tmp_path, capsys):
    from trellis.interfaces.cli import opinions_saved

    for people, name in ((2 * PER_GROUP, "groups.json"), (8, "none.json")):
        printed(capsys, write_matrix(tmp_path, people=people), "--save", tmp_path / name)
        made = opinions_saved.load(str(tmp_path / name), version="honest")
        opinions_saved.save(tmp_path / "again.json", made)

        assert (tmp_path / "again.json").read_bytes() == (tmp_path / name).read_bytes()
        assert made.statement_facts.group_agrees.shape == (made.k, STATEMENTS)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no json",
        b"[]",
        b"{}",
        b'{"kind": "trellis opinions map", "form": 1, "map": {}}',
        b"[" * 100_000,
        gzip.compress(b"{}", mtime=0)[:-4],
    ],
)
def test_another_file_is_no_saved_map(tmp_path, capsys, content):
    (tmp_path / "map.json").write_bytes(content)

    err = refused(capsys, write_matrix(tmp_path), "--previous", tmp_path / "map.json")

    assert "map.json: is" in err or "cut off" in err


def test_a_saved_map_whose_parts_do_not_fit_is_refused(tmp_path, capsys):
    printed(capsys, write_matrix(tmp_path), "--save", tmp_path / "map.json")
    document = json.loads((tmp_path / "map.json").read_text())
    document["map"]["participants"].pop()
    (tmp_path / "map.json").write_text(json.dumps(document))

    assert "do not fit together" in refused(capsys, write_matrix(tmp_path), "--previous", tmp_path / "map.json")


def test_a_map_of_the_other_version_is_refused(tmp_path, capsys):
    printed(capsys, write_matrix(tmp_path), "--save", tmp_path / "map.json")

    assert "--version honest" in refused(capsys, write_matrix(tmp_path), "--version", "official", "--previous", tmp_path / "map.json")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("timestamp,datetime,comment-id,voter-id,vote\n1,,0,1,2\n", "row 2, field vote: “2” is not a vote"),
        ("timestamp,datetime,comment-id,voter-id,vote\n", "row 2: there are no votes in it"),
        ("participant,0\n1,1\n1,1\n", "row 3, field participant: participant 1 has a line already"),
        ("<html></html>", "row 1: this is a web page"),
        ("", "the file is empty"),
    ],
)
def test_bad_votes_are_one_line_with_file_line_and_field(tmp_path, capsys, content, told):
    (tmp_path / "votes.csv").write_text(content)

    err = refused(capsys, tmp_path / "votes.csv")

    assert f"votes.csv, {told}" in err or f"votes.csv: {told}" in err


def test_bad_statements_name_their_own_file(tmp_path, capsys):
    comments = write_comments(tmp_path, texts=TEXTS[:-1])
    told = refused(capsys, write_matrix(tmp_path), "--comments", comments)
    assert "participants-votes.csv, row 1, field 15: statement 15 is not in the list of statements (" in told
    assert told.endswith("comments.csv)")

    comments.write_text("comment-id,moderated,comment-body\n0,7,words\n")
    assert "comments.csv, row 2, field moderated" in refused(capsys, write_matrix(tmp_path), "--comments", comments)


def test_a_file_that_is_not_there_is_named(capsys):
    assert refused(capsys, "nowhere.csv") == "nowhere.csv: No such file or directory"


def test_only_one_file_can_be_standard_input(capsys):
    assert "only one of the two files" in refused(capsys, "-", "--comments", "-")


def test_a_seed_below_zero_is_refused(tmp_path, capsys):
    assert "field --seed" in refused(capsys, write_matrix(tmp_path), "--seed", "-1")


def test_votes_at_the_same_moment_are_told_beside_the_result(tmp_path, capsys):
    (tmp_path / "votes.csv").write_text("timestamp,comment-id,voter-id,vote\n1,0,1,1\n1,0,1,-1\n2,0,2,1\n")

    assert run(tmp_path / "votes.csv", "--json") == 0
    out, err = capsys.readouterr()

    assert json.loads(out)["statements"][0]["disagrees"] == 1
    assert "at the same moment (once)" in err
