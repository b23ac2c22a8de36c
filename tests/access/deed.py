"""One deed to try: an action, to what, with which inputs, in which state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.access.world import World


@dataclass(frozen=True)
class Deed:
    """An action in one state: what it is done to, and what else it is given."""

    action: str
    state: str
    to: Callable[[World], Any] = lambda world: None
    given: Callable[[World], dict[str, Any]] = lambda world: {}


def thing(name: str) -> Callable[[World], Any]:
    return lambda world: world.things[name]
