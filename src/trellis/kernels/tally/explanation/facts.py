"""What an explanation says, as data: sentences are made where they are shown. Money is in the election's smallest unit."""

from dataclasses import dataclass
from fractions import Fraction

from trellis.kernels.tally.needed import Needed
from trellis.kernels.tally.statistics import Statistics

REASONS = (
    "unsupported",  # nobody supports it
    "over_budget",  # it costs more than the whole budget
    "min_approvals", "min_share", "min_score",  # it missed a threshold that was set before the vote
    "limit",  # its category or area had used up its limit
    "tie",  # its supporters could bring its cost, as another's could, and the tie order took the other
    "short",  # its supporters could not bring its cost between them
    "no_room",  # others came before it, and what was left was less than its cost
    "ended",  # the count ended before its turn, though it would have fitted (Phragmen)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Share:
    """Voters who paid the same for one project: `amount` each."""

    amount: Fraction
    voters: int


@dataclass(frozen=True, slots=True)
class Spent:
    """Money of a project's supporters that went to the winner `id`: `amount` from `voters` of them."""

    id: str
    amount: Fraction
    voters: int


@dataclass(frozen=True)
class ProjectFacts:
    """One project: who supported it, what they paid, and why it won or lost.

    `chosen` is "round", "greedy", "filled" or "" (lost), `place` its place among the winners from 0. `price` is what a
    supporter who could pay in full paid, where that is one price for all; `payments` the exact amounts, largest first, and
    how many paid each; `paid_full`, `paid_part` and `paid_nothing` count the supporters by it.
    """

    id: str
    cost: int
    votes: int
    chosen: str
    place: int | None
    price: Fraction | None = None
    payments: tuple[Share, ...] = ()
    paid_full: int = 0
    paid_part: int = 0
    paid_nothing: int = 0
    part_least: Fraction | None = None
    """The least that somebody gave who gave all they had left, and the most; None if nobody did."""
    part_most: Fraction | None = None
    effective_support: Fraction | None = None
    """Under equal shares: the part of its cost its supporters could bring at the best moment. Above 1 it won; see `support`."""
    best_moment: int | None = None
    """Before which round that was; the number of rounds if it was after the last."""
    reason: str = ""
    """Why it lost: one of `REASONS`. Empty for a winner."""
    threshold: Fraction | None = None
    """What a refusal asked for; `had` is what the project had instead."""
    had: Fraction | None = None
    room: int | None = None
    """How much of the budget was left when it stopped fitting, and in the end if it always fitted; None for a winner."""
    room_after: str = ""
    """The winner after which it no longer fitted."""
    spent_elsewhere: tuple[Spent, ...] = ()
    """Where its supporters' money went, most first."""
    unspent: Fraction | None = None
    """What its supporters have left between them."""
    supporters_left_out: int = 0
    """How many of its supporters have no funded project at all."""
    votes_at_same_share: int | None = None
    """How many more voters would do in the rounds if everyone's share stayed as it is. No count again; see `nearness`."""
    cost_at_same_share: int | None = None
    """About the highest cost at which it would have been bought in the rounds, everyone's share and all else equal."""
    votes_needed: Needed | None = None
    cost_needed: Needed | None = None


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """Voters with something in common: they support a project of a category or area, or have the same entry in a column.

    `spent` is what they paid between them, of `shares` they had together; both None where voters have no share.
    `funded` is how many of the projects they support were funded, summed over the voters.
    """

    kind: str
    label: str
    voters: int
    left_out: int
    left_out_most_votes: int
    funded: int
    spent: Fraction | None
    shares: Fraction | None


@dataclass(frozen=True)
class Explanation:
    """Everything about one outcome that somebody may ask."""

    projects: tuple[ProjectFacts, ...]
    """In the order of the election's projects."""
    groups: tuple[GroupFacts, ...]
    statistics: Statistics
    counted_again: int
    """How many whole counts were made to find what would have changed the outcome."""

    def project(self, id: str) -> ProjectFacts:
        return next(each for each in self.projects if each.id == id)
