"""What happened in talk and moderation: ids and codes only."""

from dataclasses import dataclass

from trellis.core.log.events import Event

_NO_WORDS = "it keeps no words and does not say which group; people are random ids"


@dataclass(frozen=True, kw_only=True)
class ThreadStarted(Event):
    """A member began a thread."""

    code = "talk.thread.started"
    keeps = None
    forgets = _NO_WORDS


@dataclass(frozen=True, kw_only=True)
class CommentWritten(Event):
    """A member wrote a comment."""

    code = "talk.comment.written"
    keeps = None
    forgets = _NO_WORDS


@dataclass(frozen=True, kw_only=True)
class CommentEdited(Event):
    """A member changed a comment of theirs soon after writing it."""

    code = "talk.comment.edited"
    keeps = None
    forgets = _NO_WORDS


@dataclass(frozen=True, kw_only=True)
class CommentRemoved(Event):
    """A member removed a comment of theirs; its words are gone."""

    code = "talk.comment.removed"
    keeps = None
    forgets = _NO_WORDS


@dataclass(frozen=True, kw_only=True)
class CardOpened(Event):
    """There is something for a moderator to look at."""

    code = "talk.card.opened"
    keeps = None
    forgets = _NO_WORDS
    rule: str = ""


@dataclass(frozen=True, kw_only=True)
class CardLeft(Event):
    """A moderator looked and did nothing, with a reason."""

    code = "talk.card.left"
    keeps = None
    forgets = _NO_WORDS


@dataclass(frozen=True, kw_only=True)
class Decided(Event):
    """A moderator decided about a comment: what, and by which rule."""

    code = "talk.decision.made"
    keeps = None
    forgets = _NO_WORDS
    what: str = ""
    rule: str = ""


@dataclass(frozen=True, kw_only=True)
class Appealed(Event):
    """Whoever wrote the comment asked that somebody else look at the decision."""

    code = "talk.decision.appealed"
    keeps = None
    forgets = _NO_WORDS


@dataclass(frozen=True, kw_only=True)
class AppealAnswered(Event):
    """Another moderator answered an appeal."""

    code = "talk.decision.answered"
    keeps = None
    forgets = _NO_WORDS
    outcome: str = ""


@dataclass(frozen=True, kw_only=True)
class DecisionTakenBack(Event):
    """A moderator took a decision back without an appeal."""

    code = "talk.decision.taken_back"
    keeps = None
    forgets = _NO_WORDS


@dataclass(frozen=True, kw_only=True)
class CommentThanked(Event):
    """A member thanked the writer of a comment."""

    code = "talk.comment.thanked"
    keeps = None
    forgets = _NO_WORDS


@dataclass(frozen=True, kw_only=True)
class ThanksTakenBack(Event):
    """A member took their thanks back."""

    code = "talk.comment.unthanked"
    keeps = None
    forgets = _NO_WORDS
