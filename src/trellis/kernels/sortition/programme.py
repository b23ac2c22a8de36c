"""The integer programme of all valid panels, by profile: how many seats each profile gets.

A panel is valid if it has exactly `size` seats, every quota is met, no profile has more seats than people, and (with a household
rule) no household has more than one. Whether a panel is valid is always decided in whole numbers, never by a solver's tolerance.
"""

from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from trellis.kernels.sortition.profiles import Profiles
from trellis.kernels.sortition.quotas import Quotas

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


@dataclass
class Impossible(Exception):
    """No panel meets all quotas together (or, with `bound` set, none was found within the bound on work)."""

    reason: str = "no panel of this size meets all the quotas"

    def __str__(self) -> str:
        return self.reason


@dataclass(frozen=True)
class Conditions:
    """Linear conditions on seats by profile: lower <= matrix @ seats <= upper and 0 <= seats <= most.

    The first row is the number of seats, then one row per quota (in their order), then one per kind of household with several profiles.
    """

    matrix: NDArray[np.int64]
    lower: Counts
    upper: Counts
    most: Counts


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
    return Conditions(np.array(rows), np.array(lower), np.array(upper), np.minimum(np.array(most), size))


class Programme:
    """Answers questions about valid panels: is there one, which is worth most, and how much could a fraction of panels be worth.

    Solvers are kept and asked again with other weights; they run on one thread with a fixed seed, so answers repeat.
    Raises Impossible when first asked for a panel, if there is none.
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
        """The valid panel whose seats weigh most in sum."""
        if self._whole is None:
            self._whole = solver(self.conditions, whole=True)
        return ask(self._whole, weights, self)


def solver(given: Conditions, *, whole: bool) -> highspy.Highs:
    """A quiet, repeatable HiGHS holding the conditions: maximises, with all weights 0 at first."""
    rows, columns = given.matrix.shape
    programme = highspy.HighsLp()
    programme.num_col_, programme.num_row_ = columns, rows
    programme.sense_ = highspy.ObjSense.kMaximize
    programme.col_cost_ = np.zeros(columns)
    programme.col_lower_, programme.col_upper_ = np.zeros(columns), given.most.astype(float)
    programme.row_lower_, programme.row_upper_ = given.lower.astype(float), given.upper.astype(float)
    by_column = given.matrix.T
    places = [np.flatnonzero(column) for column in by_column]
    programme.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    programme.a_matrix_.start_ = np.concatenate([[0], np.cumsum([len(place) for place in places])]).astype(np.int32)
    programme.a_matrix_.index_ = np.concatenate(places).astype(np.int32)
    programme.a_matrix_.value_ = np.ones(int(given.matrix.sum()))
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
    return highs


def ask(highs: highspy.Highs, weights: Floats, programme: Programme) -> Counts:
    columns = len(weights)
    highs.changeColsCost(columns, np.arange(columns, dtype=np.int32), np.asarray(weights, float))
    highs.run()
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise Impossible()
    seats = np.rint(np.array(highs.getSolution().col_value)).astype(np.int64)
    if not programme.is_valid(seats):
        raise Impossible("the solver's panel broke a quota")
    return seats
