"""What an app does when an app below announces something: inverted calls, in app order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.apps import apps

from trellis.core.log.events import Event

_reactions: dict[type[Event], list[Callable]] = {}


def reacts_to(*events: type[Event]) -> Callable[[Callable], Callable]:
    """Declare `function(event, now)` as a reaction, run in the transaction of the event."""

    def declare(function: Callable) -> Callable:
        for event in events:
            _reactions.setdefault(event, []).append(function)
        return function

    return declare


def react(event: Event, *, now: datetime) -> None:
    """Run the reactions to an event, lower apps first."""
    for function in sorted(_reactions.get(type(event), ()), key=_app_order):
        function(event, now=now)


def _app_order(function: Callable) -> int:
    app = apps.get_containing_app_config(function.__module__)
    return list(apps.app_configs.values()).index(app) if app else -1
