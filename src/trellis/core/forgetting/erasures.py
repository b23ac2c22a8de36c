"""The list of erasures: who was erased, so that an older backup does not bring them back.

TRELLIS_DATA/erased.jsonl, one line for each erasure, written to the disk before the erasure is committed. It
holds keyed digests only: with the list and without the place's key nobody can say who is on it. Each line's
digest covers the line before, so that none can be lost unseen.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from trellis.core.fields import blind_index

PURPOSE = "erasure"
FILE = "erased.jsonl"


class ListDamaged(Exception):
    """The list of erasures does not read as it was written."""


@dataclass(frozen=True)
class Erasure:
    """One entry: when, and the digests of the person's id and of their addresses."""

    number: int
    at: str
    person: str
    addresses: tuple[str, ...]
    digest: str

    @property
    def when(self) -> datetime:
        return datetime.fromisoformat(self.at)


def list_path(folder: Path | None = None) -> Path:
    return Path(folder or settings.TRELLIS_DATA) / FILE


def person_digest(person_id) -> str:
    """The digest by which an erased person is recognised."""
    return blind_index(str(person_id), f"{PURPOSE} person") if person_id else ""


def address_digest(address: str) -> str:
    return blind_index(address.strip().casefold(), f"{PURPOSE} address")


def add(person_id, addresses: Iterable[str], *, now: datetime) -> Erasure:
    """Write an entry to the disk."""
    return add_digests(
        person_digest(person_id), sorted(map(address_digest, addresses)), at=now.astimezone(UTC).isoformat(timespec="seconds")
    )


def add_digests(person: str, addresses: Iterable[str], *, at: str) -> Erasure:
    """Write an entry that is already in digests, as another copy of the list has it."""
    path = list_path()
    with _held(path) as file:
        last = _last_of(read(path))
        entry = _made(last, at=at, person=person, addresses=tuple(addresses))
        file.write(_line(entry))
        file.flush()
        os.fsync(file.fileno())
    return entry


def read(path: Path | None = None) -> list[Erasure]:
    """The entries in order. ListDamaged when a line was lost or changed."""
    path = path or list_path()
    if not path.exists():
        return []
    entries: list[Erasure] = []
    for number, line in enumerate(path.read_text().splitlines(), 1):
        try:
            found = json.loads(line)
            entry = Erasure(found["number"], found["at"], found["person"], tuple(found["addresses"]), found["digest"])
            datetime.fromisoformat(entry.at)
        except (ValueError, KeyError, TypeError) as error:
            raise ListDamaged(f"{path}, line {number}: this is not an entry of the list of erasures") from error
        if entry != _made(_last_of(entries), at=entry.at, person=entry.person, addresses=entry.addresses):
            raise ListDamaged(f"{path}, line {number}: an entry before this one was lost or changed")
        entries.append(entry)
    return entries


def take_in(entries: Iterable[Erasure]) -> int:
    """Add the entries of another copy of the list that ours does not have. Returns how many."""
    known = {(each.person, each.addresses, each.at) for each in read()}
    n = 0
    for each in entries:
        if (each.person, each.addresses, each.at) not in known:
            add_digests(each.person, each.addresses, at=each.at)
            n += 1
    return n


def _last_of(entries: list[Erasure]) -> Erasure | None:
    return entries[-1] if entries else None


def _made(last: Erasure | None, *, at: str, person: str, addresses: tuple[str, ...]) -> Erasure:
    number, previous = (last.number + 1, last.digest) if last else (1, "")
    text = json.dumps([number, at, person, addresses], separators=(",", ":"))
    return Erasure(number, at, person, addresses, hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest())


def _line(entry: Erasure) -> str:
    return json.dumps(asdict(entry), separators=(",", ":")) + "\n"


@contextmanager
def _held(path: Path) -> Iterator:
    """The file, to be added to by one process at a time, readable by its owner only."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file
