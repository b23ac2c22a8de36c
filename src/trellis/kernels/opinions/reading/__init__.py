"""Reading a conversation from the files that Polis exports."""

from collections.abc import Sequence
from typing import BinaryIO

import numpy as np

from trellis.kernels.opinions.reading.comments import Comment, read_comments
from trellis.kernels.opinions.reading.matrix import read_matrix
from trellis.kernels.opinions.reading.tables import table
from trellis.kernels.opinions.reading.vote_rows import COLUMNS, read_vote_rows
from trellis.kernels.opinions.reading.votes_read import VotesRead, distinct
from trellis.kernels.opinions.votes import Conversation, Malformed, conversation_of_arrays

__all__ = ["Comment", "VotesRead", "conversation_of", "read_comments", "read_conversation", "read_votes", "refuse_what_says_nothing"]

REJECTED = -1
SAYS = {1: "agree", 0: "pass", -1: "disagree"}
NEITHER = "this is neither a list of votes (timestamp, comment-id, voter-id, vote) nor a matrix of votes (participant, numbered columns)"


def read_conversation(votes: BinaryIO, comments: BinaryIO | None = None) -> Conversation:
    """Read a conversation from a file of votes, in either form, and its file of statements if there is one.

    Raises Malformed with the line and column of what can't be read, of the file that was being read.
    """
    return conversation_of(read_votes(votes), read_comments(comments) if comments else ())


def read_votes(stream: BinaryIO) -> VotesRead:
    """Read a file of votes; the names in its first line say whether it is a list of votes or a matrix.

    In both 1 is agree, -1 disagree, 0 pass. Raises Malformed with line and field.
    """
    names, blocks = table(stream)
    known = {name.casefold() for name in names}
    if "participant" in known:
        return read_matrix(names, blocks)
    if len(known.intersection(COLUMNS)) >= 2 and "comment-body" not in known:
        return read_vote_rows(names, blocks)
    if "comment-body" in known:
        raise Malformed("this is a list of statements, not of votes", line=1)
    if sum(name.isdigit() for name in known) > len(known) / 2:
        raise Malformed("this column is missing from a matrix of votes", line=1, field="participant")
    raise Malformed(NEITHER, line=1)


def refuse_what_says_nothing(votes: VotesRead) -> None:
    """Raise Malformed where there is nobody or nothing to compare: a single participant, or one and the same vote everywhere."""
    is_list = votes.lines is not None
    if len(votes.participant_ids) == 1:
        reason = "only one person voted, so there is nobody to compare with"
        raise Malformed(reason, line=2, field="voter-id" if is_list else "participant")
    if (votes.votes == votes.votes[0]).all():
        reason = f"every vote is the same, {SAYS[int(votes.votes[0])]}, so there is no difference to map"
        raise Malformed(reason, line=2, field="vote" if is_list else str(votes.statement_ids[votes.columns[0]]))


def conversation_of(votes: VotesRead, comments: Sequence[Comment] = ()) -> Conversation:
    """The conversation that these votes make, with what is known of its statements.

    Statements that nobody voted on and nobody rejected are part of it: they are what to ask next. Raises Malformed for a vote on a
    statement that the list of statements does not have.
    """
    if comments:
        _refuse_unknown_statements(votes, comments)
    rejected = [str(each.id) for each in comments if each.moderated == REJECTED]
    out = frozenset(rejected)
    voted, columns = distinct(votes.columns)
    known = [*map(str, votes.statement_ids.tolist()), *(str(each.id) for each in comments)]
    return conversation_of_arrays(
        [str(each) for each in votes.participant_ids.tolist()],
        list(dict.fromkeys([*map(str, votes.statement_ids[voted].tolist()), *(each for each in known if each not in out)])),
        votes.rows,
        columns,
        votes.votes,
        rejected=rejected,
        metadata=[str(each.id) for each in comments if each.is_meta],
        texts={str(each.id): each.text for each in comments} or None,
    )


def _refuse_unknown_statements(votes: VotesRead, comments: Sequence[Comment]) -> None:
    unknown = ~np.isin(votes.statement_ids, [each.id for each in comments])
    if not unknown.any():
        return
    column = int(np.argmax(unknown))
    statement = votes.statement_ids[column]
    reason = f"statement {statement} is not in the list of statements"
    if votes.lines is None:
        raise Malformed(reason, line=1, field=str(statement))
    raise Malformed(reason, line=int(votes.lines[votes.columns == column].min()), field="comment-id")
