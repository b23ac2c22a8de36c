"""Who is acting, through what, in which deed. The actor is the outermost person."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Deed:
    """One thing somebody did, however many actions it took inside.

    `helper` typed it for them, at a table or on the phone, for a reason that is told by a code.
    """

    actor: Callable[[], Any]
    channel: str
    by_program: bool = False
    helper: Any = None
    reason: str = ""
    id: uuid.UUID = field(default_factory=uuid.uuid4)
    depth: int = 0

    @property
    def person(self):
        return self.actor()


_deed: ContextVar[Deed | None] = ContextVar("deed", default=None)


def current_deed() -> Deed:
    """The deed under way; RuntimeError where nobody is acting."""
    deed = _deed.get()
    if deed is None:
        raise RuntimeError("nobody is acting: use `with acting(person)` or `with as_program()`")
    return deed


def current_person():
    """The person acting, or None for somebody without an account."""
    return current_deed().person


def acting_as_program() -> bool:
    """Whether the program itself is acting (an import, a job, the demo place)."""
    deed = _deed.get()
    return deed is not None and deed.by_program


def current_helper():
    """The person who is typing for the person acting, or None."""
    deed = _deed.get()
    return deed.helper if deed is not None else None


@contextmanager
def acting(person, *, channel: str = "web", helper=None, reason: str = "") -> Iterator[None]:
    """Act as `person` (None without an account; a callable is asked only when needed).

    With a `helper`, the deed is the person's, done by the helper's hands; the log names both and the reason.
    """
    if helper is not None and not reason:
        raise ValueError("somebody who acts for another says why")
    actor = person if callable(person) else lambda: person
    with _within(Deed(actor=actor, channel=channel, helper=helper, reason=reason)):
        yield


@contextmanager
def as_program(channel: str = "program") -> Iterator[None]:
    """Act as the program itself, unless a person is acting already."""
    if _deed.get() is not None:
        yield
        return
    with _within(Deed(actor=lambda: None, channel=channel, by_program=True)):
        yield


@contextmanager
def _within(deed: Deed) -> Iterator[None]:
    token = _deed.set(deed)
    try:
        yield
    finally:
        _deed.reset(token)
