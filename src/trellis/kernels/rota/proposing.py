"""A rota for a group, small enough to be made while a page is opened: plain Python, no solver."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from trellis.kernels.rota.counting import Count, Turn, recount
from trellis.kernels.rota.plan import Plan
from trellis.kernels.rota.problem import Rota
from trellis.kernels.rota.searching import fill, improve

CHAINS_PER_OPTION = 12
MOST_CHAINS = 400_000


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A rota and what it comes to.

    bound: no rota of this problem has a smaller objective; None if that was not worked out. optimal: the rota meets its bound.
    """

    turns: tuple[Turn, ...]
    count: Count
    bound: int | None = None

    @property
    def optimal(self) -> bool:
        return self.bound is not None and self.count.objective <= self.bound


def propose(rota: Rota, *, seed: str = "", chains: int | None = None, over: Callable[[], bool] = lambda: False) -> Proposal:
    """A good rota, the same for the same seed. chains: how long to look; `over` says when time is up. The rules always hold.

    With 30 people, 60 shifts and the default it takes a fraction of a second.
    """
    return Proposal(turns=tuple(turns := searched(rota, seed=seed, chains=chains, over=over).turns()), count=recount(rota, turns))


def searched(rota: Rota, *, seed: str = "", chains: int | None = None, over: Callable[[], bool] = lambda: False) -> Plan:
    """Greedy, then improved; as a plan that can be worked on."""
    random = Random(f"rota {seed}")
    plan = Plan(rota)
    fill(plan, random)
    if chains is None:
        chains = min(MOST_CHAINS, CHAINS_PER_OPTION * sum(map(len, plan.options)))
    improve(plan, random, chains=chains, over=over)
    return plan
