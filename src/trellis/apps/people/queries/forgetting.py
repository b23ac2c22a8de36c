"""What a person is told before they take everything out or are forgotten, and what anyone may know of what is kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from trellis.apps.people.models import Takeout
from trellis.core.forgetting.models import PurgeRun
from trellis.core.forgetting.owned import installed_descriptions
from trellis.core.people.models import Grant, Person
from trellis.core.register.declarations import Description
from trellis.core.register.names import name_of

NEEDED = ("steward", "guardian")
"""Roles without which a place does not go on: one gives roles, one reads what people are worried about."""


@dataclass(frozen=True)
class Kind:
    """One kind of row, as one reads it: what it is, what becomes of it on erasure, how long it stays, why, and who reads it."""

    label: str
    title: str
    on_erasure: str
    kept: str
    purposes: list[str]
    grounds: list[str]
    times: list[str]
    readers: list[str]
    is_encrypted: bool


def last_holder_of(person: Person) -> str:
    """The needed role that only this person holds, or ""."""
    for role in NEEDED:
        holders = set(Grant.objects.filter(role=role, scope_id="", person__is_active=True).values_list("person_id", flat=True))
        if holders == {person.pk}:
            return role
    return ""


def takeout_of(person: Person) -> Takeout | None:
    """The person's takeout, whatever its state."""
    return Takeout.objects.filter(person=person).first()


def last_purge() -> PurgeRun | None:
    """The last purge that ended."""
    return PurgeRun.objects.exclude(finished_at=None).order_by("-started_at").first()


def kinds_kept(*, everything: bool = False) -> list[Kind]:
    """Each kind of row that holds something of a person and that they can take out; with `everything`, all others too."""
    kinds = []
    for description in installed_descriptions():
        theirs = any(each.takeout for each in description.people.values())
        if description.personal and (everything or theirs):
            kinds.append(_kind(description))
    return sorted(kinds, key=lambda each: each.title.casefold())


def _kind(description: Description) -> Kind:
    said = list(description.personal.values())
    return Kind(
        label=description.model._meta.label_lower,
        title=name_of(description.model),
        on_erasure=_on_erasure(description),
        kept=_kept(description),
        purposes=_once(each.purpose for each in said),
        grounds=_once(each.basis for each in said),
        times=_once(each.retention for each in said),
        readers=_once(each.readers for each in said),
        is_encrypted=any(each.needs_encryption for each in said),
    )


def _once(sentences: Iterable[str]) -> list[str]:
    """Each sentence once, in the reader's language, in the order in which they came."""
    return list(dict.fromkeys(capfirst(_(each)) for each in sentences if each))


def _on_erasure(description: Description) -> str:
    ways = {each.on_erasure for each in description.people.values()}
    if "delete" in ways:
        return _("It goes when you are erased.")
    if "blank" in ways:
        return _("It is emptied when you are erased: that something was here stays, not what and not by whom.")
    if "unlink" in ways:
        return _("It stays when you are erased, and no longer says that it was you.")
    return _("It does not say whose it is.")


def _kept(description: Description) -> str:
    if not description.keep:
        return ""
    days = max(each.days for each in description.keep)
    if days <= 1:
        return _("It goes by itself within a day of its end.")
    return _("It goes by itself after %(days)d days at most.") % {"days": days}
