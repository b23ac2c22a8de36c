"""From exact weights to whole tickets, with everyone's chance as near to the exact one as whole tickets can be."""

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_array

Panel = tuple[str, ...]


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


def incidence(panels: Sequence[Panel], ids: Sequence[str]) -> csr_array:
    """A matrix of panels by people: 1 where the person (in the order of `ids`) is on the panel."""
    place = {person: number for number, person in enumerate(ids)}
    columns = [place[member] for members in panels for member in members]
    starts = np.concatenate([[0], np.cumsum([len(members) for members in panels])])
    return csr_array((np.ones(len(columns)), np.array(columns, dtype=np.int64), starts), shape=(len(panels), len(ids)))
