"""A bound on every rota without a solver: shifts pay prices for people, and everybody takes what pays them best.

Lagrangian relaxation of the places and the leads, by subgradient steps (Held, Wolfe, Crowder 1974). A person's own problem is kept with
their capacity and weekly caps, but without rest, so that it is solved by sorting; that makes the bound valid, and low where rest binds.
"""

from collections.abc import Callable
from math import ceil

from trellis.kernels.rota.plan import Plan
from trellis.kernels.rota.problem import EMPTY, NO_LEAD, Rota

ROUNDS = 60


def bound_without_solver(rota: Rota, known: int, *, rounds: int = ROUNDS, over: Callable[[], bool] = lambda: False) -> int | None:
    """No rota has an objective below this; None where turns are settled. `known`: the objective of some rota, for the length of steps."""
    if rota.kept:
        return None
    plan = Plan(rota)
    n = len(plan.need)
    place, lead = [0.0] * n, [0.0] * n
    best, patience, step = None, 0, 1.0
    for _ in range(rounds):
        value, taken, led = _answer(plan, place, lead)
        if best is None or value > best:
            best, patience = value, 0
        else:
            patience += 1
            if patience == 4:
                step, patience = step / 2, 0
        if known <= best or over():
            break
        # An empty place costs at most EMPTY, a missing lead NO_LEAD: prices never need to leave that range.
        lack = [plan.need[shift] - taken[shift] for shift in range(n)]
        lack_of_lead = [(1 - led[shift]) if plan.needs_lead[shift] else 0 for shift in range(n)]
        length = sum(each * each for each in lack) + sum(each * each for each in lack_of_lead)
        if not length:
            break
        pace = step * (known - value) / length
        place = [min(EMPTY, price + pace * missing) for price, missing in zip(place, lack, strict=True)]
        lead = [max(0.0, min(NO_LEAD, price + pace * missing)) for price, missing in zip(lead, lack_of_lead, strict=True)]
    return ceil(best - 1e-6 * max(1.0, abs(best))) if best is not None else None


def _answer(plan: Plan, place: list[float], lead: list[float]) -> tuple[float, list[float], list[float]]:
    """The least cost at these prices, and how many each shift and each lead's place would get."""
    n = len(plan.need)
    taken, led = [0.0] * n, [0.0] * n
    value = sum(plan.need[shift] * place[shift] for shift in range(n)) + sum(lead[shift] for shift in range(n) if plan.needs_lead[shift])
    for person, likes in enumerate(plan.like):
        weeks: dict[int, list[tuple[float, int]]] = {}
        for shift, like in likes.items():
            worth = like + place[shift] + (lead[shift] if plan.is_lead[person] and plan.needs_lead[shift] else 0)
            weeks.setdefault(plan.week[shift], []).append((worth, shift))
        offers = []
        for ones in weeks.values():
            ones.sort(reverse=True)
            offers += ones[: plan.per_week[person]]
        offers.sort(reverse=True)
        for (worth, shift), price in zip(offers, plan.prices[person], strict=False):
            if worth <= price:
                break
            value += price - worth
            taken[shift] += 1
            led[shift] += plan.is_lead[person]
    return value, taken, led
