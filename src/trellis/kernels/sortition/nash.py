"""Nash welfare: the product of everyone's chances is as large as possible.

Maximises sum(people x log(mean seats)) over the conditions by Newton's method on a barrier that keeps clear of the limits and is
lowered step by step (Boyd and Vandenberghe, Convex Optimization, chapter 11). The proof does not rest on how well that went: the
logarithm's tangents at the point reached are weights, and a linear programme says how much any lottery's seats could weigh.
"""

import numpy as np

from trellis.kernels.sortition.bounds import nash_bound
from trellis.kernels.sortition.certificate import Step, prices_of
from trellis.kernels.sortition.leximin import Target
from trellis.kernels.sortition.programme import SOLVED, Conditions, Counts, Floats, Impossible, set_weights, solver

FIRST_BARRIER = 1.0
LAST_BARRIER = 1e-8
NEWTON_STEPS = 60
CLEAR = 1e-7
SMALLEST_STEP = 1e-10
NEAR = 1e-4
EXACT = 1e-11


def nash(given: Conditions, people: Floats, counted: Counts) -> Target:
    """Mean seats with the largest product of the counted profiles' chances."""
    seats = _Barrier(given, people, counted, _spanning_solutions(given, counted)).lowered()
    weights = np.zeros(len(people))
    weights[counted] = people[counted] / seats[counted]
    highs = solver(given, whole=False)
    set_weights(highs, weights)
    highs.run()
    prices = prices_of(weights, np.array(highs.getSolution().row_dual), given)
    bound = nash_bound(prices.weights, prices.limit, people.tolist(), counted=counted.tolist())
    return Target(seats, (Step(bound, tuple(int(profile) for profile in counted), prices),))


def _spanning_solutions(given: Conditions, counted: Counts) -> Floats:
    """Mean seats pulled every way (a row each), so that their mean is at no limit except those at which all mean seats are."""
    highs = solver(given, whole=False)
    rows, columns = given.matrix.shape
    solutions: list[Floats] = []

    def pull(weights: Floats) -> Floats:
        set_weights(highs, weights)
        highs.run()
        if highs.getModelStatus() != SOLVED:
            raise Impossible
        solutions.append(np.array(highs.getSolution().col_value))
        return solutions[-1]

    for row in range(1, rows):
        for sign in (1.0, -1.0):
            pull(sign * given.matrix[row])
    for sign, limit in ((1.0, np.zeros(columns)), (-1.0, given.most)):
        away = np.max(np.abs(np.array(solutions) - limit), axis=0)
        stuck = counted[away[counted] <= CLEAR]
        while len(stuck):
            weights = np.zeros(columns)
            weights[stuck] = sign
            freed = np.abs(pull(weights) - limit)[stuck] > CLEAR
            if not freed.any():
                break
            stuck = stuck[~freed]
    return np.array(solutions)


class _Barrier:
    """Newton's method on the objective and a barrier, over the seats that can vary; what all solutions agree on is kept as it is."""

    def __init__(self, given: Conditions, people: Floats, counted: Counts, solutions: Floats) -> None:
        mean = solutions.mean(axis=0)
        self.start = np.where(mean > given.most - CLEAR, given.most, np.where(mean < CLEAR, 0.0, mean))
        self.free = counted[np.ptp(solutions, axis=0)[counted] > CLEAR]
        self.people = people[self.free]
        self.most = given.most[self.free].astype(float)
        used = solutions @ given.matrix.T
        varies = np.ptp(used, axis=0) > CLEAR
        order = np.argsort(~varies, kind="stable")
        self.varying = int(varies.sum())
        self.matrix = given.matrix[np.ix_(order, self.free)].astype(float)
        by_others = (given.matrix @ self.start - given.matrix[:, self.free] @ self.start[self.free])[order]
        lower, upper, used = given.lower[order], given.upper[order], used.mean(axis=0)[order]
        at_limit = np.where(used <= lower + CLEAR, lower, np.where(used >= upper - CLEAR, upper, used))
        self.lower, self.upper = (lower - by_others)[: self.varying], (upper - by_others)[: self.varying]
        self.kept = (at_limit - by_others)[self.varying :]

    def lowered(self) -> Floats:
        """The seats at the lowest barrier."""
        seats = self.start.copy()
        inner = seats[self.free]
        barrier = FIRST_BARRIER
        while len(inner) and barrier > LAST_BARRIER:
            barrier /= 10
            inner = self._settled(inner, barrier)
        if len(inner):
            seats[self.free] = self._without_barrier(inner, barrier)
        return seats

    def _without_barrier(self, seats: Floats, barrier: float) -> Floats:
        """The best seats exactly on the limits that the barrier led to; the given ones if that was a wrong guess of the limits."""
        used = self.matrix[: self.varying] @ seats
        # At the optimum a limit has either a price (barrier / room) or room.
        at_lower, at_upper = np.sqrt(barrier) > used - self.lower, np.sqrt(barrier) > self.upper - used
        tight = np.append(at_lower | at_upper, np.ones(len(self.matrix) - self.varying, bool))
        goal = np.append(np.where(at_lower, self.lower, self.upper), self.kept)[tight]
        open_seats = self.most - seats > np.sqrt(barrier)
        found = np.where(open_seats, seats, self.most)
        matrix = self.matrix[tight]
        for _ in range(NEWTON_STEPS):
            softness = np.where(open_seats, found**2 / self.people, 0.0)
            upwards = self.people / found
            scaled = matrix * softness
            prices = np.linalg.lstsq(scaled @ matrix.T, scaled @ upwards - (goal - matrix @ found), rcond=None)[0]
            step = softness * (upwards - prices @ matrix)
            found = found + step
            if (found <= 0).any() or np.abs(step).max() < 1e-15:
                break
        used = self.matrix[: self.varying] @ found
        inside = (found > 0).all() and (found <= self.most + EXACT).all()
        kept = (used >= self.lower - EXACT).all() and (used <= self.upper + EXACT).all()
        return found if inside and kept and np.abs(found - seats).max() < NEAR else seats

    def _settled(self, seats: Floats, barrier: float) -> Floats:
        for _ in range(NEWTON_STEPS):
            step, slope = self._newton(seats, barrier)
            if -slope < 1e-13 * barrier:
                break
            value, length = self._value(seats, barrier), 1.0
            while self._value(seats + length * step, barrier) > value + 0.1 * length * slope:
                length /= 2
                if length < SMALLEST_STEP:
                    return seats
            seats = seats + length * step
        return seats

    def _value(self, seats: Floats, barrier: float) -> float:
        used = self.matrix[: self.varying] @ seats
        room = np.concatenate([self.most - seats, used - self.lower, self.upper - used])
        if (seats <= 0).any() or (room <= 0).any():
            return np.inf
        return float(-self.people @ np.log(seats) - barrier * np.log(room[np.isfinite(room)]).sum())

    def _newton(self, seats: Floats, barrier: float) -> tuple[Floats, float]:
        """The step, and the slope of the value along it. Rows that don't vary stay as they are: their prices have no softness."""
        used = self.matrix[: self.varying] @ seats
        above, below, rest = used - self.lower, self.upper - used, self.most - seats
        gradient = -self.people / seats + barrier / rest + (barrier / below - barrier / above) @ self.matrix[: self.varying]
        curvature = self.people / seats**2 + barrier / rest**2
        softness = np.zeros(len(self.matrix))
        softness[: self.varying] = 1 / (barrier / above**2 + barrier / below**2)
        scaled = self.matrix / curvature
        prices = np.linalg.lstsq(scaled @ self.matrix.T + np.diag(softness), -scaled @ gradient, rcond=None)[0]
        step = (-gradient - prices @ self.matrix) / curvature
        return step, float(gradient @ step)
