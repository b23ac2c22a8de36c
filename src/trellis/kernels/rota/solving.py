"""The best rota that can be found in the time: the linear programme first, and the search where that does not end."""

from collections.abc import Callable

from trellis.kernels.rota.counting import recount
from trellis.kernels.rota.plan import Plan
from trellis.kernels.rota.prices import bound_without_solver
from trellis.kernels.rota.problem import Rota
from trellis.kernels.rota.programme import Programme
from trellis.kernels.rota.proposing import Proposal, searched

MOST_OPTIONS = 150_000
"""With more, the programme takes longer than anybody waits."""


def solve(
    rota: Rota,
    *,
    seed: str = "",
    solver_over: Callable[[], bool] = lambda: False,
    over: Callable[[], bool] = lambda: False,
    bound_over: Callable[[], bool] = lambda: False,
) -> Proposal:
    """The best rota known, with a bound on all. The same for the same seed, unless time was up.

    `solver_over` ends the solver, `over` the search, `bound_over` the bound that is worked out where the solver gave none.
    """
    plan = Plan(rota)
    turns, bound = None, None
    if sum(map(len, plan.options)) <= MOST_OPTIONS:
        turns, bound = Programme(plan, seed=seed).solved(over=solver_over)
    best: Proposal | None = None
    if turns is not None:
        for person, shift in turns:
            if (person, shift) not in plan.kept:
                plan.objective += plan.add(person, shift)
        best = Proposal(turns=tuple(plan.turns()), count=recount(rota, plan.turns()), bound=bound)
        if best.count.breaches:
            best = None
    if best is None or not best.optimal:
        found = searched(rota, seed=seed, over=over)
        other = Proposal(turns=tuple(found.turns()), count=recount(rota, found.turns()), bound=bound)
        if best is None or other.count.objective < best.count.objective:
            best = other
    if best.bound is None:
        best = Proposal(turns=best.turns, count=best.count, bound=bound_without_solver(rota, best.count.objective, over=bound_over))
    return best
