"""The votes of a file as they were read, one for each person and statement."""

from dataclasses import dataclass, field

import numpy as np

from trellis.kernels.opinions.votes import MOST_PARTICIPANTS, MOST_STATEMENTS, Malformed

MOST_VOTES = 50_000_000
LARGEST_LOOKED_UP = 10_000_000
VOTE = "a vote: 1 for agree, -1 for disagree, 0 for pass"


@dataclass(frozen=True, kw_only=True, eq=False)
class VotesRead:
    """Votes by row (participant) and column (statement), ordered by both; 1 is agree, -1 disagree, 0 pass.

    `lines` has the line of each vote in a list of votes; None for a matrix. `n_replaced` earlier votes were replaced by later ones; in
    `n_at_once` cells two different votes had the same time, and the one further down in the file was taken. `groups` has the group that
    the file gives to a participant.
    """

    participant_ids: np.ndarray
    statement_ids: np.ndarray
    rows: np.ndarray
    columns: np.ndarray
    votes: np.ndarray
    lines: np.ndarray | None = None
    n_replaced: int = 0
    n_at_once: int = 0
    groups: dict[int, int] = field(default_factory=dict)


def distinct(ids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The different ids, ascending, and for each given one its place among them; as np.unique, but without sorting where ids are small."""
    if ids.max(initial=0) > LARGEST_LOOKED_UP:
        return np.unique(ids, return_inverse=True)
    there = np.zeros(ids.max(initial=0) + 1, dtype=bool)
    there[ids] = True
    place = np.cumsum(there, dtype=np.int32) - 1
    return np.flatnonzero(there), place[ids]


def refuse_excess(*, participants: int = 0, statements: int = 0, votes: int = 0) -> None:
    """Raise Malformed for more than can be mapped; the largest conversation so far had 33,547 people."""
    counts = ((participants, MOST_PARTICIPANTS, "participants"), (statements, MOST_STATEMENTS, "statements"), (votes, MOST_VOTES, "votes"))
    for count, most, what in counts:
        if count > most:
            raise Malformed(f"there are more than {most:,} {what} in it, which is more than can be mapped")
