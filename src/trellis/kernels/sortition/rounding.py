"""From exact weights to whole tickets, with everyone's chance as near to the exact one as whole tickets can be."""

from collections.abc import Mapping, Sequence

import numpy as np
import scipy
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack

Panel = tuple[str, ...]

NEAR = 1e-6
"""One ticket of a million."""


def whole_tickets(panels: Sequence[tuple[float, Panel]], *, ids: Sequence[str], tickets: int) -> list[tuple[int, Panel]]:
    """Share `tickets` tickets among panels in proportion to their weights, and leave out panels that get none.

    Every panel gets the whole part of its share. The tickets that are left go, one at a time and at most one to a panel, to the
    panel whose members are furthest below their exact chances together; equal panels in the order given. Rounding each panel
    by itself would be as exact per panel, but a person's chance is a sum over many panels, and there the errors would add up.
    """
    seats = incidence([members for _, members in panels], ids)
    shares = np.array([weight for weight, _ in panels])
    shares = shares / shares.sum() * tickets
    given = np.floor(shares).astype(np.int64)
    missing = seats.T @ (shares - given)
    overlap = (seats @ seats.T).toarray()
    wanted = seats @ missing
    for _ in range(tickets - int(given.sum())):
        chosen = int(np.argmax(wanted))
        given[chosen] += 1
        wanted = wanted - overlap[chosen]
        wanted[chosen] = -np.inf
    return [(int(count), members) for count, (_, members) in zip(given, panels, strict=True) if count]


def nearest_weights(panels: Sequence[tuple[float, Panel]], chances: Mapping[str, float]) -> list[tuple[float, Panel]]:
    """Weights for given panels with which nobody's chance falls short of `chances` by more than it must, in proportion.

    The weights that are given will do if nobody falls short by more than a ticket; otherwise they come from a linear programme
    over people. Equal panels are taken together; panels without weight are left out.
    """
    together: dict[Panel, float] = {}
    for weight, members in panels:
        together[members] = together.get(members, 0.0) + weight
    covered = [place for place, chance in enumerate(chances.values()) if chance > 0]
    seats = incidence(list(together), list(chances))[:, covered]
    weights = np.array(list(together.values()))
    wanted = np.array(list(chances.values()))[covered]
    if np.min(seats.T @ weights - wanted) < -NEAR:
        weights = _least_shortfall(seats, wanted)
    return [(float(weight), members) for weight, members in zip(weights, together, strict=True) if weight > 0]


def _least_shortfall(seats: csr_array, wanted: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights of panels that maximise the smallest part of their wish that anyone gets."""
    panels = seats.shape[0]
    short = hstack([-seats.T, csr_array(wanted[:, None])])
    all_weight = np.append(np.ones(panels), 0)[None, :]
    goal = np.append(np.zeros(panels), -1.0)
    found = scipy.optimize.linprog(
        goal, A_ub=short, b_ub=np.zeros(len(wanted)), A_eq=all_weight, b_eq=[1], bounds=(0, None), method="highs-ipm"
    )
    weights = np.clip(found.x[:panels], 0, None)
    return weights / weights.sum()


def incidence(panels: Sequence[Panel], ids: Sequence[str]) -> csr_array:
    """A matrix of panels by people: 1 where the person (in the order of `ids`) is on the panel."""
    place = {person: number for number, person in enumerate(ids)}
    columns = [place[member] for members in panels for member in members]
    starts = np.concatenate([[0], np.cumsum([len(members) for members in panels])])
    return csr_array((np.ones(len(columns)), np.array(columns, dtype=np.int64), starts), shape=(len(panels), len(ids)))
