"""Following the list of erasures in a database that is older than the list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.contrib.auth import get_user_model

from trellis.core.fields import KeyMissing
from trellis.core.letters.models import Letter

from . import erasures
from .erasing import erase, erase_address
from .models import ErasuresApplied


def is_behind() -> bool:
    """Whether the list holds erasures that this database has not followed."""
    last = next(reversed(erasures.read()), None)
    applied = ErasuresApplied.objects.filter(id=1).first()
    return last is not None and (applied is None or applied.number < last.number or _digest_at(applied.number) != applied.digest)


def follow(*, now: datetime) -> int:
    """Erase again whoever the list names and this database still has. Returns how many people and addresses."""
    entries = erasures.read()
    n = 0
    for person in people_on_the_list(entries):
        erase(person, now=now, listed=False)
        n += 1
    for address, until in _addresses_on_the_list(entries):
        n += bool(erase_address(address, now=now, listed=False, until=until).counts)
    if entries:
        last = entries[-1]
        ErasuresApplied.objects.update_or_create(id=1, defaults={"number": last.number, "digest": last.digest})
    return n


def people_on_the_list(entries: list[erasures.Erasure] | None = None) -> list:
    """The people of this database who were erased. None are, unless an older database was put back."""
    wanted = {each.person for each in (erasures.read() if entries is None else entries) if each.person}
    if not wanted:
        return []
    return [person for person in get_user_model().objects.iterator(chunk_size=1000) if erasures.person_digest(person.pk) in wanted]


def _addresses_on_the_list(entries: list[erasures.Erasure]) -> Iterator[tuple[str, datetime]]:
    """The addresses of letters that were erased, and when. Later letters to the same address are new."""
    wanted: dict[str, datetime] = {}
    for each in entries:
        for digest in each.addresses:
            wanted[digest] = max(each.when, wanted.get(digest, each.when))
    if not wanted:
        return
    seen = set()
    for letter in Letter.objects.filter(recipient=None).iterator(chunk_size=500):
        try:
            address = (letter.address or "").strip().casefold()
        except KeyMissing:
            continue
        until = wanted.get(erasures.address_digest(address))
        if until is not None and address not in seen and letter.queued_at <= until:
            seen.add(address)
            yield address, until


def _digest_at(number: int) -> str:
    entries = erasures.read()
    return entries[number - 1].digest if 0 < number <= len(entries) else ""
