"""The example by hand in docs/kernels/rota.md, worked out again from the page itself."""

import json
import re
from pathlib import Path

import pytest

from trellis.kernels.rota import propose, recount, rota_of
from trellis.kernels.rota.explaining import explain
from trellis.kernels.rota.solving import solve

PAGE = (Path(__file__).resolve().parents[5] / "docs/kernels/rota.md").read_text()
EXAMPLE = PAGE[PAGE.index("## By hand") : PAGE.index("## How it is found")]
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in EXAMPLE.splitlines() if line.startswith(("| ann", "| bob"))]


@pytest.fixture
def rota():
    (document,) = re.findall(r"```json\n(.*?)```", EXAMPLE, re.DOTALL)
    return rota_of(json.loads(document))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0] + row[1])
def test_each_line_of_the_table(rota, row):
    early, late, empty, lead, _turns, likes, total = row
    turns = [("early", early), *(("late", each) for each in late.split(", "))]

    count = recount(rota, turns)

    numbers = [int(each.replace(",", "")) for each in (empty, lead, likes, total)]
    assert [count.unfilled * 1000, count.without_lead * 600, count.likes, count.objective] == numbers
    assert count.breaches == ()


def test_the_first_line_is_found_and_everybody_hears_why(rota):
    for proposal in (solve(rota), propose(rota)):
        assert sorted(proposal.turns) == [("early", "ann"), ("late", "bob"), ("late", "cy")]
    assert solve(rota).optimal

    (ann, bob, cy), gaps = explain(rota, solve(rota).turns)

    assert [(each.shift, each.code, each.beside) for each in ann.others] == [("late", "rest", ("early",))]
    assert [(each.shift, each.code) for each in bob.others] == [("early", "rest")]
    assert (cy.others, gaps) == ((), ())
