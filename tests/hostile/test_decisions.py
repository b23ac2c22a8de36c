"""Whatever is given to tally, panel and opinions, they answer with a result, or with one line that says which file is wrong, and how.

The rule for every run here: the program ends with 0 or 2. With 2 there is exactly one line of explanation, which names the file,
and no result at all. Never a traceback.
"""

import io
import json
import os
import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile.files import COMMENTS, ELECTION, HUGE, NOT_TABLES, POOL, QUOTAS, conversation, in_encodings, other_line_ends, spoiled
from trellis.config.console import main

COMMANDS = ("tally", "panel", "panel quotas", "opinions", "opinions comments")
"""Each file that a command reads; the others beside it are valid."""

VALID = {"tally": ELECTION, "panel": POOL, "panel quotas": QUOTAS, "opinions": conversation(), "opinions comments": COMMENTS}
ACCIDENTS = 150 if os.environ.get("TRELLIS_TEST_ALL") == "1" else 12
GIB = 1 << 30


def arguments(command: str, file: Path | str, folder: Path) -> list[str]:
    """The command on this file, with valid files beside it."""
    beside = {"panel": ("quotas.csv", QUOTAS), "panel quotas": ("pool.csv", POOL), "opinions comments": ("votes.csv", conversation())}
    if command in beside:
        (folder / beside[command][0]).write_text(beside[command][1])
    other = str(folder / beside.get(command, ("", ""))[0])
    return {
        "tally": ["tally", str(file)],
        "panel": ["panel", str(file), other, "--size", "4"],
        "panel quotas": ["panel", other, str(file), "--size", "4"],
        "opinions": ["opinions", str(file)],
        "opinions comments": ["opinions", other, "--comments", str(file)],
    }[command]


def check(code: int, out: str, err: str, *, names: tuple[str, ...] = ()) -> str:
    """The rule; `names` are the files that may be to blame. Returns what was told when the file was refused."""
    assert code in (0, 2), (code, out[-300:], err[-2000:])
    assert "Traceback" not in out + err
    if code == 0:
        assert out.strip()
        return ""
    assert out == "", out[:300]
    assert err.endswith("\n") and err.count("\n") == 1 and "\r" not in err, err[:2000]
    assert len(err) < 1_500, f"a line of {len(err)} letters: {err[:300]}"
    assert any(name in err for name in names) or not names, err
    assert all(letter.isprintable() for letter in err.rstrip("\n")), repr(err)
    return err


def ran(capsys, command: str, content: bytes, folder: Path, *more: str) -> str:
    file = folder / f"{command.replace(' ', '-')}.given"
    file.write_bytes(content)
    given = arguments(command, file, folder)
    code = main([*given, *more])
    found = capsys.readouterr()
    return check(code, found.out, found.err, names=tuple(each for each in given if each.startswith(str(folder))))


@pytest.mark.parametrize("command", COMMANDS)
def test_the_valid_files_are_valid(command, tmp_path, capsys):
    assert ran(capsys, command, VALID[command].encode(), tmp_path) == ""


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("content", NOT_TABLES.values(), ids=NOT_TABLES)
def test_what_is_no_table_is_refused_in_one_line(command, content, tmp_path, capsys):
    told = ran(capsys, command, content(), tmp_path)

    assert told or command == "opinions comments"


@pytest.mark.parametrize("command", COMMANDS)
def test_other_encodings_and_line_ends(command, tmp_path, capsys):
    for content in (*in_encodings(VALID[command]).values(), *other_line_ends(VALID[command]).values()):
        ran(capsys, command, content, tmp_path)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("options", [(), ("--json",), ("--explain",)], ids=["plain", "json", "explain"])
def test_accidents(command, options, tmp_path, capsys):
    """Made-up files with bytes, lines and fields lost, doubled, swapped and replaced; the same accidents in every run."""
    for seed in range(ACCIDENTS):
        content = spoiled(VALID[command], seed=seed * 3 + len(options))
        try:
            ran(capsys, command, content, tmp_path, *options)
        except BaseException as error:
            raise AssertionError(f"{command}, seed {seed * 3 + len(options)}: {content!r}") from error


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("name", ["is-not-there.csv", "a-folder", "x" * 300])
def test_a_folder_and_a_file_that_is_not_there(command, name, tmp_path, capsys):
    (tmp_path / "a-folder").mkdir()

    code = main(arguments(command, tmp_path / name, tmp_path))

    found = capsys.readouterr()
    assert check(code, found.out, found.err, names=(name,))


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("content", [b"", b"\x1f\x8b", b"garbage\n"], ids=["nothing", "gzip", "garbage"])
def test_standard_input(command, content, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(content))))

    code = main(arguments(command, "-", tmp_path))

    found = capsys.readouterr()
    assert check(code, found.out, found.err)


LINE = re.compile(r"\b(?:row|line) (\d+)")
WRONG_ELECTIONS = {
    "no META": (ELECTION.replace("META\nkey;value\n", ""), None, "META"),
    "no PROJECTS": (re.sub(r"PROJECTS\n(?:.*\n)*?VOTES", "VOTES", ELECTION), None, "PROJECTS"),
    "no VOTES": (ELECTION[: ELECTION.index("VOTES\n")], None, "VOTES"),
    "no budget": (ELECTION.replace("budget;1000\n", ""), None, "budget"),
    "a budget of zero": (ELECTION.replace("budget;1000", "budget;0"), 9, "budget"),
    "a budget below zero": (ELECTION.replace("budget;1000", "budget;-5"), 9, "budget"),
    "a budget in words": (ELECTION.replace("budget;1000", "budget;much"), 9, "budget"),
    "an unknown kind of vote": (ELECTION.replace("vote_type;approval", "vote_type;shouting"), 10, "vote_type"),
    "no cost": (ELECTION.replace("p1;400;", "p1;;"), 19, "cost"),
    "a cost below zero": (ELECTION.replace("p1;400;", "p1;-400;"), 19, "cost"),
    "a cost in words": (ELECTION.replace("p1;400;", "p1;dear;"), 19, "cost"),
    "no column of costs": (ELECTION.replace(";cost;", ";price;"), None, "cost"),
    "a project twice": (ELECTION.replace("p2;300", "p1;300"), 20, "p1"),
    "a vote for an unknown project": (ELECTION.replace("4;45;p2", "4;45;p99"), 28, "p99"),
    "a voter twice": (ELECTION.replace("4;45;p2", "1;45;p2"), 28, "voter"),
}


@pytest.mark.parametrize("wrong", WRONG_ELECTIONS.values(), ids=WRONG_ELECTIONS)
def test_a_wrong_election_is_told_with_its_line_and_field(wrong, tmp_path, capsys):
    content, line, field = wrong

    told = ran(capsys, "tally", content.encode(), tmp_path)

    assert field in told
    if line is not None:
        assert LINE.search(told), told
        assert int(LINE.search(told).group(1)) == line, told


WRONG_QUOTAS = {
    "contradictory": (QUOTAS.replace("woman,1,3", "woman,4,4"), 3, "lower the minimum of gender man from 1 to 0"),
    "a minimum above its maximum": (QUOTAS.replace("woman,1,3", "woman,3,1"), 2, "min"),
    "below zero": (QUOTAS.replace("woman,1,3", "woman,-1,3"), 2, "min"),
    "in words": (QUOTAS.replace("woman,1,3", "woman,few,3"), 2, "min"),
    "twice": (QUOTAS + "gender,woman,1,3\n", 6, "value"),
    "of a column that the pool has not": (QUOTAS + "height,tall,0,4\n", None, "height"),
    "too large": (QUOTAS.replace("woman,1,3", f"woman,1,{'9' * 40}"), 2, "max"),
}


@pytest.mark.parametrize("wrong", WRONG_QUOTAS.values(), ids=WRONG_QUOTAS)
def test_wrong_quotas_are_told_with_their_line_and_field(wrong, tmp_path, capsys):
    content, line, field = wrong
    pool, quotas = tmp_path / "pool.csv", tmp_path / "quotas.csv"
    pool.write_text(POOL)
    quotas.write_text(content)

    code = main(["panel", str(pool), str(quotas), "--size", "4"])

    found = capsys.readouterr()
    told = check(code, found.out, found.err, names=(".csv",))
    assert told and field in told
    if line is not None:
        assert int(LINE.search(told).group(1)) == line, told


WRONG_POOLS = {
    "an id twice": (POOL.replace("v2,", "v1,"), 3, "id"),
    "an empty id": (POOL.replace("v2,", ","), 3, "id"),
    "a value without a quota": (POOL.replace("v2,man", "v2,robot"), 3, "gender"),
    "a row too short": (POOL.replace("v2,man,town", "v2,man"), 3, ""),
    "a row too long": (POOL.replace("v2,man,town", "v2,man,town,x"), 3, ""),
    "nobody": ("id,gender,area\n", None, ""),
    "fewer people than seats": ("id,gender,area\nv1,woman,town\nv2,man,country\n", None, ""),
    "no such column": (POOL.replace("area", "place", 1), None, "area"),
}


@pytest.mark.parametrize("wrong", WRONG_POOLS.values(), ids=WRONG_POOLS)
def test_a_wrong_pool_is_told_with_its_line_and_field(wrong, tmp_path, capsys):
    content, line, field = wrong

    told = ran(capsys, "panel", content.encode(), tmp_path)

    assert told and field in told
    if line is not None:
        assert int(LINE.search(told).group(1)) == line, told


HEADING = "participant,group-id,0,1,2\n"
ODD_CONVERSATIONS = {
    "one voter": (HEADING + "0,,1,-1,1\n", False),
    "all votes equal": (HEADING + "".join(f"{person},,1,1,1\n" for person in range(30)), False),
    "everybody passes": (HEADING + "".join(f"{person},,0,0,0\n" for person in range(30)), False),
    "one statement": ("participant,group-id,0\n" + "".join(f"{person},,{1 if person % 2 else -1}\n" for person in range(30)), True),
    "nobody": (HEADING, False),
    "nobody voted": (HEADING + "0,,,,\n1,,,,\n", False),
    "no statement": ("participant,group-id\n0,\n", False),
    "a vote of two": (HEADING + "0,,1,2,1\n", False),
    "a participant twice": (HEADING + "0,,1,1,1\n0,,1,1,1\n", False),
    "a statement twice": ("participant,group-id,0,0\n0,,1,1\n", False),
    "a row too long": (HEADING + "0,,1,1,1,1\n", False),
}


@pytest.mark.parametrize("odd", ODD_CONVERSATIONS.values(), ids=ODD_CONVERSATIONS)
def test_an_odd_conversation_is_mapped_or_refused(odd, tmp_path, capsys):
    content, can_be_mapped = odd

    told = ran(capsys, "opinions", content.encode(), tmp_path)

    assert bool(told) != can_be_mapped, told


@pytest.mark.parametrize("number", HUGE)
def test_odd_numbers_in_every_place(number, tmp_path, capsys):
    for command, known in (
        ("tally", ELECTION.replace("budget;1000", f"budget;{number}")),
        ("tally", ELECTION.replace("p1;400;", f"p1;{number};")),
        (
            "tally",
            ELECTION.replace("approval", "cumulative").replace("age;vote", "age;vote;points").replace("p1,p2\n", f"p1,p2;{number},1\n"),
        ),
        ("panel quotas", QUOTAS.replace("1,3", f"{number},3", 1)),
        ("panel quotas", QUOTAS.replace("1,3", f"1,{number}", 1)),
        ("opinions", conversation().replace(",1", f",{number}", 1)),
    ):
        ran(capsys, command, known.encode(), tmp_path)


@pytest.mark.parametrize(
    "options",
    [
        ("panel", "--size", "0"), ("panel", "--size", "-1"), ("panel", "--size", "x"), ("panel", "--size", "9" * 30),
        ("panel", "--max-panels", "0"),
        ("panel", "--seed", ""), ("panel", "--seed", "a\nb"), ("panel", "--dice", "99"), ("panel", "--objective", "best"),
        ("panel", "--households", "nowhere"), ("panel", "--population", "nowhere.csv"),
        ("tally", "--rule", "luck"), ("tally", "--utility", "joy"), ("tally", "--tie-order", "p99"), ("tally", "--tie-order", "p1,p1"),
        ("tally", "--project", "p99"), ("tally", "--min-share", "1/0"), ("tally", "--min-share", "x"), ("tally", "--limit", "x"),
        ("tally", "--limit", "category:nature=-5"), ("tally", "--limit", "category:nowhere=5"), ("tally", "--by", "shoe size"),
        ("tally", "--min-votes", "-1"), ("tally", "--explain", "--recounts", "-1"),
        ("opinions", "--seed", "-1"), ("opinions", "--version", "newest"), ("opinions", "--previous", "nowhere.json"),
        ("opinions", "--comments", "nowhere.csv"),
    ],
    ids=lambda options: " ".join(options)[:60],
)  # fmt: skip
def test_odd_options_are_refused_in_one_line(options, tmp_path, capsys):
    command, *more = options
    file = tmp_path / "given.csv"
    file.write_text(VALID[command])

    code = main([*arguments(command, file, tmp_path), *more])

    found = capsys.readouterr()
    assert check(code, found.out, found.err)


@pytest.mark.parametrize("command", ["tally", "panel", "opinions"])
def test_a_report_that_can_not_be_written_is_one_line(command, tmp_path, capsys):
    file = tmp_path / "given.csv"
    file.write_text(VALID[command])

    code = main([*arguments(command, file, tmp_path), "--report", str(tmp_path / "no" / "such" / "folder.html")])

    found = capsys.readouterr()
    assert check(code, found.out, found.err, names=("folder.html",))


def _no_more_than(memory: int):
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))

    return limit


@pytest.mark.parametrize("command", ["tally", "panel", "opinions"])
@pytest.mark.parametrize("name", ["an archive that swells by lines", "a line of ten million fields"])
def test_as_a_program_of_its_own_with_little_memory(command, name, tmp_path):
    file = tmp_path / "given.csv"
    file.write_bytes(NOT_TABLES[name]())
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path), "OPENBLAS_NUM_THREADS": "1"}

    done = subprocess.run(
        [sys.executable, "-m", "trellis.config.console", *arguments(command, file, tmp_path)],
        env=environment, capture_output=True, text=True, check=False, preexec_fn=_no_more_than(2 * GIB),
    )  # fmt: skip

    assert check(done.returncode, done.stdout, done.stderr, names=("given.csv",))


@pytest.mark.parametrize("command", ["tally", "panel", "opinions"])
def test_json_is_one_document(command, tmp_path, capsys):
    file = tmp_path / "given.csv"
    file.write_text(VALID[command])

    assert main([*arguments(command, file, tmp_path), "--json"]) == 0

    assert isinstance(json.loads(capsys.readouterr().out), dict)
