"""`trellis match`: files in, pairs and sentences out, and one line for what can't be read."""

import gzip
import json
import os
from pathlib import Path

import pytest

from trellis.interfaces.cli import match
from trellis.interfaces.cli.tests.program import call

EDGES = "need,offer,cost\nann,car-1,30\nann,car-2,45\nbo,car-1,35\n"
SHARED = Path(os.environ.get("TRELLIS_SHARED_DATA", Path(__file__).resolve().parents[6] / "shared/data")) / "matching/edges_1k.csv.gz"


def ran(capsys, tmp_path, content: str | bytes, *options: str, files: dict[str, str] | None = None) -> tuple[int, str, str]:
    file = tmp_path / "edges.csv"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    for name, text in (files or {}).items():
        (tmp_path / name).write_text(text)
    code = call(match, str(file), *(str(tmp_path / each) if each in (files or {}) else each for each in options))
    found = capsys.readouterr()
    return code, found.out, found.err


def told(capsys, tmp_path, content, *options: str, **more) -> dict:
    code, out, err = ran(capsys, tmp_path, content, "--json", *options, **more)
    assert code == 0, err
    return json.loads(out)


def test_the_document(capsys, tmp_path):
    found = told(capsys, tmp_path, gzip.compress(EDGES.encode()))

    assert found.pop("seconds") >= 0
    assert found == {
        "n_needs": 2, "n_offers": 2, "pairs": [["ann", "car-2", 45], ["bo", "car-1", 35]], "matched": 2, "total_cost": 80,
        "optimal": True, "bound": 80, "unmatched": [],
    }  # fmt: skip


@pytest.mark.skipif(not SHARED.exists(), reason="the shared graph is not here")
def test_the_shared_graph(capsys):
    assert call(match, str(SHARED), "--json") == 0

    found = json.loads(capsys.readouterr().out)
    assert (found["matched"], found["total_cost"], found["bound"], found["optimal"]) == (930, 154_995, 154_995, True)
    assert len(found["unmatched"]) == 70


def test_an_empty_place_has_a_price_if_somebody_says_so(capsys, tmp_path):
    found = told(capsys, tmp_path, EDGES, "--unmatched", "32.5")

    assert (found["pairs"], found["bound"], found["unmatched_cost"], found["empty_places"]) == ([["ann", "car-1", 30]], 62.5, 32.5, 1)


def test_capacities_and_forbidden_pairs_in_columns_or_files(capsys, tmp_path):
    columns = "Offer;Need;Cost;offer capacity;forbidden\ncar-1;ann;30;2;\ncar-1;bo;35;2;no\ncar-2;ann;1;;yes\n"
    files = {"offers.csv": "offer,capacity\ncar-1,2\n", "needs.csv": "need,capacity\ncy,3\n", "never.csv": "need,offer\nann,car-2\n"}

    in_columns = told(capsys, tmp_path, columns)
    in_files = told(capsys, tmp_path, EDGES, "--offers", "offers.csv", "--needs", "needs.csv", "--forbidden", "never.csv", files=files)

    assert in_columns["pairs"] == in_files["pairs"] == [["ann", "car-1", 30], ["bo", "car-1", 35]]
    assert in_files["unmatched"] == ["cy"]


def test_a_sentence_for_each_pair_and_each_need_without(capsys, tmp_path):
    _code, out, _err = ran(capsys, tmp_path, EDGES + "cy,car-1,60\n", "--explain")

    assert "ann meets car-2 (cost 45): car-1 would cost it 30, but meets bo; without that place somebody else would stay without." in out
    assert "cy stays without: 2 needs share the 1 place of 1 offer" in out


def test_nothing_to_match_is_no_fault(capsys, tmp_path):
    found = told(capsys, tmp_path, "need,offer,cost\n")

    assert (found["matched"], found["total_cost"], found["optimal"]) == (0, 0, True)


@pytest.mark.parametrize(
    "content, words",
    [
        ("", "first line must name the columns"),
        ("need,offer\na,b\n", "there is no 'cost'"),
        ("need,offer,cost\na,b,cheap\n", "row 2, field cost: 'cheap' is not a number"),
        ("need,offer,cost\na,b,nan\n", "row 2, field cost"),
        ("need,offer,cost\na,b,1e99\n", "too large"),
        ("need,offer,cost\na,b,0.1234567891\n", "more than 9 decimals"),
        ("need,offer,cost\na,,1\n", "row 2, field offer: is empty"),
        ("need,offer,cost\na,b\n", "row 2: has 2 cells"),
        ("need,offer,cost,cost\na,b,1,1\n", "two columns"),
        ('need,offer,cost\n"a,b,1\n', "is not a table"),
        ("need,offer,cost,need_capacity\na,b,1,2\na,c,1,3\n", "has 2 further up and 3 here"),
        ("need,offer,cost,need_capacity\na,b,1,-2\n", "not a whole number"),
        ("need,offer,cost,forbidden\na,b,1,perhaps\n", "neither yes nor no"),
        (b"need,offer,cost\n\xff,b,1\n", "not UTF-8"),
        (b"need,offer,cost\na\0,b,1\n", "zero byte"),
        (b"\x1f\x8bnot gzip", "can't be read"),
    ],
)
def test_what_can_not_be_read_is_told_in_one_line(capsys, tmp_path, content, words):
    code, out, err = ran(capsys, tmp_path, content)

    assert (code, out) == (2, "")
    assert words in err and "edges.csv" in err and err.count("\n") == 1


@pytest.mark.parametrize("cost", ["x", "", "inf", "1e30"])
def test_a_price_that_is_none(capsys, tmp_path, cost):
    code, _out, err = ran(capsys, tmp_path, EDGES, "--unmatched", cost)

    assert code == 2 and "--unmatched" in err


def test_large_numbers_and_decimals_stay_exact(capsys, tmp_path):
    rows = "need,offer,cost\na,x,999999999999999.000000001\na,y,999999999999999\nb,y,-0.5\n"

    found = told(capsys, tmp_path, rows)

    assert found["optimal"] and found["matched"] == 2
