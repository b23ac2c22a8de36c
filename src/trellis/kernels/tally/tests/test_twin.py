"""The kernel against its brute-force twin on hundreds of small elections with many ties; on thousands with --all."""

import os
from fractions import Fraction

import pytest

from trellis.kernels.tally import tally
from trellis.kernels.tally.completion import completed
from trellis.kernels.tally.equal_shares import run
from trellis.kernels.tally.limits import Room
from trellis.kernels.tally.supports import supports
from trellis.kernels.tally.tests import twin
from trellis.kernels.tally.tests.made import random_election

UTILITIES = {"approval": ("cost", "cardinality"), "ordinal": ("cost", "borda"), "cumulative": ("cost", "points")}
MOST_STEPS = 400
BATCHES = 8
EACH = 200 if os.environ.get("TRELLIS_TEST_ALL") == "1" else 40


def seeds(batch):
    return range(batch * EACH, (batch + 1) * EACH)


def rank_of(election):
    ids = [project.id for project in election.projects]
    return [sorted(ids).index(project_id) for project_id in ids]


def as_ids(election, projects):
    return tuple(election.projects[project].id for project in projects)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_one_count_buys_the_same_at_the_same_prices_with_the_same_ties(batch):
    for seed in seeds(batch):
        election = random_election(seed)
        for utility in UTILITIES[election.vote_type]:
            endowment = Fraction(election.budget, election.n_voters)
            order, rhos, ties = twin.equal_shares(election, utility, endowment, rank_of(election))

            found = tally(election, utility=utility, completion="none", fill="none")

            assert found.winners == as_ids(election, order), (seed, utility)
            assert [each.rho for each in found.rounds] == rhos, (seed, utility)
            wanted = [(place, as_ids(election, tied)) for place, tied in enumerate(ties) if len(tied) > 1]
            assert [(tie.place, tie.tied) for tie in found.ties] == wanted, (seed, utility)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_add_one_ends_where_plain_stepping_ends(batch):
    for seed in seeds(batch):
        election = random_election(seed)
        utility = UTILITIES[election.vote_type][seed // 4 % 2]
        stop = ("exhaustive", "overspend")[seed // 8 % 2]
        step = (Fraction(1), Fraction(1, 3), Fraction(7))[seed % 3]
        plain = twin.add_one(election, utility, stop, step, rank_of(election), MOST_STEPS)
        if plain is None:
            continue
        steps, order = plain
        filled = twin.greedy(election, utility, rank_of(election), order)

        found = tally(election, utility=utility, stop=stop, step=step)

        assert (found.increments, found.winners) == (steps, as_ids(election, order + filled)), (seed, utility, stop)
        assert [found.how[winner] for winner in found.winners] == ["round"] * len(order) + ["filled"] * len(filled)


@pytest.mark.parametrize("seed", range(60 if EACH == 200 else 12))
@pytest.mark.parametrize("stop", ["exhaustive", "overspend"])
def test_a_long_chain_ends_where_counting_at_every_endowment_ends(seed, stop):
    """Larger elections, whose chains are long and leave out most of what is counted: each endowment counted by itself."""
    election = random_election(seed, largest=(60, 14))
    utility = UTILITIES[election.vote_type][seed // 4 % 2]
    support, rank = supports(election, utility), rank_of(election)
    start, step = Fraction(election.budget, election.n_voters), Fraction(1, 4)
    wanted = counted_one_by_one(support, start, step, rank, stop, election.budget)

    steps, _ = completed(support, start, step, rank, Room(election.costs), stop, election.budget)

    assert steps == wanted if wanted is not None else steps >= MOST_STEPS


def counted_one_by_one(support, start, step, rank, stop, budget):
    """How many steps add-one takes, from a whole count at each; None after too many."""
    for steps in range(MOST_STEPS):
        bought = run(support, start + steps * step, rank, Room(support.costs)).purses.bought
        left = budget - sum(support.costs[project] for project in bought)
        if left < 0:
            return steps - 1
        rest = [project for project, total in enumerate(support.total) if total and project not in bought]
        if not any(stop == "overspend" or support.costs[project] <= left for project in rest):
            return steps
    return None


@pytest.mark.parametrize("batch", range(BATCHES))
def test_greedy_and_phragmen_agree(batch):
    for seed in seeds(batch):
        election = random_election(seed)
        for utility in UTILITIES[election.vote_type]:
            assert tally(election, rule="greedy", utility=utility).winners == as_ids(
                election, twin.greedy(election, utility, rank_of(election), [])
            ), (seed, utility)
        assert tally(election, rule="phragmen").winners == as_ids(election, twin.phragmen(election, rank_of(election))), seed
