"""Turn mean seats by profile into a lottery over whole panels that has exactly these means, if there is one.

First panels are peeled off (the constructive proof of Caratheodory's theorem, as for Birkhoff's theorem on doubly stochastic
matrices): take a whole panel near what is left, with the largest weight that leaves the rest inside the conditions, and repeat.
Each step makes one more number whole, so there are few steps. If that ends in a dead end, what was peeled off is completed by
column generation: a linear programme mixes the panels so that the means are missed by as little as possible in sum, and its
prices say which panel would help. When no panel helps, the prices are a condition that every panel keeps and the means break.
"""

from dataclasses import dataclass, field

import highspy
import numpy as np

from trellis.kernels.sortition.certificate import Cut
from trellis.kernels.sortition.programme import Conditions, Counts, Floats, Programme, add_row, quiet_solver
from trellis.kernels.sortition.whole import Cell, WholePanels, face

WHOLE = 1e-9
ON_LIMIT = 1e-7
HIT = 1e-9
HELPS = 1e-9
LIGHTEST = 1e-12
# A condition broken by less than this is a solver's rounding, not a reason to cut.
BROKEN = 1e-7


@dataclass
class Mixture:
    """Panels (seats by profile) with weights that sum to 1. missed: by how much the wished means are missed, summed over profiles.

    cut: why they can't be hit, if that is proved.
    """

    panels: list[Counts]
    weights: Floats
    missed: float
    cut: Cut | None = None


@dataclass
class Decomposer:
    """Decomposes means, keeping every panel it ever found for the next time. rounds_left bounds the work of all calls together."""

    programme: Programme
    rounds_left: int = 2000
    panels: list[Counts] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.whole = WholePanels(self.programme)
        self._known: set[bytes] = set()

    def keep(self, panel: Counts) -> bool:
        """Remember a panel; False if it was known."""
        key = panel.tobytes()
        if key in self._known:
            return False
        self._known.add(key)
        self.panels.append(panel)
        return True

    def decompose(self, seats: Floats) -> Mixture:
        """A lottery whose mean seats are `seats`, or as near as panels get (with the cut that proves it, if work allows)."""
        peeled, weights, rest = self._peel(seats)
        for panel in peeled:
            self.keep(panel)
        if rest <= WHOLE:
            return _mixture(peeled, weights, missed=float(np.abs(weights @ np.array(peeled) - seats).sum()))
        return self._complete(seats)

    def _peel(self, seats: Floats) -> tuple[list[Counts], Floats, float]:
        """Panels and weights peeled off, and the weight of what is left (0 if all could be peeled off)."""
        given = self.programme.conditions
        seats = seats.copy()
        rest = 1.0
        panels: list[Counts] = []
        weights: list[float] = []
        while rest > WHOLE and self.rounds_left > 0:
            cell = _cell_around(seats, given)
            panel = self.whole.find(_likeliness(seats, cell), cell)
            if panel is None:
                break
            self.rounds_left -= 1
            share = _largest_share(seats, panel, cell, given)
            panels.append(panel)
            weights.append(rest * share)
            if share >= 1 - WHOLE:
                return panels, np.array(weights), 0.0
            seats = (seats - share * panel) / (1 - share)
            rest *= 1 - share
        return panels, np.array(weights), rest

    def _complete(self, seats: Floats) -> Mixture:
        mixing = _Mixing(seats, self.panels)
        cell = face(self.programme.conditions, seats)
        while True:
            missed, prices, base = mixing.solve()
            if missed <= HIT or self.rounds_left <= 0:
                return mixing.mixture(self.panels, missed)
            self.rounds_left -= 1
            panel = self.whole.find(prices, cell)
            if panel is None or prices @ panel <= base + HELPS or not self.keep(panel):
                panel, limit = self.programme.best_and_bound(prices)
                broken = float(prices @ seats) - limit > BROKEN
                if limit <= base + HELPS or prices @ panel <= base + HELPS or not self.keep(panel):
                    return mixing.mixture(self.panels, missed, Cut(tuple(prices.tolist()), limit) if broken else None)
            mixing.add(panel)


class _Mixing:
    """The linear programme that mixes panels: minimises the sum of misses; row by profile, then one for the sum of weights."""

    def __init__(self, seats: Floats, panels: list[Counts]) -> None:
        self.profiles = len(seats)
        self.highs = quiet_solver()
        nothing = np.array([], np.int32)
        for mean in seats:
            self.highs.addRow(float(mean), float(mean), 0, nothing, nothing.astype(float))
        self.highs.addRow(1.0, 1.0, 0, nothing, nothing.astype(float))
        for profile in range(self.profiles):
            for sign in (1.0, -1.0):
                self.highs.addCol(1.0, 0.0, highspy.kHighsInf, 1, np.array([profile], np.int32), np.array([sign]))
        for panel in panels:
            self.add(panel)

    def add(self, panel: Counts) -> None:
        places = np.append(np.flatnonzero(panel), self.profiles).astype(np.int32)
        self.highs.addCol(0.0, 0.0, highspy.kHighsInf, len(places), places, np.append(panel, 1)[places].astype(float))

    def solve(self) -> tuple[float, Floats, float]:
        """The sum of misses, the price of a seat of each profile, and what a panel must exceed to help."""
        self.highs.run()
        duals = np.array(self.highs.getSolution().row_dual)
        return float(self.highs.getInfo().objective_function_value), duals[:-1], -float(duals[-1])

    def mixture(self, panels: list[Counts], missed: float, cut: Cut | None = None) -> Mixture:
        return _mixture(panels, np.array(self.highs.getSolution().col_value)[2 * self.profiles :], missed, cut)


def _mixture(panels: list[Counts], weights: Floats, missed: float, cut: Cut | None = None) -> Mixture:
    used = np.flatnonzero(weights > LIGHTEST)
    return Mixture([panels[place] for place in used], weights[used] / weights[used].sum(), missed, cut)


def best_for_smallest(panels: list[Counts], people: Floats, counted: Counts) -> tuple[float, Mixture]:
    """The largest possible smallest chance of the counted profiles, mixing only these panels, and the mixture."""
    highs = quiet_solver()
    highs.changeObjectiveSense(highspy.ObjSense.kMaximize)
    nothing = np.array([], np.int32)
    highs.addCol(1.0, -highspy.kHighsInf, highspy.kHighsInf, 0, nothing, nothing.astype(float))
    for _ in panels:
        highs.addCol(0.0, 0.0, highspy.kHighsInf, 0, nothing, nothing.astype(float))
    seats = np.array(panels, float)
    add_row(highs, np.append(0.0, np.ones(len(panels))), lower=1.0, upper=1.0)
    for profile in counted:
        add_row(highs, np.append(-1.0, seats[:, profile] / people[profile]), lower=0.0)
    highs.run()
    found = np.array(highs.getSolution().col_value)
    return float(found[0]), _mixture(panels, found[1:], missed=0.0)


def _cell_around(seats: Floats, given: Conditions) -> Cell:
    """Between the whole numbers around the means: a number that is whole stays so."""
    used = given.matrix @ seats
    return Cell(
        np.floor(seats + WHOLE).astype(np.int64),
        np.ceil(seats - WHOLE).astype(np.int64),
        np.maximum(np.floor(used + ON_LIMIT), given.lower).astype(np.int64),
        np.minimum(np.ceil(used - ON_LIMIT), given.upper).astype(np.int64),
    )


def _likeliness(seats: Floats, cell: Cell) -> Floats:
    """Weights that prefer the panel nearest to the means: the log odds of the higher whole number."""
    part = np.clip(seats - cell.least, 1e-12, 1 - 1e-12)
    return np.where(cell.most > cell.least, np.log(part / (1 - part)), 0.0)


def _largest_share(seats: Floats, panel: Counts, cell: Cell, given: Conditions) -> float:
    """How much weight the panel can have so that what is left still lies in the cell."""
    used, taken = given.matrix @ seats, given.matrix @ panel
    return min(_share_within(seats, panel, cell.least, cell.most), _share_within(used, taken, cell.lower, cell.upper))


def _share_within(now: Floats, taken: Counts, lower: Counts, upper: Counts) -> float:
    above, below = taken > lower, taken < upper
    to_lower = (now - lower)[above] / (taken - lower)[above]
    to_upper = (upper - now)[below] / (upper - taken)[below]
    free = np.concatenate([to_lower, to_upper, [1.0]])
    return float(np.clip(free.min(), 0.0, 1.0))
