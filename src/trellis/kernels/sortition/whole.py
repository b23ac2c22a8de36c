"""Whole panels near a wish, quickly: a linear programme leaves few seats undecided, and only those are searched.

A linear programme over R conditions has a solution in which at most R profiles have fractional seats. So the seats of the other
profiles are taken from it, and a small integer programme decides the undecided ones together with those nearest to being
undecided (smallest reduced cost). The panel found is valid, but need not be the best one.
"""

from dataclasses import dataclass

import numpy as np

from trellis.kernels.sortition.programme import SOLVED, Conditions, Counts, Floats, Programme, set_weights, solver, whole_solution

CORES = (40, 120)
CORE_NODES = 200
# The panel is a step on the way, so it need not be the best of its core.
GOOD_ENOUGH = 0.05


@dataclass(frozen=True)
class Cell:
    """Where to look: bounds for the seats of each profile and for each condition, all whole numbers."""

    least: Counts
    most: Counts
    lower: Counts
    upper: Counts


def face(given: Conditions, seats: Floats, *, tolerance: float = 1e-7) -> Cell:
    """All panels that a mixture with these mean seats can contain: what is at a limit in the mean is at that limit in each panel."""
    used = given.matrix @ seats
    most = np.where(seats <= tolerance, 0, given.most)
    least = np.where(seats >= given.most - tolerance, given.most, 0)
    upper = np.where(used <= given.lower + tolerance, given.lower, given.upper)
    lower = np.where(used >= given.upper - tolerance, given.upper, given.lower)
    return Cell(least, most, lower.astype(np.int64), upper.astype(np.int64))


class WholePanels:
    """Finds valid panels in a cell that weigh much."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.given = programme.conditions
        self.rows, self.columns = self.given.matrix.shape
        self._fractions = solver(self.given, whole=False)

    def find(self, weights: Floats, cell: Cell) -> Counts | None:
        """A valid panel in the cell that weighs much; None if there is none or none is found with little work."""
        found = self._fractional(weights, cell)
        if found is None:
            return None
        seats, reduced_costs = found
        undecided = np.abs(seats - np.rint(seats)) > 1e-7
        if not undecided.any():
            return self._checked(np.rint(seats).astype(np.int64))
        nearest = np.argsort(np.where(undecided, -1.0, np.abs(reduced_costs)), kind="stable")
        for size in (*CORES, self.columns):
            core = np.sort(nearest[: max(size, 2 * int(undecided.sum()))])
            panel = self._complete(np.rint(seats).astype(np.int64), core, weights, cell)
            if panel is not None or len(core) == self.columns:
                return panel
        return None

    def _fractional(self, weights: Floats, cell: Cell) -> tuple[Floats, Floats] | None:
        highs = self._fractions
        every = np.arange(self.columns, dtype=np.int32)
        highs.changeColsBounds(self.columns, every, cell.least.astype(float), cell.most.astype(float))
        for row in range(self.rows):
            highs.changeRowBounds(row, float(cell.lower[row]), float(cell.upper[row]))
        set_weights(highs, weights)
        highs.run()
        if highs.getModelStatus() != SOLVED:
            return None
        solution = highs.getSolution()
        return np.array(solution.col_value), np.array(solution.col_dual)

    def _complete(self, seats: Counts, core: Counts, weights: Floats, cell: Cell) -> Counts | None:
        decided = seats.copy()
        decided[core] = 0
        used = self.given.matrix @ decided
        # Bounds from below may be above 0, so the core is asked for the seats beyond them.
        least = cell.least[core]
        used = used + self.given.matrix[:, core] @ least
        rest = Conditions(self.given.matrix[:, core], cell.lower - used, cell.upper - used, cell.most[core] - least)
        highs = solver(rest, whole=True)
        highs.setOptionValue("mip_rel_gap", GOOD_ENOUGH)
        highs.setOptionValue("mip_max_nodes", CORE_NODES)
        set_weights(highs, weights[core])
        highs.run()
        extra = whole_solution(highs)
        if extra is None:
            return None
        decided[core] = least + extra
        return self._checked(decided)

    def _checked(self, seats: Counts) -> Counts | None:
        return seats if self.programme.is_valid(seats) else None
