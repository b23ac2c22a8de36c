"""The integer programme of all valid panels, by profile: how many seats each profile gets.

A panel is valid if it has exactly `size` seats, every quota is met, no profile has more seats than people, and (with a household
rule) no household has more than one. Whether a panel is valid is always decided in whole numbers, never by a solver's tolerance.
"""

from dataclasses import dataclass, replace

import highspy
import numpy as np
from numpy.typing import NDArray

from trellis.kernels.sortition.profiles import Profiles
from trellis.kernels.sortition.quotas import Quotas

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
MOST_NODES = 20_000
SOLVED = highspy.HighsModelStatus.kOptimal


@dataclass
class Impossible(Exception):
    """No panel meets all quotas together, or none was found within the bound on work (the reason says which)."""

    reason: str = "no panel of this size meets all the quotas"

    def __str__(self) -> str:
        return self.reason


@dataclass(frozen=True)
class Conditions:
    """Linear conditions on seats by profile: lower <= matrix @ seats <= upper and 0 <= seats <= most.

    The first row is the number of seats, then one row per quota (in their order), then one per kind of household with several
    profiles, then the cuts. quotas and cuts: how many of each there are.
    """

    matrix: NDArray[np.int64] | Floats
    lower: Counts | Floats
    upper: Counts | Floats
    most: Counts
    quotas: int = 0
    cuts: int = 0

    def with_cut(self, row: Floats, *, upper: float) -> "Conditions":
        """The same conditions and one more, which every valid panel keeps: row @ seats <= upper."""
        return replace(
            self,
            matrix=np.vstack([self.matrix, row]),
            lower=np.append(self.lower, -np.inf),
            upper=np.append(self.upper, upper),
            cuts=self.cuts + 1,
        )

    def without(self, excluded: NDArray[np.bool_]) -> "Conditions":
        """The same conditions and no seats for these profiles."""
        return replace(self, most=np.where(excluded, 0, self.most))


def conditions(profiles: Profiles, quotas: Quotas, *, size: int) -> Conditions:
    """Write the conditions on a panel of `size` seats as rows over profiles."""
    rows = [np.ones(len(profiles), np.int64)]
    lower, upper = [size], [size]
    for quota in quotas.limits:
        place = profiles.features.index(quota.feature)
        rows.append(np.array([profile.values[place] == quota.value for profile in profiles.profiles], np.int64))
        lower.append(quota.minimum)
        upper.append(min(quota.maximum, size))
    for kind in profiles.kinds:
        if len(kind.profiles) > 1:
            row = np.zeros(len(profiles), np.int64)
            row[list(kind.profiles)] = 1
            rows.append(row)
            lower.append(0)
            upper.append(kind.households)
    most = [profiles.kinds[profile.kind].households for profile in profiles.profiles]
    return Conditions(np.array(rows), np.array(lower), np.array(upper), np.minimum(np.array(most), size), quotas=len(quotas.limits))


class Programme:
    """Answers questions about valid panels: is there one, which is worth most, and how much could any be worth.

    The solver is kept and asked again with other weights; it runs on one thread with a fixed seed, so answers repeat.
    """

    def __init__(self, profiles: Profiles, quotas: Quotas, *, size: int) -> None:
        self.profiles = profiles
        self.quotas = quotas
        self.size = size
        self.conditions = conditions(profiles, quotas, size=size)
        self.people = np.array(profiles.sizes(), float)
        self._whole: highspy.Highs | None = None

    def is_valid(self, seats: Counts) -> bool:
        """Whether these seats by profile are a valid panel, counted in whole numbers."""
        given = self.conditions
        used = given.matrix @ seats
        return bool(np.all(seats >= 0) and np.all(seats <= given.most) and np.all(used >= given.lower) and np.all(used <= given.upper))

    def best_panel(self, weights: Floats) -> Counts:
        """The valid panel whose seats weigh most in sum. Raises Impossible if there is no valid panel."""
        return self.best_and_bound(weights)[0]

    def best_and_bound(self, weights: Floats) -> tuple[Counts, float]:
        """A panel that weighs most, as far as found, and what none can exceed. They agree unless the bound on work was reached.

        Raises Impossible if there is no valid panel, or none was found within the bound on work.
        """
        if self._whole is None:
            self._whole = solver(self.conditions, whole=True)
            self._whole.setOptionValue("mip_max_nodes", MOST_NODES)
        highs = self._whole
        set_weights(highs, weights)
        highs.run()
        seats = whole_solution(highs)
        if seats is None or not self.is_valid(seats):
            unproven = highs.getModelStatus() == highspy.HighsModelStatus.kSolutionLimit
            raise Impossible("no panel was found within the bound on work" if unproven else Impossible.reason)
        return seats, max(float(weights @ seats), float(highs.getInfo().mip_dual_bound))


def solver(given: Conditions, *, whole: bool) -> highspy.Highs:
    """A quiet, repeatable HiGHS holding the conditions: maximises, with all weights 0 at first."""
    rows, columns = given.matrix.shape
    programme = highspy.HighsLp()
    programme.num_col_, programme.num_row_ = columns, rows
    programme.sense_ = highspy.ObjSense.kMaximize
    programme.col_cost_ = np.zeros(columns)
    programme.col_lower_, programme.col_upper_ = np.zeros(columns), given.most.astype(float)
    programme.row_lower_, programme.row_upper_ = given.lower.astype(float), given.upper.astype(float)
    by_column = np.asarray(given.matrix.T, float)
    profile, row = np.nonzero(by_column)
    programme.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    programme.a_matrix_.start_ = np.searchsorted(profile, np.arange(columns + 1)).astype(np.int32)
    programme.a_matrix_.index_ = row.astype(np.int32)
    programme.a_matrix_.value_ = by_column[profile, row]
    if whole:
        programme.integrality_ = [highspy.HighsVarType.kInteger] * columns
    highs = quiet_solver()
    highs.passModel(programme)
    return highs


def quiet_solver() -> highspy.Highs:
    """HiGHS without output, on one thread and with a fixed seed."""
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("random_seed", 0)
    highs.setOptionValue("mip_rel_gap", 0.0)
    highs.setOptionValue("mip_abs_gap", 1e-10)
    highs.setOptionValue("primal_feasibility_tolerance", 1e-9)
    highs.setOptionValue("dual_feasibility_tolerance", 1e-9)
    return highs


def set_weights(highs: highspy.Highs, weights: Floats) -> None:
    """What the solver shall maximise from now on: the weight of a seat of each profile."""
    highs.changeColsCost(len(weights), np.arange(len(weights), dtype=np.int32), np.asarray(weights, float))


def add_row(highs: highspy.Highs, coefficients: Floats, *, lower: float = -highspy.kHighsInf, upper: float = highspy.kHighsInf) -> None:
    """One more condition for a solver: lower <= coefficients @ columns <= upper."""
    places = np.flatnonzero(coefficients).astype(np.int32)
    highs.addRow(lower, upper, len(places), places, np.asarray(coefficients, float)[places])


def whole_solution(highs: highspy.Highs) -> Counts | None:
    """The solver's panel rounded to whole seats; None if it found none. It still has to be checked against the quotas."""
    solution = highs.getSolution()
    if not solution.value_valid or highs.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
        return None
    return np.rint(np.array(solution.col_value)).astype(np.int64)
