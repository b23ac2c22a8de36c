"""Maximin and leximin over mean seats: raise the smallest chance, hold those who can't rise, and go on with the others.

Source: Flanigan et al. (2021), supplementary algorithm for LEXIMIN; here over mean seats by profile instead of panels.
"""

from dataclasses import dataclass

import highspy
import numpy as np

from trellis.kernels.sortition.certificate import Step, prices_of
from trellis.kernels.sortition.programme import SOLVED, Conditions, Counts, Floats, Impossible, add_row, solver

HOLDS = 1e-7
# What a level may give way by, so that rounding in one level never makes the next one impossible.
SLACK = 1e-12
MOST_SLACK = 1e-6
# What a limit found by one programme gives way by when it becomes a limit of the next.
GIVE = 1e-9


@dataclass(frozen=True)
class Target:
    """Mean seats by profile that are best for an objective over the conditions, and the proof."""

    seats: Floats
    steps: tuple[Step, ...]


def leximin(given: Conditions, people: Floats, counted: Counts, *, least: float = 0.0, most: float = 1.0) -> Target:
    """The leximin chances of the `counted` profiles (by number), as mean seats of all profiles.

    people: how many people each profile has. least and most: no counted chance may be outside (for a choice among equals).
    Raises Impossible if the conditions contradict each other.
    """
    programme = _Levels(given, people, counted, least=least, most=most)
    open_places = list(range(len(counted)))
    steps: list[Step] = []
    while open_places:
        level, seats, duals = programme.raise_open()
        of_profiles = np.abs(duals[len(given.lower) :])
        strength = of_profiles * people[counted]
        # The prices of the open profiles sum to 1, so the strongest is always above the bar or near it.
        bar = min(HOLDS, float(strength[open_places].max()))
        held = [place for place in open_places if strength[place] >= bar]
        weights = np.zeros(len(people))
        weights[counted] = of_profiles
        steps.append(Step(level, tuple(int(counted[place]) for place in held), prices_of(weights, duals[: len(given.lower)], given)))
        for place in held:
            programme.hold(place, level)
        open_places = [place for place in open_places if place not in programme.held]
    return Target(seats, tuple(steps))


class _Levels:
    """The linear programme of leximin: one column more than seats, the level of the open profiles, and a row for each counted profile."""

    def __init__(self, given: Conditions, people: Floats, counted: Counts, *, least: float, most: float) -> None:
        self.rows, self.columns = given.matrix.shape
        self.people = people[counted]
        self.held: dict[int, float] = {}
        self.slack = SLACK
        self.highs = solver(given, whole=False)
        nothing = np.array([], np.int32)
        self.highs.addCol(1.0, -highspy.kHighsInf, highspy.kHighsInf, 0, nothing, nothing.astype(float))
        for profile in counted:
            upper = min(float(given.most[profile]), most * people[profile])
            self.highs.changeColBounds(int(profile), min(least * people[profile], upper), upper)
            row = np.zeros(self.columns + 1)
            row[[profile, self.columns]] = 1.0, -people[profile]
            add_row(self.highs, row, lower=0.0)

    def raise_open(self) -> tuple[float, Floats, Floats]:
        """The highest level of the open profiles, mean seats that have it, and the prices of all rows."""
        self.highs.run()
        while self.highs.getModelStatus() != SOLVED:
            # Many levels, each exact only up to rounding, may just miss having a common solution.
            self.slack *= 100
            if not self.held or self.slack > MOST_SLACK:
                raise Impossible
            for place, level in self.held.items():
                self._bound(place, level)
            self.highs.clearSolver()
            self.highs.run()
        solution = self.highs.getSolution()
        found = np.array(solution.col_value)
        return float(found[self.columns]), found[: self.columns], np.array(solution.row_dual)

    def hold(self, place: int, level: float) -> None:
        """From now on the counted profile at this place keeps its level and is open no more."""
        self.held[place] = level
        self.highs.changeCoeff(self.rows + place, self.columns, 0.0)
        self._bound(place, level)

    def _bound(self, place: int, level: float) -> None:
        self.highs.changeRowBounds(self.rows + place, level * self.people[place] - self.slack, highspy.kHighsInf)


def maximin(given: Conditions, people: Floats, counted: Counts) -> Target:
    """The largest possible smallest chance, and among those lotteries the smallest possible largest chance, the rest by leximin.

    Leaving someone certain of a seat for nothing would invite lies about features (Baharav and Flanigan 2024).
    """
    rows, columns = given.matrix.shape
    highs = solver(given, whole=False)
    nothing = np.array([], np.int32)
    for _ in ("smallest", "largest"):
        highs.addCol(0.0, -highspy.kHighsInf, highspy.kHighsInf, 0, nothing, nothing.astype(float))
    for column, sign in ((columns, 1.0), (columns + 1, -1.0)):
        for profile in counted:
            row = np.zeros(columns + 2)
            row[[profile, column]] = sign, -sign * people[profile]
            add_row(highs, row, lower=0.0)
    highs.changeColCost(columns, 1.0)
    highs.run()
    if highs.getModelStatus() != SOLVED:
        raise Impossible
    solution = highs.getSolution()
    smallest = float(solution.col_value[columns])
    duals = np.array(solution.row_dual)
    weights = np.zeros(columns)
    weights[counted] = np.abs(duals[rows : rows + len(counted)])
    step = Step(smallest, tuple(int(profile) for profile in counted), prices_of(weights, duals[:rows], given))
    highs.changeColCost(columns, 0.0)
    highs.changeColCost(columns + 1, -1.0)
    highs.changeColBounds(columns, smallest - SLACK, highspy.kHighsInf)
    highs.run()
    largest = float(highs.getSolution().col_value[columns + 1])
    return Target(leximin(given, people, counted, most=largest + GIVE).seats, (step,))
