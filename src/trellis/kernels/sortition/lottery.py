"""The lottery that is published before the draw: at most so many panels, and for each the tickets that stand for it.

Every person's chance can be counted from it in whole numbers: the tickets of the panels they are on, out of all tickets.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from trellis.kernels.sortition.fairness import Fairness, fair_chances
from trellis.kernels.sortition.pool import Malformed, Pool
from trellis.kernels.sortition.quotas import Quotas
from trellis.kernels.sortition.rounding import nearest_weights, whole_tickets
from trellis.kernels.sortition.uniform import equal_panels, fewer_panels

TICKETS = 1_000_000
"""Six rolls of a ten-sided die: fine enough that rounding takes less than 1 in 10,000 from anyone's chance."""

MOST_PANELS = 1_000


@dataclass(frozen=True)
class TicketedPanel:
    """One panel of a published lottery: ids in ascending order, and the tickets from `first` to `first + tickets - 1`."""

    first: int
    tickets: int
    members: tuple[str, ...]


@dataclass(frozen=True)
class Lottery:
    """A lottery over panels in whole tickets.

    objective: what the chances were made fair by. size: seats. tickets: how many there are, numbered from 0.
    panels: in the order of their tickets. ids: everyone in the pool, in its order.
    exact: the lottery before rounding to tickets, with its certificate; None for a lottery that was read back.
    """

    objective: str
    size: int
    tickets: int
    panels: tuple[TicketedPanel, ...]
    ids: tuple[str, ...]
    exact: Fairness | None = None

    @cached_property
    def tickets_of(self) -> dict[str, int]:
        """How many tickets seat each person of the pool; their chance is this out of `tickets`, exactly."""
        count = dict.fromkeys(self.ids, 0)
        for panel in self.panels:
            for member in panel.members:
                count[member] += panel.tickets
        return count

    @property
    def probabilities(self) -> dict[str, float]:
        """Each person's chance as a number from 0 to 1."""
        return {person: tickets / self.tickets for person, tickets in self.tickets_of.items()}

    @cached_property
    def excluded(self) -> frozenset[str]:
        """Who can be on no panel whatever the lottery, because no valid panel has a seat for them."""
        if self.exact is not None:
            return frozenset(self.exact.excluded)
        return frozenset(person for person, tickets in self.tickets_of.items() if not tickets)

    @property
    def minimum(self) -> float:
        """The smallest chance of anyone who can be on a panel at all, counted from the tickets."""
        return min(tickets for person, tickets in self.tickets_of.items() if person not in self.excluded) / self.tickets

    @property
    def maximum(self) -> float:
        return max(self.tickets_of.values()) / self.tickets

    @property
    def rounding_loss(self) -> float:
        """How much of the smallest chance was lost by rounding to whole tickets."""
        return max(0.0, self.exact.minimum - self.minimum) if self.exact else 0.0

    def panel_with(self, ticket: int) -> TicketedPanel:
        """The panel that a ticket stands for."""
        for panel in self.panels:
            if panel.first <= ticket < panel.first + panel.tickets:
                return panel
        raise Malformed(f"there is no ticket {ticket}; they go from 0 to {self.tickets - 1}", field="ticket")

    @property
    def fingerprint(self) -> str:
        """SHA-256, in hexadecimal, of what decides the draw, to be published before it.

        The bytes are JSON in UTF-8 without spaces, keys in alphabetical order, other letters than ASCII as they are:
        `{"panels":[{"members":[…],"tickets":n},…],"tickets":n}`.
        """
        panels = [{"members": list(panel.members), "tickets": panel.tickets} for panel in self.panels]
        return fingerprint({"panels": panels, "tickets": self.tickets})


def fingerprint(document: object) -> str:
    """SHA-256 of a document of texts, whole numbers, lists and objects as JSON that can be written in one way only."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def select(
    pool: Pool,
    quotas: Quotas,
    *,
    size: int,
    objective: str = "maximin",
    households: Sequence[str | None] | None = None,
    max_panels: int = MOST_PANELS,
    uniform: int | None = None,
) -> Lottery:
    """The fairest lottery over valid panels, ready to be published.

    objective and households: as for `fair_chances`. max_panels: at most so many different panels, on a million tickets.
    uniform: instead, exactly so many panels with one ticket each (some may be equal), which takes fewer dice and rounds more.
    Raises Malformed for a pool or quotas that make no sense, Impossible if no panel meets all quotas.
    """
    exact = fair_chances(pool, quotas, size=size, objective=objective, households=households)
    if uniform is not None:
        panels = equal_panels(pool, quotas, exact, panels=uniform, households=households)
        return lottery_of([(1, members) for members in panels], objective=objective, size=size, ids=pool.ids, exact=exact)
    weighted = [(panel.weight, panel.members) for panel in exact.panels]
    if len(weighted) > max_panels:
        weighted = nearest_weights(fewer_panels(pool, quotas, exact, panels=max_panels, households=households), exact.probabilities)
    counted = whole_tickets(weighted, ids=pool.ids, tickets=TICKETS)
    return lottery_of(counted, objective=objective, size=size, ids=pool.ids, exact=exact)


def lottery_of(
    panels: Sequence[tuple[int, Sequence[str]]], *, objective: str, size: int, ids: Sequence[str], exact: Fairness | None = None
) -> Lottery:
    """Number the tickets of panels that are given with how many tickets each has."""
    firsts = accumulate((tickets for tickets, _ in panels), initial=0)
    numbered = tuple(
        TicketedPanel(first, tickets, tuple(sorted(members))) for first, (tickets, members) in zip(firsts, panels, strict=False)
    )
    return Lottery(objective, size, sum(tickets for tickets, _ in panels), numbered, tuple(ids), exact)
