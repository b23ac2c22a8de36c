"""Explanations of the real elections of the shared data folder; skipped where it is not."""

import gzip
import os
from fractions import Fraction
from pathlib import Path

import pytest

from trellis.kernels.tally import Election, read_pabulib, tally
from trellis.kernels.tally.explanation import explain
from trellis.kernels.tally.needed import count_again, with_new_voters
from trellis.kernels.tally.statistics import statistics

PROJECT = Path(__file__).resolve().parents[5]
FOLDER = Path(os.environ.get("TRELLIS_SHARED_DATA", PROJECT.parent / "shared/data")) / "pabulib"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="needs the shared elections; TRELLIS_SHARED_DATA says where they are")


def shared(name: str) -> Election:
    path = next(FOLDER.glob(f"{name}.pb*"))
    data = path.read_bytes()
    return read_pabulib(gzip.decompress(data) if path.suffix == ".gz" else data)


@pytest.mark.parametrize(
    ("name", "most_votes", "here"),
    [
        ("Poland_Wieliczka_2023_Green_Budget", 28, 18),
        ("Netherlands_Assen_2024", 0, 5),
        ("Poland_Krakow_2020_Wzgorza_Krzeslawickie", 21, 9),
        ("Poland_Gdansk_2020_Orunia_Gorna-Gdansk_Poludnie", 39, 34),
        ("Poland_Katowice_2024", 36, 28),
        ("Switzerland_Zurich_S5D10", 2, 1),
    ],
)
def test_voters_left_out_are_those_of_the_field_notes(name, most_votes, here):
    election = shared(name)

    found = statistics(election, tally(election))

    assert round(100 * found.most_votes.left_out / election.n_voters) == most_votes
    assert round(100 * found.here.left_out / election.n_voters) == here


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("Poland_Wieliczka_2023_Green_Budget", {"stop": "overspend", "fill": "none"}),
        ("Netherlands_Amsterdam_252", {"completion": "none"}),
        ("Switzerland_Zurich_S5D10", {"utility": "points"}),
        ("Switzerland_Zurich_S5R", {"utility": "borda"}),
    ],
)
def test_payments_and_effective_support_of_real_elections(name, options):
    election = shared(name)
    outcome = tally(election, **options)

    for facts in explain(election, outcome, recounts=0).projects:
        if facts.chosen == "round":
            assert sum((share.amount * share.voters for share in facts.payments), Fraction(0)) == facts.cost
            assert facts.payments[0].amount <= outcome.endowment
            assert facts.effective_support >= 1
        elif facts.cost <= election.budget:
            assert facts.effective_support <= 1


def test_what_the_nearest_loser_of_wieliczka_needed():
    election = shared("Poland_Wieliczka_2023_Green_Budget")
    outcome = tally(election)

    nearest = [facts for facts in explain(election, outcome, recounts=1).projects if facts.votes_needed]

    assert len(nearest) == 1
    needed, number = nearest[0].votes_needed, [project.id for project in election.projects].index(nearest[0].id)
    assert nearest[0].id in count_again(with_new_voters(election, number, needed.amount), outcome).winners
    assert nearest[0].id not in count_again(with_new_voters(election, number, needed.almost), outcome).winners
