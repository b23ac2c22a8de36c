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
    rows, columns = given.matrix.shape
    highs = solver(given, whole=False)
    nothing = np.array([], np.int32)
    highs.addCol(1.0, -highspy.kHighsInf, highspy.kHighsInf, 0, nothing, nothing.astype(float))
    for profile in counted:
        highs.changeColBounds(int(profile), least * people[profile], min(float(given.most[profile]), most * people[profile]))
        row = np.zeros(columns + 1)
        row[[profile, columns]] = 1.0, -people[profile]
        add_row(highs, row, lower=0.0)
    open_profiles = dict(enumerate(int(profile) for profile in counted))
    steps: list[Step] = []
    while open_profiles:
        highs.run()
        if highs.getModelStatus() != SOLVED:
            raise Impossible
        solution = highs.getSolution()
        seats = np.array(solution.col_value)
        level = float(seats[columns])
        duals = np.abs(np.array(solution.row_dual)[rows:])
        held = [place for place, profile in open_profiles.items() if duals[place] * people[profile] > HOLDS]
        if not held:
            held = [max(open_profiles, key=lambda place: duals[place] * people[open_profiles[place]])]
        weights = np.zeros(columns)
        weights[counted] = duals
        prices = prices_of(weights, np.array(solution.row_dual)[:rows], given)
        steps.append(Step(level, tuple(open_profiles[place] for place in held), prices))
        for place in held:
            profile = open_profiles.pop(place)
            highs.changeCoeff(rows + place, columns, 0.0)
            highs.changeRowBounds(rows + place, level * people[profile] - SLACK, highspy.kHighsInf)
    return Target(seats[:columns], tuple(steps))


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
    return Target(leximin(given, people, counted, most=largest + SLACK).seats, (step,))
