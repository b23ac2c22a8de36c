"""A number that nobody could choose, from dice or from a seed that is published after the lottery."""

import hashlib
from collections.abc import Sequence

from trellis.kernels.sortition.pool import Malformed

DOMAIN = "trellis panel"
DIGEST_VALUES = 1 << 256


def ticket_from_seed(seed: str, *, tickets: int) -> int:
    """Which of `tickets` tickets (0 to tickets - 1) a published text stands for.

    SHA-256 of the UTF-8 bytes of three lines, `trellis panel`, the seed and a counter (0, 1, 2, … in decimal, no newline
    after it), joined by single newlines, is read as one whole number, most significant byte first. The number modulo
    `tickets` is the ticket, unless the number lies in the last, incomplete round of tickets below 2**256: then the counter
    goes up by one. So every ticket is exactly as likely as any other if the digest's bits are.

    Raises `Malformed` for a seed that could be typed in two ways: empty, with spaces at its ends, or with control characters.
    """
    if not seed or seed != seed.strip() or not seed.isprintable():
        raise Malformed(field="seed", reason="must be a printable text without spaces at its ends, so that anyone types the same")
    whole_rounds = DIGEST_VALUES - DIGEST_VALUES % tickets
    counter = 0
    while True:
        digest = hashlib.sha256(f"{DOMAIN}\n{seed}\n{counter}".encode()).digest()
        number = int.from_bytes(digest, "big")
        if number < whole_rounds:
            return number % tickets
        counter += 1


def ticket_from_rolls(rolls: Sequence[int], *, sides: int, tickets: int) -> int:
    """Which of `tickets` tickets the rolls of a die, or balls drawn and put back, stand for.

    A ten-sided die shows 0 to 9, any other 1 to `sides` (taken as 0 to sides - 1). The first `rolls_a_try(...)` rolls are the
    digits of a number, most significant first. If the number lies in the last, incomplete round of tickets, that try does not
    count and the next rolls are read. So every ticket is exactly as likely as any other if the die is fair.

    Raises `Malformed` if a roll is not on the die, if there are too few rolls, and if there are more than were needed,
    because whoever may leave rolls out can choose.
    """
    lowest = 0 if sides == 10 else 1
    digits = []
    for position, roll in enumerate(rolls, 1):
        if not lowest <= roll < lowest + sides:
            raise Malformed(field="dice", reason=f"roll {position} is {roll}, but the die shows {lowest} to {lowest + sides - 1}")
        digits.append(roll - lowest)
    length = rolls_a_try(sides=sides, tickets=tickets)
    whole_rounds = sides**length - sides**length % tickets
    for start in range(0, len(digits) - length + 1, length):
        number = _number(digits[start : start + length], sides)
        if number >= whole_rounds:
            continue
        used = start + length
        if used < len(digits):
            raise Malformed(field="dice", reason=f"the first {used} rolls decide, but {len(digits)} are given; leave out none and add none")
        return number % tickets
    missing = length - len(digits) % length
    rolls_are = "roll is" if missing == 1 else "rolls are"
    raise Malformed(field="dice", reason=f"{missing} more {rolls_are} needed to choose among {tickets:,} tickets")


def rolls_a_try(*, sides: int, tickets: int) -> int:
    """How many rolls of the die make a number that can be any of the tickets; at least one."""
    length, reach = 1, sides
    while reach < tickets:
        length, reach = length + 1, reach * sides
    return length


def _number(digits: Sequence[int], sides: int) -> int:
    number = 0
    for digit in digits:
        number = number * sides + digit
    return number
