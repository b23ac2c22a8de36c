"""What a group is called. People point up at groups without knowing them, so the app that holds a group says its name.

naming.register("directory.organization", function)      # function(ids) -> {id: Named}
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from trellis.apps.people.models.names import LONGEST_NAME, NameNotUsable, usable_name
from trellis.core.references import Ref

__all__ = ["LONGEST_NAME", "NameNotUsable", "Named", "named", "register", "usable_name"]


@dataclass(frozen=True)
class Named:
    """A group's name, the page about it ("" when there is none), and the language the name is in."""

    name: str
    url: str = ""
    language: str = ""


_describers: dict[str, Callable[[set[str]], dict[str, Named]]] = {}


def register(kind: str, function: Callable[[set[str]], dict[str, Named]]) -> None:
    """Let `function` name the groups of this kind."""
    _describers[kind] = function


def named(groups: Iterable[Ref]) -> dict[Ref, Named]:
    """The names of these groups; those that are gone are missing."""
    by_kind: dict[str, set[str]] = {}
    for group in groups:
        by_kind.setdefault(group.kind, set()).add(group.id)
    return {Ref(kind, id): name for kind, ids in by_kind.items() if kind in _describers for id, name in _describers[kind](ids).items()}
