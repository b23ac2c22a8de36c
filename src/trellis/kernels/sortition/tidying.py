"""Take a solver's rounding out of mean seats.

Solvers answer 0.0999999999 or 39.9999999. With 1/10 and 40 the lottery needs ten panels instead of hundreds, and the panels' weights
come out as they should.
"""

from fractions import Fraction

import numpy as np

from trellis.kernels.sortition.programme import Conditions, Floats

SIMPLE = 1000
NEAR = 1e-9
ON_LIMIT = 1e-7
EXACT = 1e-11


def tidied(seats: Floats, people: Floats, given: Conditions) -> Floats:
    """The same means with nearly simple chances made simple, or else with what is nearly at a limit put exactly there."""
    chances = seats / people
    simple = np.array([float(Fraction(chance).limit_denominator(SIMPLE)) for chance in chances.tolist()])
    tidy = np.where(np.abs(simple - chances) < NEAR, simple * people, seats)
    return tidy if _keeps(tidy, given) else _put_on_limits(seats, given)


def _keeps(seats: Floats, given: Conditions) -> bool:
    used = given.matrix @ seats
    return bool(np.all(used >= given.lower - EXACT) and np.all(used <= given.upper + EXACT) and np.all(seats <= given.most + EXACT))


def _put_on_limits(seats: Floats, given: Conditions) -> Floats:
    """The nearest means (changes measured in proportion to seats) that are on every limit they were nearly on."""
    settled = np.clip(np.where(seats > given.most - NEAR, given.most, np.where(seats < NEAR, 0.0, seats)), 0.0, None)
    used = given.matrix @ settled
    goal = np.where(used >= given.upper - ON_LIMIT, given.upper, np.where(used <= given.lower + ON_LIMIT, given.lower, used))
    rows = np.flatnonzero((used >= given.upper - ON_LIMIT) | (used <= given.lower + ON_LIMIT))
    give_way = np.where((settled > 0) & (settled < given.most), settled, 0.0) ** 2
    matrix = given.matrix[rows]
    changes = np.linalg.lstsq((matrix * give_way) @ matrix.T, (goal - used)[rows], rcond=None)[0]
    return settled + give_way * (changes @ matrix)
