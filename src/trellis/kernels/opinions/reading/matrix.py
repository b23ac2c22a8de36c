"""The matrix of votes (`participants-votes.csv`): one line for each participant, and a numbered column for each statement."""

import re
from collections.abc import Iterator, Sequence

import numpy as np

from trellis.kernels.opinions.reading.tables import MINUS, MOST_DIGITS, ZERO, Block, Cells, place_of
from trellis.kernels.opinions.reading.votes_read import VOTE, VotesRead, refuse_excess
from trellis.kernels.opinions.votes import Malformed

FILE = "a matrix of votes, which has participant and a numbered column for each statement"
ONE = ZERO + 1


def read_matrix(names: Sequence[str], blocks: Iterator[Block]) -> VotesRead:
    """Read the lines of a matrix of votes.

    Raises Malformed for a missing column, a statement or participant that is there twice, a cell that is no vote or id, and no votes.
    """
    places = _statement_places(names)
    participant_place = place_of("participant", names, file=FILE)
    group_place = place_of("group-id", names, file=FILE) if "group-id" in [name.casefold() for name in names] else None
    refuse_excess(statements=len(places))
    statement_ids = np.array(sorted(places), dtype=np.int64)
    order = np.array([places[each] for each in statement_ids.tolist()])
    parts, groups, n_people, n_votes = [], {}, 0, 0
    for block in blocks:
        cells = Cells(block, n_fields=len(names))
        people = cells.whole_numbers(participant_place, field="participant", what="the number of a participant")
        rows, columns, votes = _votes(cells, order, statement_ids)
        parts.append((people, rows + np.int32(n_people), columns, votes))
        n_people += len(people)
        n_votes += len(votes)
        refuse_excess(participants=n_people, votes=n_votes)
        if group_place is not None:
            groups |= _groups(cells, group_place, people)
    if not parts:
        raise Malformed("there are no participants in it", line=2)
    return _together(parts, statement_ids, groups)


def _statement_places(names: Sequence[str]) -> dict[int, int]:
    """Which column each statement has."""
    places: dict[int, int] = {}
    for place, name in enumerate(names):
        if not re.match(r"[+-]?\d", name):
            continue
        if not re.fullmatch(r"\d+", name, re.ASCII) or len(name) > MOST_DIGITS:
            raise Malformed("the name of this column is not the number of a statement", line=1, field=name)
        if int(name) in places:
            raise Malformed("there are two columns for this statement", line=1, field=name)
        places[int(name)] = place
    if not places:
        raise Malformed(f"there is no numbered column in {FILE}", line=1)
    return places


def _votes(cells: Cells, order: np.ndarray, statement_ids: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Row, column and vote of each cell that is not empty."""
    in_a_row = len(order) == order[-1] - order[0] + 1 and bool((np.diff(order) == 1).all())
    wanted = slice(order[0], order[-1] + 1) if in_a_row else order
    starts = cells.starts[:, wanted]
    lengths = cells.ends[:, wanted] - starts
    rows, columns = np.nonzero(lengths)
    first, lengths = cells.bytes[starts[rows, columns]], lengths[rows, columns]
    second = cells.bytes[starts[rows, columns] + 1]
    disagrees = (lengths == 2) & (first == MINUS) & (second == ONE)
    agrees = (lengths == 1) & (first == ONE)
    good = disagrees | agrees | ((lengths == 1) & (first == ZERO))
    if not good.all():
        bad = int(np.argmin(good))
        row, column = int(rows[bad]), int(columns[bad])
        text = cells.text(row, int(order[column]))
        raise Malformed(f"“{text}” is not {VOTE}; empty for not seen", line=cells.first_line + row, field=str(statement_ids[column]))
    return rows.astype(np.int32), columns.astype(np.int32), agrees.astype(np.int8) - disagrees


def _groups(cells: Cells, place: int, people: np.ndarray) -> dict[int, int]:
    """The group that the export gives to each participant who has one."""
    given = np.flatnonzero(cells.ends[:, place] > cells.starts[:, place])
    if not len(given):
        return {}
    groups = {}
    for row in given.tolist():
        text = cells.bytes[cells.starts[row, place] : cells.ends[row, place]].tobytes()
        if not (text.isdigit() and len(text) <= MOST_DIGITS):
            raise Malformed(f"“{cells.text(row, place)}” is not the number of a group", line=cells.first_line + row, field="group-id")
        groups[int(people[row])] = int(text)
    return groups


def _together(parts: list[tuple[np.ndarray, ...]], statement_ids: np.ndarray, groups: dict[int, int]) -> VotesRead:
    people, rows, columns, votes = (np.concatenate(each) for each in zip(*parts, strict=True))
    participant_ids, first, new_rows = np.unique(people, return_index=True, return_inverse=True)
    if len(participant_ids) != len(people):
        again = int(np.argmin(np.isin(np.arange(len(people)), first)))
        raise Malformed(f"participant {people[again]} has a line already", line=again + 2, field="participant")
    if not len(votes):
        raise Malformed("there are no votes in it", line=2)
    rows = new_rows[rows].astype(np.int32)
    # Lines are nearly always in order of participants already.
    order = slice(None) if bool((np.diff(new_rows) > 0).all()) else np.lexsort((columns, rows))
    return VotesRead(
        participant_ids=participant_ids,
        statement_ids=statement_ids,
        rows=rows[order],
        columns=columns[order],
        votes=votes[order],
        groups=groups,
    )
