"""Goldilocks: no chance very small and none very large.

Source: Baharav and Flanigan, "Fair, manipulation-robust, and transparent sortition" (EC 2024), objective Goldilocks with weight 1:
minimise (people / seats) x largest chance + (seats / people) / smallest chance. It is 2 when all chances are equal.
The second term is convex in one variable, so it is replaced by tangents, added one by one where they are missed.
"""

import highspy
import numpy as np

from trellis.kernels.sortition.bounds import goldilocks_bound
from trellis.kernels.sortition.certificate import Step, prices_of
from trellis.kernels.sortition.leximin import GIVE, Target, leximin, maximin
from trellis.kernels.sortition.programme import SOLVED, Conditions, Counts, Floats, Impossible, add_row, solver

MISSED = 1e-11
MOST_TANGENTS = 100


def measure(smallest: float, largest: float, *, average: float) -> float:
    """The objective: `average` is seats / people."""
    return largest / average + average / smallest


def goldilocks(given: Conditions, people: Floats, counted: Counts) -> Target:
    """Mean seats that are best for goldilocks among the `counted` profiles, the chances between its limits by leximin."""
    average = float(given.upper[0]) / float(people[counted].sum())
    rows, columns = given.matrix.shape
    smallest, largest, inverse = columns, columns + 1, columns + 2
    highs = solver(given, whole=False)
    nothing = np.array([], np.int32)
    start = max(maximin(given, people, counted).steps[0].level, GIVE)
    # Minimising is written as maximising the negative, as for all other programmes here. Chances are measured in averages.
    for cost in (0.0, -1.0, -1.0):
        highs.addCol(cost, 0.0, highspy.kHighsInf, 0, nothing, nothing.astype(float))
    for column, sign in ((smallest, 1.0), (largest, -1.0)):
        for profile in counted:
            row = np.zeros(columns + 3)
            row[[profile, column]] = sign / average / people[profile], -sign
            add_row(highs, row, lower=0.0)
    point = start / average
    for _ in range(MOST_TANGENTS):
        tangent = np.zeros(columns + 3)
        tangent[[smallest, inverse]] = 1 / point**2, 1.0
        add_row(highs, tangent, lower=2 / point)
        highs.run()
        if highs.getModelStatus() != SOLVED:
            raise Impossible
        solution = highs.getSolution()
        found = np.array(solution.col_value)
        point = float(found[smallest])
        if 1 / point - float(found[inverse]) <= MISSED:
            break
    duals = np.array(solution.row_dual)
    low, high = np.abs(duals[rows : rows + 2 * len(counted)]).reshape(2, len(counted))
    weights = np.zeros(columns)
    weights[counted] = (low - high) / average / people[counted]
    prices = prices_of(weights, duals[:rows], given)
    bound = goldilocks_bound(prices.weights, prices.limit, people.tolist(), average=average)
    seats = leximin(given, people, counted, least=point * average - GIVE, most=float(found[largest]) * average + GIVE).seats
    return Target(seats, (Step(bound, tuple(int(profile) for profile in counted), prices),))
