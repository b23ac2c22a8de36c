"""Lotteries of so many panels: with equal chances, or just fewer panels than the exact lottery has.

How often each panel of the exact lottery is taken is chosen over profiles, for equal chances by an integer programme; then the
seats of a profile go round its people, so that their chances differ by at most one panel.
"""

from collections.abc import Sequence

import numpy as np
import scipy
from numpy.typing import NDArray
from scipy.sparse import csr_array, eye_array, hstack

from trellis.kernels.sortition.fairness import Fairness
from trellis.kernels.sortition.pool import Pool
from trellis.kernels.sortition.profiles import Kind, Profiles, by_profile
from trellis.kernels.sortition.quotas import Quotas

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
Persons = tuple[str, ...]

MOST_NODES = 200
"""Bound on the work for the last few panels; without it a hard case could take hours for nothing that anyone would notice."""


def equal_panels(
    pool: Pool, quotas: Quotas, exact: Fairness, *, panels: int, households: Sequence[str | None] | None = None
) -> list[Persons]:
    """Choose `panels` valid panels (equal ones may occur) so that a uniform draw gives chances as near to the exact ones as it can.

    The smallest chance comes first: it is at most the exact one rounded down to a whole number of panels, and that is reached
    unless the integer programme fails to within its bound on work. households: as for `fair_chances`.
    """
    profiles = by_profile(pool, quotas, households=households)
    seats, weights = _by_profile(profiles, pool, exact)
    times = _whole_times(seats, weights, np.array(profiles.sizes()), panels, covered=seats.any(axis=0))
    return [members for _, members in _handed_out(profiles, pool, seats, times)]


def fewer_panels(
    pool: Pool, quotas: Quotas, exact: Fairness, *, panels: int, households: Sequence[str | None] | None = None
) -> list[tuple[float, Persons]]:
    """Choose at most `panels` valid panels with weights that serve each profile as the exact lottery does, its people nearly alike.

    Each panel of profiles is parted into pieces of about the same weight, and the seats of a piece go to whose turn it is.
    With fewer pieces than panels of profiles, the heaviest are taken.
    """
    profiles = by_profile(pool, quotas, households=households)
    seats, weights = _by_profile(profiles, pool, exact)
    heaviest = np.argsort(-weights, kind="stable")[:panels]
    seats, weights = seats[heaviest], weights[heaviest] / weights[heaviest].sum()
    pieces = 1 + np.floor(weights * (panels - len(weights))).astype(np.int64)
    return [(weights[place] / pieces[place], members) for place, members in _handed_out(profiles, pool, seats, pieces)]


def _handed_out(profiles: Profiles, pool: Pool, seats: Counts, times: Counts) -> list[tuple[int, Persons]]:
    """Panels of persons, each panel of profiles so many times, with the number of the panel of profiles."""
    kinds = [_Turns(profiles, kind) for kind in profiles.kinds]
    chosen = []
    for place in np.repeat(np.arange(len(times)), times).tolist():
        row = seats[place].tolist()
        members = [person for turns in kinds for person in turns.seat(row)]
        chosen.append((place, tuple(pool.ids[person] for person in sorted(members))))
    return chosen


def _by_profile(profiles: Profiles, pool: Pool, exact: Fairness) -> tuple[Counts, Floats]:
    """The different panels of a lottery as seats by profile, and the weight of each."""
    place = {person: number for number, person in enumerate(pool.ids)}
    profile_of = {member: number for number, profile in enumerate(profiles.profiles) for member in profile.members}
    weights: dict[tuple[int, ...], float] = {}
    for panel in exact.panels:
        seats = [0] * len(profiles)
        for member in panel.members:
            seats[profile_of[place[member]]] += 1
        weights[tuple(seats)] = weights.get(tuple(seats), 0.0) + panel.weight
    return np.array(list(weights), np.int64), np.array(list(weights.values()))


def _whole_times(seats: Counts, weights: Floats, people: Counts, panels: int, *, covered: NDArray[np.bool_]) -> Counts:
    """How often to take each panel. The smallest chance comes first, then nearness to the exact number of seats by profile."""
    shares = weights / weights.sum() * panels
    wanted = seats.T @ shares
    lowest = int(np.floor(np.min((wanted / people)[covered]) + 1e-6))
    seats_due = np.where(covered, lowest * people, 0)
    certain = np.maximum(np.floor(shares + 1e-9) - 1, 0).astype(np.int64)
    return certain + _cover(seats, shares - certain, seats_due - seats.T @ certain, wanted - seats.T @ certain, panels - int(certain.sum()))


def _cover(seats: Counts, shares: Floats, due: Counts, wanted: Floats, panels: int) -> Counts:
    """Whole numbers of panels, `panels` in sum, that leave the fewest of the seats due open, then stay nearest to those wanted."""
    columns, profiles = seats.shape
    matrix = csr_array(seats.T.astype(float))
    nothing = csr_array((profiles, profiles))
    conditions = [
        scipy.optimize.LinearConstraint(hstack([matrix, eye_array(profiles), nothing]), lb=due),
        scipy.optimize.LinearConstraint(hstack([matrix, nothing, eye_array(profiles)]), lb=wanted),
        scipy.optimize.LinearConstraint(
            csr_array(np.concatenate([np.ones(columns), np.zeros(2 * profiles)])[None, :]), lb=panels, ub=panels
        ),
    ]
    goal = np.concatenate([np.zeros(columns), np.full(profiles, 1000.0), np.ones(profiles)])
    whole = np.concatenate([np.ones(columns), np.zeros(2 * profiles)])
    found = scipy.optimize.milp(
        goal, integrality=whole, bounds=scipy.optimize.Bounds(0, np.inf), constraints=conditions, options={"node_limit": MOST_NODES}
    )
    if found.x is not None:
        return np.rint(found.x[:columns]).astype(np.int64)
    times = np.floor(shares).astype(np.int64)
    times[np.argsort(times - shares, kind="stable")[: panels - int(times.sum())]] += 1
    return times


class _Turns:
    """Whose turn it is within one kind of household."""

    def __init__(self, profiles: Profiles, kind: Kind) -> None:
        self.profiles = [(number, profiles.profiles[number]) for number in kind.profiles]
        self.alone = len(self.profiles) == 1 and self.profiles[0][1].copies == 1
        self.next = 0
        self.seated = {member: 0 for _, profile in self.profiles for member in profile.members}
        self.home_seated = [0] * kind.households

    def seat(self, seats: Sequence[int]) -> list[int]:
        """The people who take a panel's seats of this kind's profiles: never two of one household."""
        if not any(seats[number] for number, _ in self.profiles):
            return []
        return self._round(seats) if self.alone else self._fewest_first(seats)

    def _round(self, seats: Sequence[int]) -> list[int]:
        """Where any may sit beside any other, seats simply go round, so nobody is ever two turns ahead of anybody."""
        number, profile = self.profiles[0]
        taken = [profile.members[(self.next + turn) % len(profile)] for turn in range(seats[number])]
        self.next += seats[number]
        return taken

    def _fewest_first(self, seats: Sequence[int]) -> list[int]:
        """Whoever was seated least often comes first, then whose household was."""
        taken: list[int] = []
        homes: set[int] = set()
        for number, profile in self.profiles:
            turn = sorted((self.seated[who], self.home_seated[place // profile.copies], place) for place, who in enumerate(profile.members))
            left = seats[number]
            for _, _, place in turn:
                home = place // profile.copies
                if left and home not in homes:
                    homes.add(home)
                    taken.append(profile.members[place])
                    left -= 1
        for member in taken:
            self.seated[member] += 1
        for home in homes:
            self.home_seated[home] += 1
        return taken
