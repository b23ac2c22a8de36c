"""All actions that there are, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trellis.core.actions.declaration import Action
    from trellis.core.log.events import Event
    from trellis.core.log.models import LogEntry

_actions: dict[str, Action] = {}


def add(declared: Action) -> None:
    """Add a declaration; a name can be taken once."""
    if declared.name in _actions:
        raise TypeError(f"two actions are called {declared.name}")
    if declared.name.count(".") != 2:
        raise TypeError(f"{declared.name} must read app.noun.verb")
    _actions[declared.name] = declared


def get(name: str) -> Action:
    """The action of that name; KeyError when there is none."""
    return _actions[name]


def all_actions() -> list[Action]:
    """Every declared action, by name."""
    return [_actions[name] for name in sorted(_actions)]


def deliver(entry: LogEntry, event: Event) -> None:
    """Queue the letters that tell this fact to those it concerns."""
    from trellis.core import letters

    letters.deliver(entry, event)
