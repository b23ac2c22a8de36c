"""Drawing a panel from a published lottery in public, and drawing it again to the same panel."""

from collections.abc import Sequence
from dataclasses import dataclass

from trellis.kernels.sortition.lottery import Lottery
from trellis.kernels.sortition.tickets import ticket_from_rolls, ticket_from_seed


@dataclass(frozen=True)
class Drawn:
    """What was drawn: the ticket, the panel's place in the lottery (from 0), its members, and what decided.

    how: `seed` or `dice`; told: the seed, or the rolls with single spaces between them.
    """

    ticket: int
    panel: int
    members: tuple[str, ...]
    how: str
    told: str


def draw(lottery: Lottery, *, seed: str) -> Drawn:
    """Draw with a published text; see `ticket_from_seed`. Raises `Malformed` for a seed that could be typed in two ways."""
    return _drawn(lottery, ticket_from_seed(seed, tickets=lottery.tickets), how="seed", told=seed)


def draw_with_dice(lottery: Lottery, *, rolls: Sequence[int], sides: int = 10) -> Drawn:
    """Draw with the rolls of a die, made in public; see `ticket_from_rolls`. Raises `Malformed` for too few or too many rolls."""
    ticket = ticket_from_rolls(rolls, sides=sides, tickets=lottery.tickets)
    return _drawn(lottery, ticket, how="dice", told=" ".join(map(str, rolls)))


def _drawn(lottery: Lottery, ticket: int, *, how: str, told: str) -> Drawn:
    panel = lottery.panel_with(ticket)
    return Drawn(ticket, lottery.panels.index(panel), panel.members, how, told)
