"""A conversation: who voted what on which statement, and what moderators decided about the statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

AGREE, PASS, DISAGREE = 1, 0, -1
MOST_PARTICIPANTS = 200_000
MOST_STATEMENTS = 10_000


class Malformed(Exception):
    """Votes that can't be read as a conversation. `line` counts from 1; `field` is the name of the column."""

    def __init__(self, reason: str, *, line: int | None = None, field: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line
        self.field = field


@dataclass(frozen=True, eq=False)
class Conversation:
    """Sparse votes: one entry per vote cast, in order of participant and then statement; an unseen statement has no entry.

    `rows`, `columns` (int32) and `votes` (int8: 1 agree, 0 pass, -1 disagree) have one value per vote, and no cell twice.
    `rejected` and `metadata` have one flag per statement. Make one with `conversation` or `conversation_of_arrays`.
    """

    participants: tuple[str, ...]
    statements: tuple[str, ...]
    rows: NDArray[np.int32]
    columns: NDArray[np.int32]
    votes: NDArray[np.int8]
    rejected: NDArray[np.bool_]
    metadata: NDArray[np.bool_]
    texts: tuple[str, ...] = field(default=())

    @property
    def n_participants(self) -> int:
        return len(self.participants)

    @property
    def n_statements(self) -> int:
        return len(self.statements)

    @property
    def n_votes(self) -> int:
        return len(self.votes)

    @property
    def zeroed(self) -> NDArray[np.bool_]:
        """Statements whose votes count as 0 in the map: rejected ones and those that ask who somebody is."""
        return self.rejected | self.metadata

    @cached_property
    def votes_per_participant(self) -> NDArray[np.int64]:
        """Votes cast by each participant, on every statement, passes included."""
        return np.bincount(self.rows, minlength=self.n_participants)

    def text_of(self, statement: int) -> str:
        return self.texts[statement] if self.texts else ""


def conversation(
    votes: Iterable[tuple[str, str, int]],
    *,
    rejected: Iterable[str] = (),
    metadata: Iterable[str] = (),
    texts: dict[str, str] | None = None,
    statements: Iterable[str] = (),
) -> Conversation:
    """Make a conversation of (participant, statement, vote), oldest first: a later vote on the same statement replaces an earlier one.

    `statements` may name ones without votes. Raises Malformed for a vote that is not 1, 0 or -1.
    """
    rows: list[int] = []
    columns: list[int] = []
    cast: list[int] = []
    people: dict[str, int] = {}
    subjects: dict[str, int] = {name: place for place, name in enumerate(dict.fromkeys(statements))}
    for line, (participant, statement, vote) in enumerate(votes, 1):
        if vote not in (AGREE, PASS, DISAGREE):
            raise Malformed(f"a vote is 1, 0 or -1, not {vote!r}", line=line, field="vote")
        rows.append(people.setdefault(participant, len(people)))
        columns.append(subjects.setdefault(statement, len(subjects)))
        cast.append(vote)
    return conversation_of_arrays(list(people), list(subjects), rows, columns, cast, rejected=rejected, metadata=metadata, texts=texts)


def conversation_of_arrays(
    participants: Sequence[str],
    statements: Sequence[str],
    rows: ArrayLike,
    columns: ArrayLike,
    votes: ArrayLike,
    *,
    rejected: Iterable[str] = (),
    metadata: Iterable[str] = (),
    texts: dict[str, str] | None = None,
) -> Conversation:
    """Make a conversation of arrays, oldest vote first: rows and columns are places in `participants` and `statements`.

    Participants and statements are put in the order of their ids, so that a map does not depend on the order of a file.
    Raises Malformed when an id appears twice, a vote is not 1, 0 or -1, or there are more than this kernel maps.
    """
    _check(participants, statements)
    cast = np.asarray(votes)
    if not np.isin(cast, (AGREE, PASS, DISAGREE)).all():
        raise Malformed("a vote is 1, 0 or -1", field="vote")
    people, place_of_row = _in_order(participants)
    subjects, place_of_column = _in_order(statements)
    row = place_of_row[_places(rows, len(people), len(cast), "participant")]
    column = place_of_column[_places(columns, len(subjects), len(cast), "statement")]
    kept = _last_of_each(row * max(len(subjects), 1) + column)
    out, meta = frozenset(rejected), frozenset(metadata)
    return Conversation(
        participants=people,
        statements=subjects,
        rows=row[kept].astype(np.int32),
        columns=column[kept].astype(np.int32),
        votes=cast[kept].astype(np.int8),
        rejected=np.array([name in out for name in subjects], dtype=bool),
        metadata=np.array([name in meta for name in subjects], dtype=bool),
        texts=tuple(texts.get(name, "") for name in subjects) if texts else (),
    )


def with_votes(before: Conversation, votes: Iterable[tuple[str, str, int]]) -> Conversation:
    """The conversation after more votes: new people and statements are added, a new vote in an old cell replaces it."""
    new = conversation(votes)
    people = list(dict.fromkeys(before.participants + new.participants))
    subjects = list(dict.fromkeys(before.statements + new.statements))
    row_of = {name: place for place, name in enumerate(people)}
    column_of = {name: place for place, name in enumerate(subjects)}
    rows = np.array([row_of[name] for name in new.participants], dtype=np.int64)[new.rows]
    columns = np.array([column_of[name] for name in new.statements], dtype=np.int64)[new.columns]
    return conversation_of_arrays(
        people,
        subjects,
        np.concatenate([before.rows, rows]),
        np.concatenate([before.columns, columns]),
        np.concatenate([before.votes, new.votes]),
        rejected=_named(before.statements, before.rejected),
        metadata=_named(before.statements, before.metadata),
        texts=dict(zip(before.statements, before.texts, strict=True)) if before.texts else None,
    )


def with_moderation(before: Conversation, *, rejected: Iterable[str], metadata: Iterable[str]) -> Conversation:
    """The same votes under other decisions of the moderators."""
    out, meta = frozenset(rejected), frozenset(metadata)
    return replace(
        before,
        rejected=np.array([name in out for name in before.statements], dtype=bool),
        metadata=np.array([name in meta for name in before.statements], dtype=bool),
    )


def _check(participants: Sequence[str], statements: Sequence[str]) -> None:
    for names, what, most in ((participants, "participant", MOST_PARTICIPANTS), (statements, "statement", MOST_STATEMENTS)):
        if len(names) > most:
            raise Malformed(f"more than {most:,} {what}s", field=what)
        if len(set(names)) < len(names):
            raise Malformed(f"a {what} is there twice", field=what)


def _places(given: ArrayLike, most: int, votes: int, what: str) -> NDArray[np.int64]:
    places = np.asarray(given, dtype=np.int64)
    if len(places) != votes:
        raise Malformed(f"{votes} votes, but {len(places)} places of a {what}", field=what)
    if len(places) and not 0 <= places.min() <= places.max() < most:
        raise Malformed(f"a vote on a {what} that is not there", field=what)
    return places


def _in_order(names: Sequence[str]) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """The names in order, numbers by their value, and for each given place its new one."""
    order = sorted(range(len(names)), key=lambda place: _natural(names[place]))
    places = np.empty(len(names), dtype=np.int64)
    places[order] = np.arange(len(names))
    return tuple(names[place] for place in order), places


def _natural(name: str) -> tuple[bool, int, str]:
    number = name.isascii() and name.isdigit() and len(name) < 19
    return (not number, int(name) if number else 0, name)


def _last_of_each(cells: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where the last entry of every cell is, in order of cell."""
    order = np.argsort(cells, kind="stable")
    last = np.ones(len(cells), dtype=bool)
    last[:-1] = np.diff(cells[order]) != 0
    return order[last]


def _named(names: Sequence[str], flags: NDArray[np.bool_]) -> list[str]:
    return [name for name, flag in zip(names, flags, strict=True) if flag]
