"""When quotas contradict each other: the smallest change of their limits that leaves a valid panel, and which limits it changes.

Smallest means: the fewest seats of change in sum; among these the fewest limits changed; among these the one that leaves the
limits that stand first in the list as they are, as far as possible. So there is one answer, and it doesn't depend on a solver.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
import scipy
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array, eye_array, hstack

from trellis.kernels.sortition.pool import Pool
from trellis.kernels.sortition.profiles import by_profile
from trellis.kernels.sortition.programme import Conditions, Impossible, conditions
from trellis.kernels.sortition.quotas import Quota, Quotas

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Change:
    """One limit to change: the quota as it is, which of its limits (`minimum` or `maximum`), and from what to what."""

    quota: Quota
    limit: str
    before: int
    after: int

    @property
    def seats(self) -> int:
        return abs(self.after - self.before)


@dataclass(frozen=True)
class Relaxation:
    """The smallest change that leaves a valid panel; no changes if the quotas already do.

    within_flex: whether every change keeps to the file's `min_flex` and `max_flex` (always so if there are none).
    """

    changes: tuple[Change, ...]
    quotas: Quotas
    within_flex: bool = True

    @property
    def seats(self) -> int:
        """By how many seats limits change in sum."""
        return sum(change.seats for change in self.changes)


def relax(
    pool: Pool, quotas: Quotas, *, size: int, households: Sequence[str | None] | None = None, kept: Collection[str] = ()
) -> Relaxation:
    """Find the smallest change of the quotas' limits with which a panel of `size` exists.

    kept: people (ids) who have a seat already and stay; no two of them of one household.
    The limits stretch no further than the quotas' `lowest` and `highest` if that is enough, and otherwise as far as it takes.
    Raises Malformed for a pool or quotas that make no sense, Impossible if no change of quotas helps: more seats than people,
    or than households with the household rule.
    """
    profiles = by_profile(pool, quotas, households=households)
    given = conditions(profiles, quotas, size=size)
    fixed = np.array([sum(pool.ids[member] in kept for member in profile.members) for profile in profiles.profiles])
    seatable = sum(kind.households for kind in profiles.kinds)
    if size > seatable:
        what = "people are in the pool" if seatable == len(pool) else "households are in the pool, and no two may come from one"
        raise Impossible(f"{size} seats can't be filled: {seatable} {what}")
    has_flex = any(quota.lowest is not None or quota.highest is not None for quota in quotas.limits)
    for within_flex in (True, False) if has_flex else (True,):
        amounts = _smallest(given, fixed, _room(quotas, size, flex=within_flex and has_flex))
        if amounts is not None:
            return _relaxation(quotas, amounts, within_flex=within_flex)
    raise Impossible


def _room(quotas: Quotas, size: int, *, flex: bool) -> Numbers:
    """How far each minimum may go down and then how far each maximum may go up, in seats."""
    down = [quota.minimum - (quota.lowest or 0 if flex else 0) for quota in quotas.limits]
    up = [max(0, (min(quota.highest, size) if flex and quota.highest is not None else size) - quota.maximum) for quota in quotas.limits]
    return np.array(down + up, float)


def _smallest(given: Conditions, fixed: NDArray[np.int64], room: Numbers) -> NDArray[np.int64] | None:
    """The seats of change for each minimum (down) and each maximum (up); None if no change within the room is enough.

    Three goals one after the other, each kept as a condition on the next: the sum, the number of limits, the order of the list.
    """
    programme = _Programme(given, fixed, room)
    amounts = programme.least(programme.every_seat)
    if amounts is None or not amounts.any():
        return amounts
    programme.keep(programme.every_seat, int(amounts.sum()))
    amounts = programme.least(programme.every_limit)
    programme.keep(programme.every_limit, int(np.count_nonzero(amounts)))
    for place in range(len(room)):
        # A limit that the last answer left alone needs no question: nothing is less than no change.
        if amounts[place]:
            amounts = programme.least(programme.one_limit(place))
        programme.keep(programme.one_limit(place), int(amounts[place]))
    return amounts


class _Programme:
    """Columns: seats by profile, the change of each limit in seats (minima first), and for each limit whether it changes at all."""

    def __init__(self, given: Conditions, fixed: NDArray[np.int64], room: Numbers) -> None:
        rows, self.seats = given.matrix.shape
        self.limits = len(room)
        matrix = csr_array(given.matrix.astype(float))
        # The first condition is the size; the quotas follow it.
        quotas = eye_array(rows, self.limits // 2, k=-1)
        unchanged, no_switch = csr_array(quotas.shape), csr_array((rows, self.limits))
        not_below = hstack([matrix, quotas, unchanged, no_switch])
        not_above = hstack([matrix, unchanged, -quotas, no_switch])
        only_if_switched = hstack([csr_array((self.limits, self.seats)), eye_array(self.limits), -diags_array(room)])
        self.rows = [
            scipy.optimize.LinearConstraint(not_below, lb=given.lower),
            scipy.optimize.LinearConstraint(not_above, ub=given.upper),
            scipy.optimize.LinearConstraint(only_if_switched, ub=0),
        ]
        self.bounds = scipy.optimize.Bounds(
            np.concatenate([fixed, np.zeros(2 * self.limits)]), np.concatenate([given.most, room, np.ones(self.limits)])
        )
        self.every_seat = self._columns(range(self.limits))
        self.every_limit = self._columns(range(self.limits, 2 * self.limits))

    def one_limit(self, place: int) -> Numbers:
        return self._columns([place])

    def least(self, goal: Numbers) -> NDArray[np.int64] | None:
        """The changes of limits that make the sum over these columns smallest; None if nothing fits."""
        found = scipy.optimize.milp(
            goal, integrality=np.ones(len(goal)), bounds=self.bounds, constraints=self.rows, options={"mip_rel_gap": 0}
        )
        if found.x is None:
            return None
        return np.rint(found.x[self.seats : self.seats + self.limits]).astype(np.int64)

    def keep(self, goal: Numbers, most: int) -> None:
        """From now on the sum over these columns stays at most this."""
        self.rows.append(scipy.optimize.LinearConstraint(csr_array(goal[None, :]), ub=most))

    def _columns(self, places: Sequence[int] | range) -> Numbers:
        goal = np.zeros(self.seats + 2 * self.limits)
        goal[self.seats + np.array(places)] = 1
        return goal


def _relaxation(quotas: Quotas, amounts: NDArray[np.int64], *, within_flex: bool) -> Relaxation:
    down, up = np.split(amounts, 2)
    changes, stretched = [], []
    for quota, less, more in zip(quotas.limits, down.tolist(), up.tolist(), strict=True):
        if less:
            changes.append(Change(quota, "minimum", quota.minimum, quota.minimum - less))
        if more:
            changes.append(Change(quota, "maximum", quota.maximum, quota.maximum + more))
        stretched.append(replace(quota, minimum=quota.minimum - less, maximum=quota.maximum + more))
    return Relaxation(tuple(changes), Quotas(tuple(stretched)), within_flex)
