"""Who may: a yes, or a no with a reason that can be shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Verdict:
    """The answer to "may they?". False in a condition when refused."""

    allowed: bool
    reason: Any = ""

    def __bool__(self) -> bool:
        return self.allowed


Rule = Callable[[Any, Any], Verdict]


def yes() -> Verdict:
    """They may."""
    return Verdict(True)


def no(reason) -> Verdict:
    """They may not, for this reason (a translatable sentence)."""
    return Verdict(False, reason)


def anyone(person, subject) -> Verdict:
    """Nobody needs an account for this."""
    return yes()


def signed_in(person, subject) -> Verdict:
    """Any person who has signed in."""
    return yes() if person is not None else no(_("Please sign in first."))


def only_by_trellis(person, subject) -> Verdict:
    """Nobody through a page: only the program itself does this (imports, jobs, the demo)."""
    from trellis.core.actions.context import acting_as_program

    if acting_as_program():
        return yes()
    return no(_("Only the program itself does this."))


def holder_of(role: str) -> Rule:
    """A rule: the person holds the role for the whole place."""

    def rule(person, subject) -> Verdict:
        if person is None:
            return no(_("Please sign in first."))
        if person.holds(role):
            return yes()
        from trellis.core.people.roles import ROLES

        return no(_("This is for people who have the role “%(role)s”.") % {"role": ROLES[role].name})

    rule.__name__ = f"holder_of_{role}"
    rule.__doc__ = f"A person who holds the role {role} for the whole place."
    return rule


def may_see(person, subject) -> bool:
    """Whether the row exists for this person; rows without a say are visible to all."""
    check = getattr(subject, "is_visible_to", None)
    return True if check is None else bool(check(person))
