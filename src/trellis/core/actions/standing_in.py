"""Standing in: somebody types for a person who sits beside them or is on the phone.

Core knows that there is such a thing, not how it begins or ends: the app `people` registers who finds it. What may be
done meanwhile is a short list of pages and actions; everything else is shut, so that a new page is safe by default.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.http import HttpRequest, HttpResponse


@dataclass(frozen=True)
class StandIn:
    """For whom, by whom, how (at a table, on the phone) and why (a code)."""

    person: Any
    helper: Any
    channel: str
    reason: str
    bar: Any = None
    """What stands on top of every page meanwhile, for ui/parts/standing_in.html."""


class Desk(Protocol):
    """What an app brings that lets people stand in for others."""

    def find(self, request: HttpRequest) -> StandIn | None:
        """Who stands in in this browser, if anybody does."""

    def shut(self, request: HttpRequest) -> HttpResponse:
        """The page in the place of one that is not open meanwhile."""

    def note(self, action: str, row: Any, *, person: Any, helper: Any, now: datetime) -> None:
        """Something was done for the person; the copy they get will say so."""


_desks: list[Desk] = []
_pages: set[str] = set()
_actions: dict[str, Any] = {}


def register_desk(desk: Desk) -> None:
    """Name who knows about standing in; only one does."""
    if _desks:
        raise TypeError("only one app lets people stand in for others")
    _desks.append(desk)


def open_pages(*url_names: str) -> None:
    """Let these pages be used while standing in."""
    _pages.update(url_names)


def open_actions(actions: dict[str, Any]) -> None:
    """Let these actions be done while standing in: their names, and the sentence that tells of them in the person's copy.

    "" for an action that does another one inside, which tells of it.
    """
    _actions.update(actions)


def words_of(name: str) -> Any:
    """The sentence that tells of this action in the person's copy; "" when another one does."""
    return _actions.get(name, "")


def page_is_open(url_name: str | None) -> bool:
    return url_name in _pages


def action_is_open(name: str) -> bool:
    return name in _actions


def find(request: HttpRequest) -> StandIn | None:
    """Who stands in in this browser, if anybody does."""
    return next((found for desk in _desks if (found := desk.find(request)) is not None), None)


def shut(request: HttpRequest) -> HttpResponse:
    return _desks[0].shut(request)


def deed_was_done(action: str, row: Any, *, person: Any, helper: Any, now: datetime) -> None:
    """Let it be noted for the copy."""
    if _actions.get(action):
        for desk in _desks:
            desk.note(action, row, person=person, helper=helper, now=now)


def opened(request: HttpRequest) -> StandIn | None:
    """Find who stands in, and let the rest of the request be the person's."""
    found = find(request)
    if found is not None:
        request.standing_in = found
        request.user = found.person
    return found
