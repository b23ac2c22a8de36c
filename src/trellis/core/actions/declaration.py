"""The declaration of an action, and what happens when it is called.

Order of checks: visible, then permitted, then state; an outsider cannot tell hidden from missing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from trellis.core.access import Rule, Verdict, may_see, no
from trellis.core.actions import registry, standing_in
from trellis.core.actions.context import current_deed
from trellis.core.actions.errors import NotFound, Refused, WrongState
from trellis.core.actions.reactions import react
from trellis.core.log import chain
from trellis.core.log import people as log_people
from trellis.core.log.events import Event


@dataclass(frozen=True)
class Done:
    """What an action's function gives back when its event needs facts of its own."""

    result: Any = None
    facts: dict[str, Any] = field(default_factory=dict)
    subject: models.Model | None = None


@dataclass(frozen=True)
class Move:
    """From which states to which; `to` is None where the function decides."""

    field: str
    before: tuple[str, ...]
    to: str | None


@dataclass(frozen=True)
class Action:
    """One way to change something, and all that follows from its declaration."""

    name: str
    label: Any
    subject: type[models.Model] | None
    allow: Rule
    move: Move | None
    event: type[Event]
    function: Callable[..., Any]

    def __call__(self, subject=None, /, *, now: datetime, **inputs):
        deed = current_deed()
        with transaction.atomic():
            row = self._reread(subject)
            self._check(deed, row)
            deed.depth += 1
            try:
                done = self._run(row, now=now, **inputs)
            finally:
                deed.depth -= 1
            self._record(deed, done.subject or row, done, now)
        return done.result

    def verdict(self, person, subject=None) -> Verdict:
        """Whether the person may do this now; for buttons and for the API."""
        if subject is not None and not may_see(person, subject):
            return no(_("There is nothing here."))
        allowed = self.allow(person, subject)
        if allowed and self._is_stuck(subject):
            return no(_("This can no longer be done."))
        return allowed

    def _reread(self, subject):
        if self.subject is None:
            return subject
        if not isinstance(subject, self.subject):
            raise TypeError(f"{self.name} is done to a {self.subject.__name__}")
        model = subject.__class__  # not type(): the person of a request is a lazy object
        try:
            return model._default_manager.select_for_update().get(pk=subject.pk)
        except model.DoesNotExist as missing:
            raise NotFound(self.name) from missing

    def _check(self, deed, row) -> None:
        if deed.depth == 0:
            if deed.helper is not None and not standing_in.action_is_open(self.name):
                raise Refused(_("This is not done for somebody else. They can do it themselves later."))
            if row is not None and not may_see(deed.person, row):
                raise NotFound(self.name)
            verdict = self.allow(deed.person, row)
            if not verdict:
                raise Refused(verdict.reason)
        if self._is_stuck(row):
            raise WrongState(_("This can no longer be done. Somebody may have been here before you."))

    def _is_stuck(self, row) -> bool:
        return self.move is not None and getattr(row, self.move.field) not in self.move.before

    def _run(self, row, **inputs) -> Done:
        returned = self.function(row, **inputs) if row is not None else self.function(**inputs)
        if self.move is not None and self.move.to is not None:
            setattr(row, self.move.field, self.move.to)
            row.save(update_fields=[self.move.field])
        return returned if isinstance(returned, Done) else Done(returned)

    def _record(self, deed, row, done: Done, now: datetime) -> None:
        subject_id = str(row.pk) if row is not None else ""
        event = self.event(subject_id=subject_id, **done.facts)
        person = deed.person
        help_given = {"helper_person": str(deed.helper.pk), "help_reason": deed.reason} if deed.helper is not None else {}
        entry = chain.append(
            deed=deed.id,
            at=now,
            action=self.name,
            event=event.code,
            subject_kind=row._meta.label_lower if row is not None else "",
            subject_id=log_people.subject_name(row) if row is not None else "",
            actor_id=str(person.log_name) if person is not None else "",
            channel=deed.channel,
            facts=log_people.without_people({**event.facts(), **help_given}),
        )
        registry.deliver(entry, event)
        deed.depth += 1  # What a reaction does is part of this deed: the person was allowed to do this, and it follows.
        try:
            react(event, now=now)
        finally:
            deed.depth -= 1
        if deed.helper is not None:
            about = done.result if isinstance(done.result, models.Model) else row
            standing_in.deed_was_done(self.name, about, person=person, helper=deed.helper, now=now)


def action(
    name: str,
    *,
    label,
    allow: Rule,
    event: type[Event],
    subject: type[models.Model] | None = None,
    moves: tuple[str, tuple[str, ...], str | None] | None = None,
) -> Callable[[Callable], Action]:
    """Declare a function as the action `name` (app.noun.verb); it is then called like before.

    The function takes the freshly locked row first (when there is a `subject`), then keywords,
    among them `now`. It returns a result, or `Done` when the event needs facts.
    """

    def declare(function: Callable) -> Action:
        declared = Action(
            name=name,
            label=label,
            subject=subject,
            allow=allow,
            move=Move(*moves) if moves else None,
            event=event,
            function=function,
        )
        registry.add(declared)
        for name_of in ("__doc__", "__module__", "__name__"):
            object.__setattr__(declared, name_of, getattr(function, name_of))
        return declared

    return declare
