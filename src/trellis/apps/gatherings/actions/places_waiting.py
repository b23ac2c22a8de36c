"""The way from asking to having: one mechanism for places, beds and plots. Called inside the actions of each; nothing here is an action.

Who has a row locked and then gives or frees something locks the thing it is one of (a gathering, a house, a garden) after it; only
under that lock does anything become held or taken. So two can't be given the same, and two people never wait for each other.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from django.db import models
from django.utils.translation import gettext_lazy as _

from trellis.apps.gatherings.models.places_waiting import Asked, AskState
from trellis.core.actions import NotFound, WrongState, current_person
from trellis.core.actions.errors import ActionError

HOLD = timedelta(hours=24)
SHORT_HOLD = timedelta(hours=1)
QUIET = timedelta(hours=12)
"""So long before it begins nothing is held for a whole day any more."""
MOST_AT_ONCE = 200

RAN_OUT = _("The time for which it was held for you is over, and it went on to whoever was next. You can ask again.")
NOT_HELD = _("Nothing is held for you at the moment.")
ALREADY_OVER = _("This is over. There is nothing left to do.")


class Supply(Protocol):
    """What is given out in one place, and who waits for it."""

    def lock(self) -> None:
        """Lock what it is one of, until the end of the transaction."""

    def waiting(self) -> models.QuerySet:
        """Who waits, in the order of asking."""

    def give(self, asked: Asked, now: datetime) -> bool:
        """Give the row what it asks for, if it is there; the database refuses the same twice."""

    def take_back(self, asked: Asked) -> None:
        """Free what the row had."""

    def held_until(self, asked: Asked, now: datetime) -> datetime | None:
        """Until when it is held for them; None when it is too late to hold anything."""


def found(model: type[Asked], pk: uuid.UUID | str, code: str = "", *, what: str = "") -> Asked:
    """The row, locked, if it is the person's own or the code or link opens it. For everybody else it does not exist."""
    row = model.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None or not is_theirs(row, current_person(), code):
        raise NotFound(what or model._meta.label_lower)
    return row


def is_theirs(row: Asked, person, code: str = "") -> bool:
    """Whether it is this person's, or opened with this code."""
    return row.is_visible_to(person) or bool(code and (row.opens_by_link(code) or row.opens_by_code(code)))


def begin(asked: Asked, supply: Supply, *, now: datetime, first: str = AskState.TAKEN) -> None:
    """Have it at once if it is there (or, with `first` HELD, have it held), else wait at the end of the line."""
    supply.lock()
    asked.save(force_insert=True)
    if not supply.give(asked, now):
        return
    if first == AskState.HELD:
        hold(asked, supply.held_until(asked, now) or now + SHORT_HOLD)
    else:
        _become(asked, first)


def hold(asked: Asked, until: datetime) -> None:
    """Hold it for them."""
    _become(asked, AskState.HELD, until=until)


def accept(asked: Asked, now: datetime) -> None:
    """Take what is held, before the time is over."""
    if asked.is_taken:
        raise WrongState(_("You have it already. There is nothing left to do."))
    if asked.state == AskState.PASSED_ON or (asked.is_held and asked.held_until <= now):
        raise WrongState(RAN_OUT)
    if not asked.is_held:
        raise WrongState(NOT_HELD)
    _become(asked, AskState.TAKEN)


def let_go(asked: Asked, supply: Supply, *, state: str = AskState.GIVEN_UP, now: datetime, hold_one: Callable) -> None:
    """Give back what one has, or stop waiting; what came free goes on to the next."""
    if not asked.is_live:
        raise WrongState(ALREADY_OVER)
    had = not asked.waits
    _become(asked, state, settled_at=now)
    if had:
        supply.lock()
        supply.take_back(asked)
        hand_on(supply, now=now, hold_one=hold_one)


def hand_on(supply: Supply, *, now: datetime, hold_one: Callable) -> int:
    """Hold what is free for those who wait, in the order of asking; whoever needs more than there is keeps their place in the line."""
    n = 0
    for each in supply.waiting().select_for_update(of=("self",))[:MOST_AT_ONCE]:
        if not supply.give(each, now):
            continue
        until = supply.held_until(each, now)
        if until is None:
            supply.take_back(each)
            continue
        hold_one(each, until=until, now=now)
        n += 1
    return n


def short_of(begins_at: datetime | None, now: datetime) -> datetime | None:
    """A day, or until twelve hours before it begins; in the last hours one hour each, and nothing at the very end."""
    if begins_at is None:
        return now + HOLD
    until = min(now + HOLD, begins_at - QUIET)
    if until < now + SHORT_HOLD:
        until = now + SHORT_HOLD
    return until if until < begins_at else None


def tried(deed: Callable, row: models.Model, *, now: datetime) -> bool:
    """Do it; False where somebody was there first."""
    try:
        deed(row, now=now)
    except ActionError:
        return False
    return True


def _become(asked: Asked, state: str, *, until: datetime | None = None, settled_at: datetime | None = None) -> None:
    asked.state, asked.held_until, asked.settled_at = state, until, settled_at
    asked.save(update_fields=["state", "held_until", "settled_at"])
