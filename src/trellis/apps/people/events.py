"""What people did about belonging, consent and safety: ids and codes only."""

from dataclasses import dataclass

from trellis.core.log.events import Event

_NO_GROUP = "the log does not say which group; the person is a random id"


@dataclass(frozen=True, kw_only=True)
class GroupJoined(Event):
    """A person joined a group. Which one is not said."""

    code = "people.group.joined"
    keeps = None
    forgets = _NO_GROUP


@dataclass(frozen=True, kw_only=True)
class GroupLeft(Event):
    """A person left a group. Which one is not said."""

    code = "people.group.left"
    keeps = None
    forgets = _NO_GROUP


@dataclass(frozen=True, kw_only=True)
class GroupNameChanged(Event):
    """A person goes by another name in a group. Neither is said."""

    code = "people.group.name_changed"
    keeps = None
    forgets = _NO_GROUP
