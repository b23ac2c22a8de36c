"""The list of votes (`votes.csv`): a line for each vote, with its time; a later vote on the same statement replaces an earlier one."""

from collections.abc import Iterator, Sequence

import numpy as np

from trellis.kernels.opinions.reading.tables import Block, Cells, place_of
from trellis.kernels.opinions.reading.votes_read import VOTE, VotesRead, distinct, refuse_excess
from trellis.kernels.opinions.votes import Malformed

COLUMNS = ("timestamp", "comment-id", "voter-id", "vote")
FILE = "a list of votes, which has timestamp, comment-id, voter-id and vote"


def read_vote_rows(names: Sequence[str], blocks: Iterator[Block]) -> VotesRead:
    """Read the lines of a list of votes.

    Raises Malformed for a missing column, a cell that is no vote, id or time, and a file without votes.
    """
    places = {name: place_of(name, names, file=FILE) for name in COLUMNS}
    columns, n_votes = [], 0
    for block in blocks:
        columns.append(_columns(Cells(block, n_fields=len(names)), places))
        n_votes += len(columns[-1][0])
        refuse_excess(votes=n_votes)
    if not columns:
        raise Malformed("there are no votes in it", line=2)
    times, statements, participants, votes = (np.concatenate(parts) for parts in zip(*columns, strict=True))
    participant_ids, rows = distinct(participants)
    statement_ids, columns_of = distinct(statements)
    refuse_excess(participants=len(participant_ids), statements=len(statement_ids))
    cells = rows.astype(np.int64) * len(statement_ids) + columns_of
    last, at_once = _last_of_each(cells, times, votes)
    return VotesRead(
        participant_ids=participant_ids,
        statement_ids=statement_ids,
        rows=rows[last].astype(np.int32),
        columns=columns_of[last].astype(np.int32),
        votes=votes[last],
        lines=last + 2,
        n_replaced=len(votes) - len(last),
        n_at_once=at_once,
    )


def _columns(cells: Cells, places: dict[str, int]) -> tuple[np.ndarray, ...]:
    times = cells.whole_numbers(places["timestamp"], field="timestamp", what="a time in whole seconds or milliseconds")
    statements = cells.whole_numbers(places["comment-id"], field="comment-id", what="the number of a statement")
    participants = cells.whole_numbers(places["voter-id"], field="voter-id", what="the number of a participant")
    votes = cells.whole_numbers(places["vote"], field="vote", what=VOTE, least=-1)
    if (votes > 1).any():
        row = int(np.argmax(votes > 1))
        raise Malformed(f"“{cells.text(row, places['vote'])}” is not {VOTE}", line=cells.first_line + row, field="vote")
    return times, statements, participants, votes.astype(np.int8)


def _last_of_each(cells: np.ndarray, times: np.ndarray, votes: np.ndarray) -> tuple[np.ndarray, int]:
    """For each cell of the matrix, ascending, the index of its last vote; and in how many cells the time alone could not say which is last.

    Of votes with one time, the one further down in the file is the last.
    """
    order = np.argsort(cells, kind="stable")
    again = cells[order][1:] == cells[order][:-1]
    if not again.any():
        return order, 0
    several = np.zeros(len(order), dtype=bool)
    several[1:] |= again
    several[:-1] |= again
    # Only the few cells with several votes are put in order of time; `order` is stable, so equal times keep the order of the file.
    few = order[several]
    order[several] = few[np.lexsort((times[few], cells[few]))]
    is_last = np.append(~again, True)
    before, after = order[:-1][again], order[1:][again]
    decides = is_last[1:][again]
    unclear = decides & (times[before] == times[after]) & (votes[before] != votes[after])
    return order[is_last], int(unclear.sum())
