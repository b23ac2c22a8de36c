"""The number that decides: the same for everybody who has the seed or saw the dice, and every ticket equally likely."""

import hashlib
from collections import Counter
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.kernels.sortition.pool import Malformed
from trellis.kernels.sortition.tickets import rolls_a_try, ticket_from_rolls, ticket_from_seed

VECTORS = [586370, 442852, 433457, 787810]
SEEDS = st.text(st.characters(categories=("L", "N", "P")), min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("seed", "tickets", "ticket"),
    [
        # The shell's printf 'trellis panel\n4 1 6 6 2\n0' | sha256sum says
        # 90356d8da9a822ba1582443adb360bd171ca6860063b16ea86f9236335fc6002
        ("4 1 6 6 2", 1_000, 0x90356D8DA9A822BA1582443ADB360BD171CA6860063B16EA86F9236335FC6002 % 1_000),
        ("4 1 6 6 2", 1_000_000, 0x90356D8DA9A822BA1582443ADB360BD171CA6860063B16EA86F9236335FC6002 % 1_000_000),
    ],
)
def test_the_ticket_of_a_seed_can_be_worked_out_with_a_shell(seed, tickets, ticket):
    assert ticket_from_seed(seed, tickets=tickets) == ticket


def test_literal_vectors_for_a_stranger():
    found = [ticket_from_seed(seed, tickets=1_000_000) for seed in ("4 1 6 6 2", "a", "Ziehung 7. März", "抽籤")]

    assert found == VECTORS


@given(SEEDS, st.integers(1, 10**12))
def test_a_seed_is_the_digest_of_three_lines(seed, tickets):
    digest = hashlib.sha256(b"trellis panel\n" + seed.encode() + b"\n0").digest()

    assert ticket_from_seed(seed, tickets=tickets) == int.from_bytes(digest, "big") % tickets


def test_a_digest_in_the_last_incomplete_round_is_passed_over():
    """With one ticket more than half of all digests, there is one whole round, and nearly every second digest lies beyond it."""
    tickets = 2**255 + 1
    first, second = (int(hashlib.sha256(f"trellis panel\na\n{counter}".encode()).hexdigest(), 16) for counter in (0, 1))
    assert first >= tickets > second

    assert ticket_from_seed("a", tickets=tickets) == second


@pytest.mark.parametrize("seed", ["", " 7", "7 ", "7\n", "7\t8", "\x00", "\u200b"])
def test_a_seed_that_could_be_typed_in_two_ways_is_refused(seed):
    with pytest.raises(Malformed, match="printable text"):
        ticket_from_seed(seed, tickets=10)


def test_seeds_hit_every_ticket_about_equally_often():
    hits = Counter(ticket_from_seed(str(number), tickets=7) for number in range(7_000))

    assert sorted(hits) == list(range(7))
    assert max(abs(count - 1_000) for count in hits.values()) < 150


@pytest.mark.parametrize(
    ("rolls", "sides", "tickets", "ticket"),
    [
        ([3, 0, 7], 10, 1_000, 307),
        ([0, 0, 0, 0, 0, 0], 10, 1_000_000, 0),
        ([9, 9, 9, 9, 9, 9], 10, 1_000_000, 999_999),
        ([6], 6, 6, 5),
        ([1, 4], 6, 36, 3),
        # Two rolls make 0 to 35, of which 0 to 29 are three whole rounds of ten; 6 6 is 35 and doesn't count, 2 1 is 6.
        ([6, 6, 2, 1], 6, 10, 6),
        ([5], 6, 1, 0),
        ([20, 1], 20, 400, 380),
    ],
)
def test_dice_by_hand(rolls, sides, tickets, ticket):
    assert ticket_from_rolls(rolls, sides=sides, tickets=tickets) == ticket


@pytest.mark.parametrize(
    ("rolls", "sides", "tickets", "reason"),
    [
        ([3, 10], 10, 100, "roll 2 is 10, but the die shows 0 to 9"),
        ([0], 6, 6, "roll 1 is 0, but the die shows 1 to 6"),
        ([1, 2], 10, 1_000, "1 more roll is needed to choose among 1,000 tickets"),
        ([], 10, 1_000, "3 more rolls are needed to choose among 1,000 tickets"),
        ([6, 6], 6, 10, "2 more rolls are needed to choose among 10 tickets"),
        ([1, 2, 3, 4], 10, 1_000, "the first 3 rolls decide, but 4 are given; leave out none and add none"),
    ],
)
def test_dice_that_leave_a_choice_are_refused(rolls, sides, tickets, reason):
    with pytest.raises(Malformed) as refused:
        ticket_from_rolls(rolls, sides=sides, tickets=tickets)

    assert refused.value.reason == reason


@given(st.sampled_from([2, 4, 6, 8, 12]), st.integers(1, 60))
def test_every_ticket_is_exactly_as_likely_with_fair_dice(sides, tickets):
    length = rolls_a_try(sides=sides, tickets=tickets)
    hits = Counter()
    for rolls in product(range(1, sides + 1), repeat=length):
        try:
            hits[ticket_from_rolls(rolls, sides=sides, tickets=tickets)] += 1
        except Malformed:
            continue

    assert set(hits) == set(range(tickets))
    assert len(set(hits.values())) == 1
