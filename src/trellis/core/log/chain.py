"""Adding to the log and checking it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction

from trellis.core.log.models import LogEntry, LogHead, PublishedHead

_COVERED = (
    "number", "deed", "at", "action", "event", "subject_kind", "subject_id", "actor_id",
    "channel", "facts",
)  # fmt: skip


def digest_of(entry: LogEntry, previous: str) -> str:
    """SHA-256 (hex) over the previous digest and the entry in canonical JSON."""
    covered = {name: getattr(entry, name) for name in _COVERED}
    covered["deed"] = str(covered["deed"])
    covered["at"] = covered["at"].astimezone(UTC).isoformat(timespec="microseconds")
    text = json.dumps(covered, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


def append(**fields) -> LogEntry:
    """Add one entry at the head, inside the caller's transaction."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a fact is logged in the transaction that made it true")
    LogHead.objects.get_or_create(id=1)
    head = LogHead.objects.select_for_update().get(id=1)
    entry = LogEntry(number=head.number + 1, **fields)
    entry.digest = digest_of(entry, head.digest)
    entry.save(force_insert=True)
    LogHead.objects.filter(id=1).update(number=entry.number, digest=entry.digest)
    return entry


@dataclass(frozen=True)
class Fault:
    """A place where the log is not what it was: the entry's number and what is wrong."""

    number: int
    problem: str


def faults() -> Iterator[Fault]:
    """Walk the log from its first entry to its published head; nothing is yielded when it holds."""
    published = dict(PublishedHead.objects.values_list("number", "digest"))
    previous, expected = "", 1
    for entry in LogEntry.objects.order_by("number").iterator(chunk_size=1000):
        if entry.number != expected:
            yield Fault(expected, "is missing")
        if digest_of(entry, previous) != entry.digest:
            yield Fault(entry.number, "does not match its digest")
        if published.pop(entry.number, entry.digest) != entry.digest:
            yield Fault(entry.number, "is not the entry that was published")
        previous, expected = entry.digest, entry.number + 1
    head = LogHead.objects.filter(id=1).first()
    if head and (head.number, head.digest) != (expected - 1, previous):
        yield Fault(head.number, "is the head, but the log ends elsewhere")
    for number in sorted(published):
        yield Fault(number, "was published and is no longer there")


def publish_head(*, now: datetime) -> PublishedHead | None:
    """Remember the present head as published; None while the log is empty."""
    head = LogHead.objects.filter(id=1).first()
    if head is None or not head.number:
        return None
    return PublishedHead.objects.get_or_create(number=head.number, defaults={"digest": head.digest, "published_at": now})[0]
