"""What a count decided, with all that is needed to check and to explain it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Round:
    """One purchase of equal shares or Phragmen.

    Equal shares: `rho` is the price of one unit of utility (money in the smallest unit; utility of a project is its cost in
    the smallest unit, 1, its points or its Borda points); a supporter pays min(what is left, rho x utility). `price` is
    rho x utility where that is the same for all supporters (cost and cardinality), else None. `full` voters paid all
    of it, `part` gave all they had left, which was less (some of them had nothing left and gave 0).
    Phragmen: `rho` is the load of the supporters afterwards (money each would have needed by then), `price` None.
    """

    project: int
    id: str
    rho: Fraction
    price: Fraction | None
    full: int
    part: int


@dataclass(frozen=True, slots=True)
class Tie:
    """Projects equally good at one moment; the tie order took `taken`. `place` is the place in `Outcome.winners`, from 0.

    `stage` is "round" (equal shares, Phragmen), "greedy" or "filled".
    """

    place: int
    tied: tuple[str, ...]
    taken: str
    stage: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A project that took no part, or was passed over because of a limit: `reason` is one of the names in `REFUSALS`."""

    id: str
    reason: str
    needed: Fraction
    had: Fraction


REFUSALS = ("min_approvals", "min_share", "min_score", "limit")


@dataclass(frozen=True)
class Outcome:
    """The result of `tally`: winners in the order they were chosen, how each was chosen, ties, and the money's trace.

    `how` maps each winner's id to "round", "greedy" or "filled". Money is in the election's smallest unit.
    `endowment` is what each voter had at the start (None under greedy and Phragmen); `increments` how many steps of add-one
    led to it and `step` the size of one; `runs` how many counts were needed to find it. `rounds` follows `winners`, up to
    those filled up.
    """

    rule: str
    utility: str
    completion: str
    stop: str
    fill: str
    budget: int
    cost: int
    winners: tuple[str, ...]
    how: Mapping[str, str]
    rounds: tuple[Round, ...] = ()
    ties: tuple[Tie, ...] = ()
    endowment: Fraction | None = None
    increments: int = 0
    step: Fraction = Fraction(0)
    runs: int = 0
    refused: tuple[Refused, ...] = ()
    unsupported: tuple[str, ...] = ()
    """Projects nobody supported: never funded."""
    tie_order: tuple[str, ...] = ()
    """The order that decided ties, first goes first."""
    limits: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Column ("category", "neighborhood", "target") -> label -> most money its projects may cost together."""
