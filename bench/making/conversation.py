"""A made-up conversation in which everybody belongs to one of three groups, and the files that Polis would export of it."""

from pathlib import Path
from typing import NamedTuple

import numpy as np

GROUPS = 3
LEAST_VOTES, MOST_VOTES = 40, 60
PASS_SHARE = 0.1
FIRST_SECOND = 1_600_000_000


class MadeUp(NamedTuple):
    """Votes one below the other; `group` has the true group of each participant."""

    participants: np.ndarray
    statements: np.ndarray
    votes: np.ndarray
    group: np.ndarray


def made_up(people: int, statements: int, *, seed: int = 1) -> MadeUp:
    """Each group leans its own way on each statement; each person votes on 40 to 60 statements, and passes on one in ten."""
    random = np.random.default_rng(seed)
    leaning = random.beta(0.6, 0.6, size=(GROUPS, statements))
    group = random.integers(GROUPS, size=people)
    cast = np.minimum(random.integers(LEAST_VOTES, MOST_VOTES + 1, size=people), statements)
    rows = np.repeat(np.arange(people, dtype=np.int32), cast)
    columns = np.concatenate([random.choice(statements, size=n, replace=False) for n in cast]).astype(np.int32)
    agrees = random.random(len(rows)) < leaning[group[rows], columns]
    votes = np.where(random.random(len(rows)) < PASS_SHARE, 0, np.where(agrees, 1, -1)).astype(np.int8)
    return MadeUp(rows, columns, votes, group)


def write_votes(made: MadeUp, path: Path) -> None:
    """The list of votes, as `votes.csv`."""
    order = np.lexsort((made.participants, made.statements))
    with path.open("w") as file:
        file.write("timestamp,datetime,comment-id,voter-id,vote\n")
        for second, at in enumerate(order.tolist(), FIRST_SECOND):
            file.write(f"{second}000,Sun Sep 13 2020 12:26:40 GMT+0000,{made.statements[at]},{made.participants[at]},{made.votes[at]}\n")


def write_matrix(made: MadeUp, path: Path, *, statements: int) -> None:
    """The matrix of votes, as `participants-votes.csv`."""
    people = len(made.group)
    starts = np.searchsorted(made.participants, np.arange(people + 1))
    with path.open("w") as file:
        file.write(
            ",".join(["participant", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree", *map(str, range(statements))]) + "\n"
        )
        for person in range(people):
            mine = slice(starts[person], starts[person + 1])
            votes = made.votes[mine]
            cells = [""] * statements
            for column, vote in zip(made.statements[mine].tolist(), votes.tolist(), strict=True):
                cells[column] = str(vote)
            counts = [len(votes), int((votes == 1).sum()), int((votes == -1).sum())]
            file.write(",".join([str(person), "", "0", *map(str, counts), *cells]) + "\n")
