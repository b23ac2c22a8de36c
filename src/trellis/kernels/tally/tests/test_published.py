"""Real elections: the winners that the shared folder's expected files list. Skipped where that folder is not there."""

import gzip
import json
import os
from pathlib import Path

import pytest

from trellis.kernels.tally import read_pabulib, tally, write_pabulib

SHARED = Path(os.environ.get("TRELLIS_SHARED_DATA") or Path(__file__).resolve().parents[6] / "shared/data")
FILES = sorted((SHARED / "pabulib").glob("*.pb*"))
RULES = {
    "greedy_cost": {"rule": "greedy", "utility": "cost"},
    "greedy_card": {"rule": "greedy", "utility": "cardinality"},
    "greedy_points": {"rule": "greedy", "utility": "points"},
    "greedy_costpoints": {"rule": "greedy", "utility": "costpoints"},
    "greedy_borda": {"rule": "greedy", "utility": "borda"},
    "mes_cost": {"completion": "none", "fill": "none"},
    "mes_card": {"utility": "cardinality", "completion": "none", "fill": "none"},
    "mes_points": {"utility": "points", "completion": "none", "fill": "none"},
    "mes_borda": {"utility": "borda", "completion": "none", "fill": "none"},
}
RAISED = {
    "mes_cost_add1u": {"utility": "cost"},
    "mes_card_add1u": {"utility": "cardinality"},
    "mes_points_add1u": {"utility": "points"},
    "mes_borda_add1u": {"utility": "borda"},
}

pytestmark = pytest.mark.skipif(not FILES, reason="the elections in the shared data folder are not here")


def load(path):
    data = path.read_bytes()
    expected = json.loads((SHARED / "pabulib_expected" / f"{path.name.split('.pb')[0]}.json").read_text())
    return read_pabulib(gzip.decompress(data) if path.suffix == ".gz" else data), expected["rules"]


def wanted(rule):
    """The expected winners but those nobody voted for."""
    return [winner for winner in rule["winners"] if winner not in (rule.get("winners_nobody_voted_for") or [])]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_winners_are_the_expected_ones_in_order(path):
    election, rules = load(path)
    for name, rule in rules.items():
        asked = RULES.get(name.removeprefix("plainprofile_"))
        if asked:
            assert list(tally(election, **asked).winners) == wanted(rule), name
    assert sorted(tally(election, rule="phragmen").winners) == sorted(rules["phragmen"]["winners"])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_add_one_ends_at_the_expected_endowment_with_the_expected_winners(path):
    election, rules = load(path)
    for name in RAISED.keys() & rules.keys():
        rule = rules[name]

        found = tally(election, **RAISED[name])

        assert list(found.winners) == wanted(rule), name
        assert [winner for winner in found.winners if found.how[winner] == "round"] == rule["add1_winners"], name
        assert found.increments == rule["independent_tally"]["endowment_increments"], name


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_add_one_that_stops_before_overspending_ends_where_it_should(path):
    """As a set: where everything can be funded, the stored order is that of a far larger endowment."""
    election, rules = load(path)
    rule = rules["mes_cost_add1_overspend_stop"]

    found = tally(election, stop="overspend", fill="none")

    assert sorted(found.winners) == sorted(wanted(rule))
    assert found.increments == rule["endowment_increments"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_written_again_means_the_same(path):
    election, _ = load(path)
    again = read_pabulib(write_pabulib(election).encode())

    assert (again.meta, again.projects, again.budget, again.scale) == (election.meta, election.projects, election.budget, election.scale)
    assert again.ballots.projects.tolist() == election.ballots.projects.tolist()
    assert again.ballot_of_voter.tolist() == election.ballot_of_voter.tolist()
