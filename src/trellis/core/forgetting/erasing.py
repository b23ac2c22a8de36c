"""Erasing a person: everything of theirs, in one transaction, then the files of the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from django.contrib.auth import get_user_model
from django.db import transaction

from trellis.core.search.forgetting import forget_unused_words

from . import erasures
from .applying import apply
from .hooks import all_hooks
from .identity import Identity, identity_of
from .letters import forget_letters, forget_mail_files
from .models import ErasuresApplied
from .owned import owned_by
from .stored_files import discard_ownerless
from .sweeping import sweep_or_later
from .traces import forget_traces

OTHERS_LETTERS = "core.Letter"
BY_HOOKS = "named elsewhere"


class _Undo(Exception):
    """Takes back all that a dry run did."""


@dataclass(frozen=True)
class Erased:
    """What an erasure touched: how many rows or files of each kind."""

    counts: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def erase(person, *, now: datetime, listed: bool = True) -> Erased:
    """Erase a person, of whom nothing is left when this returns and the transaction is committed.

    The entry in the list of erasures is on the disk before the commit: should the machine stop in between, the
    erasure is done when it starts again. `listed=False` is for following that list.
    """
    return _erase(identity_of(person), now=now, listed=listed)


def erase_address(address: str, *, now: datetime, listed: bool = True, until: datetime | None = None) -> Erased:
    """Erase what is known of somebody without an account, by their e-mail address."""
    return _erase(Identity(addresses=frozenset({address.strip().casefold()})), now=now, listed=listed, until=until)


def would_erase(person, *, now: datetime) -> Erased:
    """What erasing the person would touch; nothing is changed. It is done and taken back, so that the counts are true."""
    counts: dict[str, int] = {}
    try:
        with transaction.atomic():
            counts = dict(_forget(identity_of(person), now, until=None, with_files=False))
            raise _Undo
    except _Undo:
        return Erased(counts)


def _erase(them: Identity, *, now: datetime, listed: bool, until: datetime | None = None) -> Erased:
    with transaction.atomic():
        counts = _forget(them, now, until=until, with_files=True)
        if listed:
            entry = erasures.add(them.person_id, them.addresses, now=now)
            ErasuresApplied.objects.update_or_create(id=1, defaults={"number": entry.number, "digest": entry.digest})
        transaction.on_commit(partial(sweep_or_later, [label for label in counts if "." in label]))
    return Erased(dict(counts))


def _forget(them: Identity, now: datetime, *, until: datetime | None, with_files: bool) -> Counter[str]:
    """Everything but the list, inside the caller's transaction."""
    counts: Counter[str] = Counter()
    for function in all_hooks():
        counts[BY_HOOKS] += function(them, now)
    counts[OTHERS_LETTERS], letter_ids = forget_letters(them, until=until)
    counts += forget_traces(them)
    if them.person_id is not None:
        owned = list(owned_by(them.person_id))
        kinds = {each.model._meta.label_lower for each in owned} | {get_user_model()._meta.label_lower}
        counts += apply(owned, them.person_id)
        counts["core.StoredFile"] += discard_ownerless(kinds | _below(each.model for each in owned))
    forget_unused_words()
    if with_files:
        # Outside the database, so never taken back: only once everything else is sure.
        transaction.on_commit(partial(forget_mail_files, them, letter_ids))
    return +counts


def _below(models: Iterable[type]) -> set[str]:
    """The kinds of rows that go when rows of these models go."""
    found: set[str] = set()
    waiting = list(models)
    while waiting:
        for relation in waiting.pop()._meta.related_objects:
            label = relation.related_model._meta.label_lower
            if label not in found:
                found.add(label)
                waiting.append(relation.related_model)
    return found
