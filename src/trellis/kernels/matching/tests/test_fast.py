"""The quick matcher gives the totals of the plain one, or leaves the answer to it."""

import random

import pytest

from trellis.kernels.matching import fast, match, plain, verify


def made(seed, *, needs=60, offers=50, degree=6, costs=(0, 99)):
    chance = random.Random(seed)
    return [(need, offer, chance.randint(*costs)) for need in range(needs) for offer in chance.sample(range(offers), degree)]


@pytest.fixture(autouse=True)
def however_few(monkeypatch):
    monkeypatch.setattr(fast, "FEW_EDGES", 0)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(
    "told",
    [{}, {"unmatched": 40}, {"unmatched": -3}, {"offer_capacity": 3}, {"need_capacity": 2}, {"need_capacity": {1: 0, 2: 9}},
     {"offer_capacity": {3: 0, 4: 10**12}}, {"forbidden": [(n, n) for n in range(50)]}],
    ids=str,
)  # fmt: skip
def test_the_same_totals_with_their_proof(seed, told, monkeypatch):
    edges = made(seed, costs=(-20, 99))
    expected = match(edges, **told)
    monkeypatch.setattr(plain, "solve", None)

    found = fast.match(edges, **told)

    assert (found.matched, found.total_cost, found.bound) == (expected.matched, expected.total_cost, expected.bound) or told.get(
        "unmatched"
    )
    assert found.bound == expected.bound
    assert found.optimal and verify(found) == []


@pytest.mark.parametrize(
    "edges, told",
    [
        (made(1), {"need_capacity": 2, "offer_capacity": 2}),
        ([(need, offer, cost * 10**12) for need, offer, cost in made(2)], {}),
        ([], {}),
        ([(1, 1, 5)], {"need_capacity": 0}),
    ],
    ids=["capacities on both sides", "huge costs", "nothing", "no place"],
)
def test_what_it_can_not_do_is_left_to_the_plain_one(edges, told):
    found, expected = fast.match(edges, **told), match(edges, **told)

    assert (found.matched, found.total_cost) == (expected.matched, expected.total_cost)
    assert found.optimal


def test_a_matching_without_proof_is_not_believed(monkeypatch):
    edges = made(3)
    right = match(edges)
    monkeypatch.setattr(fast, "_chosen", lambda *args: fast.np.arange(0))

    assert fast.match(edges).total_cost == right.total_cost
