"""Who may read and write in a group's threads. An app above may say so for its own kinds of groups; the rest are the members'."""

from __future__ import annotations

from collections.abc import Callable

from trellis.apps.people.models import Membership
from trellis.apps.people.queries.membership import membership_of
from trellis.core.references import Ref

Answer = Callable[[object, Ref], bool]
Grouped = Callable[[Ref], Ref | None]

_may_read: dict[str, Answer] = {}
_may_write: dict[str, Answer] = {}
_groups: dict[str, Grouped] = {}


def circle(kind: str, *, read: Answer | None = None, write: Answer | None = None, group: Grouped | None = None) -> None:
    """Say who may read or write what is about things of this kind, such as "directory.service".

    Each answer takes the person (None for a visitor) and the reference. Writing needs a membership besides,
    because a comment stands under the name its writer has in the group. For what is no group itself (a gathering, a need)
    `group` says in which group it is talked about; None when the thing is gone, and then nobody reads on.
    """
    for table, answer in ((_may_read, read), (_may_write, write), (_groups, group)):
        if answer is not None:
            if kind in table:
                raise TypeError(f"somebody has said already who may take part in {kind}")
            table[kind] = answer


def group_of(about: Ref) -> Ref | None:
    """The group whose members talk about it, and in which they have their names."""
    return _groups[about.kind](about) if about.kind in _groups else about


def membership_for(person, about: Ref) -> Membership | None:
    """The membership under whose name this person talks about it."""
    group = group_of(about)
    return membership_of(person, group) if group is not None else None


def may_read(person, about: Ref, *, member: bool | None = None) -> bool:
    """Whether the person may read what this group says. `member` spares looking, where it is known."""
    if person is None:
        return False
    if about.kind in _may_read:
        return bool(_may_read[about.kind](person, about))
    return membership_for(person, about) is not None if member is None else member


def may_write(person, about: Ref, *, member: bool | None = None) -> bool:
    """Whether the person may write there."""
    member = membership_for(person, about) is not None if member is None else member
    if not member or not may_read(person, about, member=member):
        return False
    return about.kind not in _may_write or bool(_may_write[about.kind](person, about))
