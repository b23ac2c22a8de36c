"""Conversations to test with: made up, drawn, and real ones."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import strategies as st

from trellis.kernels.opinions import Conversation, conversation, conversation_of_arrays
from trellis.kernels.opinions.reading import read_conversation

DATA = Path(__file__).parent / "data"


def real(folder: Path) -> tuple[Conversation, dict[str, Any]]:
    """A conversation as Polis exported it, and what red-dwarf made of it, which was not told of metadata statements."""
    with gzip.open(folder / "participants-votes.csv.gz") as votes, gzip.open(folder / "comments.csv.gz") as comments:
        made = read_conversation(votes, comments)
    with gzip.open(folder / "reference.json.gz") as reference:
        return replace(made, metadata=np.zeros(made.n_statements, dtype=bool)), json.load(reference)


def camps(sizes: tuple[int, ...], *, statements: int = 12, seen: int | None = None, doubt: float = 0.0, seed: int = 1) -> Conversation:
    """Groups of these sizes with an opinion of their own on each statement; `doubt` is the chance to vote otherwise."""
    random = np.random.default_rng(seed)
    opinion = random.choice([-1, 1], size=(len(sizes), statements))
    group = np.repeat(np.arange(len(sizes)), sizes)
    each_saw = seen or statements
    rows = np.repeat(np.arange(len(group)), each_saw)
    columns = np.concatenate([random.permutation(statements)[:each_saw] for _ in group])
    votes = opinion[group[rows], columns]
    otherwise = random.random(len(votes)) < doubt
    votes[otherwise] = random.integers(-1, 2, otherwise.sum())
    return conversation_of_arrays([str(n) for n in range(len(group))], [str(n) for n in range(statements)], rows, columns, votes)


def votes_of(made: Conversation) -> Iterator[tuple[str, str, int]]:
    for row, column, vote in zip(made.rows, made.columns, made.votes, strict=True):
        yield made.participants[row], made.statements[column], int(vote)


@st.composite
def small_conversations(draw: st.DrawFn, *, people: int = 24, statements: int = 9) -> Conversation:
    """Any votes of a few people on a few statements, some unseen, with some statements rejected or metadata."""
    n, m = draw(st.integers(1, people)), draw(st.integers(1, statements))
    seed = draw(st.integers(0, 2**32 - 1))
    density = draw(st.sampled_from([0.3, 0.7, 1.0]))
    random = np.random.default_rng(seed)
    seen = random.random((n, m)) < density
    seen[0, 0] = True
    lean = random.normal(size=(n, 1)) * random.normal(size=m)
    cast = np.clip(np.round(lean + random.normal(size=(n, m))), -1, 1).astype(int)
    flags = [draw(st.sets(st.integers(0, m - 1), max_size=2)) for _ in range(2)]
    votes = [(str(row), str(column), int(cast[row, column])) for row, column in zip(*np.nonzero(seen), strict=True)]
    return conversation(votes, rejected=map(str, flags[0]), metadata=map(str, flags[1]))
