"""Whatever is given to `trellis match`, it answers with a result, or with one line that says which file is wrong, and how."""

import io
import json
import os
import random
import subprocess
import sys

import pytest

from tests.hostile.files import HUGE, NOT_TABLES, in_encodings, other_line_ends, spoiled
from tests.hostile.test_decisions import ACCIDENTS, GIB, _no_more_than, check
from trellis.config.console import main

EDGES = "need,offer,cost\n" + "\n".join(f"n{n},o{(n * 7 + k) % 9},{10 + n * k}" for n in range(8) for k in range(3)) + "\n"
COLUMNS = "need,offer,cost,need_capacity,offer_capacity,forbidden\n" + "\n".join(
    f"n{n},o{(n * 5 + k) % 6},{n - k}.5,{n % 3},2,{'yes' if n == k else ''}" for n in range(6) for k in range(3)
)  # fmt: skip
NEEDS, OFFERS, NEVER = "need,capacity\nn1,2\nn2,0\n", "offer,capacity\no1,3\no2,1\n", "need,offer\nn1,o7\nn99,o1\n"
VALID = {"edges": EDGES, "columns": COLUMNS, "--needs": NEEDS, "--offers": OFFERS, "--forbidden": NEVER}


def ran(capsys, kind: str, content: bytes, folder, *more: str) -> str:
    """The file in its place, with valid ones beside it; what was told when it was refused."""
    file, edges = folder / f"{kind.strip('-')}.given", folder / "edges.csv"
    file.write_bytes(content)
    edges.write_text(EDGES)
    given = [str(file)] if not kind.startswith("--") else [str(edges), kind, str(file)]
    code = main(["match", *given, *more])
    found = capsys.readouterr()
    return check(code, found.out, found.err, names=tuple(given))


@pytest.mark.parametrize("kind", VALID)
def test_the_valid_files_are_valid(kind, tmp_path, capsys):
    assert ran(capsys, kind, VALID[kind].encode(), tmp_path) == ""


@pytest.mark.parametrize("kind", VALID)
@pytest.mark.parametrize("content", NOT_TABLES.values(), ids=NOT_TABLES)
def test_what_is_no_table_is_refused_in_one_line(kind, content, tmp_path, capsys):
    assert ran(capsys, kind, content(), tmp_path)


@pytest.mark.parametrize("kind", VALID)
def test_other_encodings_and_line_ends(kind, tmp_path, capsys):
    for content in (*in_encodings(VALID[kind]).values(), *other_line_ends(VALID[kind]).values()):
        ran(capsys, kind, content, tmp_path)


@pytest.mark.parametrize("kind", VALID)
@pytest.mark.parametrize("options", [(), ("--json", "--certificate"), ("--explain", "--unmatched", "12")], ids=["plain", "json", "explain"])
def test_accidents(kind, options, tmp_path, capsys):
    for seed in range(ACCIDENTS):
        content = spoiled(VALID[kind], seed=seed * 3 + len(options))
        try:
            ran(capsys, kind, content, tmp_path, *options)
        except BaseException as error:
            raise AssertionError(f"{kind}, seed {seed * 3 + len(options)}: {content!r}") from error


@pytest.mark.parametrize("number", HUGE)
def test_odd_numbers_in_every_place(number, tmp_path, capsys):
    ran(capsys, "edges", EDGES.replace(",10\n", f",{number}\n", 1).encode(), tmp_path)
    ran(capsys, "columns", COLUMNS.replace(",2,", f",{number},", 1).encode(), tmp_path)
    ran(capsys, "--offers", OFFERS.replace(",3", f",{number}").encode(), tmp_path)


@pytest.mark.parametrize("name", ["is-not-there.csv", "a-folder", "x" * 300])
def test_a_folder_and_a_file_that_is_not_there(name, tmp_path, capsys):
    (tmp_path / "a-folder").mkdir()

    code = main(["match", str(tmp_path / name)])

    found = capsys.readouterr()
    assert check(code, found.out, found.err, names=(name,))


@pytest.mark.parametrize("content", [b"", b"\x1f\x8b", b"garbage\n"], ids=["nothing", "gzip", "garbage"])
def test_standard_input(content, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(content))))

    code = main(["match", "-"])

    found = capsys.readouterr()
    assert check(code, found.out, found.err)


@pytest.mark.parametrize(
    "options", [("--unmatched", "much"), ("--needs", "nowhere.csv"), ("--offers", "-"), ("--forbidden",), ("--size", "3")], ids=" ".join
)
def test_odd_options_are_refused_in_one_line(options, tmp_path, capsys, monkeypatch):
    (tmp_path / "edges.csv").write_text(EDGES)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(b"garbage"))))

    code = main(["match", str(tmp_path / "edges.csv"), *options])

    found = capsys.readouterr()
    assert check(code, found.out, found.err)


def hard(name: str) -> str:
    """Graphs that are valid and unkind."""
    chance = random.Random(1)
    rows = {
        "every edge a hundred times": [(n, o, chance.randint(1, 99)) for n in range(10) for o in range(10) for _ in range(100)],
        "all costs below zero": [(n, o, -chance.randint(1, 99)) for n in range(80) for o in range(80)],
        "all costs equal": [(n, o, 5) for n in range(120) for o in range(120)],
        "a thousand needs and one offer": [(n, "only", n) for n in range(1_000)],
        "a long chain": [(n, o, abs(n - o)) for n in range(2_000) for o in (n, n + 1)],
        "a chain that must move for the last": [(n, o, 1) for n in range(1_500) for o in ((n, n + 1) if n < 1_499 else (0,))],
        "thousands of islands": [(n, f"o{n}", 1) for n in range(5_000)],
        "decimals": [(n, o, f"{chance.random():.9f}") for n in range(60) for o in range(60)],
    }[name]  # fmt: skip
    return "need,offer,cost\n" + "".join(f"{need},{offer},{cost}\n" for need, offer, cost in rows)


@pytest.mark.parametrize(
    "name",
    ["every edge a hundred times", "all costs below zero", "all costs equal", "a thousand needs and one offer", "a long chain",
     "a chain that must move for the last", "thousands of islands", "decimals"],
)  # fmt: skip
def test_unkind_graphs_are_matched_and_proven(name, tmp_path, capsys):
    (tmp_path / "edges.csv").write_text(hard(name))

    assert main(["match", str(tmp_path / "edges.csv"), "--json"]) == 0

    told = json.loads(capsys.readouterr().out)
    assert told["optimal"] and told["bound"] == told["total_cost"]
    assert told["matched"] + len(told["unmatched"]) == told["n_needs"]


def test_huge_capacities_on_both_sides(tmp_path, capsys):
    for side in ("need", "offer"):
        rows = "".join(f"{side[0]}{n},{10**15}\n" for n in range(30))
        (tmp_path / f"{side}s.csv").write_text(f"{side},capacity\n{rows}")
    (tmp_path / "edges.csv").write_text("need,offer,cost\n" + "".join(f"n{n},o{o},{n * o}\n" for n in range(30) for o in range(30)))

    code = main(
        ["match", str(tmp_path / "edges.csv"), "--needs", str(tmp_path / "needs.csv"), "--offers", str(tmp_path / "offers.csv"), "--json"]
    )

    told = json.loads(capsys.readouterr().out)
    assert (code, told["matched"], told["optimal"]) == (0, 900, True)


@pytest.mark.parametrize("name", ["an archive that swells by lines", "a line of ten million fields"])
def test_as_a_program_of_its_own_with_little_memory(name, tmp_path):
    file = tmp_path / "given.csv"
    file.write_bytes(NOT_TABLES[name]())
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path), "OPENBLAS_NUM_THREADS": "1"}

    done = subprocess.run(
        [sys.executable, "-m", "trellis.config.console", "match", str(file)],
        env=environment, capture_output=True, text=True, check=False, preexec_fn=_no_more_than(2 * GIB),
    )  # fmt: skip

    assert check(done.returncode, done.stdout, done.stderr, names=("given.csv",))
