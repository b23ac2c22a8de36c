"""What an import did, row by row where something went wrong.

Readers add refusals while they read, the writer counts what it wrote, and the command prints it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

OUTCOMES = ("added", "changed", "unchanged", "refused", "gone")


@dataclass(slots=True, frozen=True)
class Refusal:
    """One row, or one field of a row, that was not taken as it stood."""

    file: str
    row: int
    field: str
    reason: str

    def plain(self) -> dict[str, Any]:
        """The form of the JSON report."""
        return {"file": self.file, "row": self.row, "field": self.field, "reason": self.reason}


@dataclass(slots=True)
class Report:
    """Counts by kind of record, the refusals and what the reader noticed.

    `main` is the kind that the headline counts speak of: service or meeting. `broken` is the one
    line about a source that could only be read in part; after an `incomplete` reading nothing is
    taken for gone.
    """

    main: str = "service"
    source: str = ""
    detected: str = ""
    dry_run: bool = False
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    broken: str = ""
    incomplete: bool = False
    doubled: int = 0
    """How many rows have the key of an earlier one."""
    still_there: set[str] = field(default_factory=set)
    """Keys of refused records: what was taken of them before stays."""

    def count(self, kind: str, outcome: str, n: int = 1) -> None:
        """Adds to one count."""
        self.counts.setdefault(kind, Counter())[outcome] += n

    def refuse(self, file: str, row: int, field: str, reason: str, *, kind: str = "") -> None:
        """Notes a refusal; with a `kind` the whole row of that kind is counted as refused."""
        self.refusals.append(Refusal(file, row, field, reason))
        if kind:
            self.count(kind, "refused")

    def stays(self, key: str) -> None:
        """Notes that the source still lists a record that it can't be believed about at present."""
        self.still_there.add(key)

    def note(self, sentence: str) -> None:
        """Notes something about the whole source, once."""
        if sentence not in self.notes:
            self.notes.append(sentence)

    def total(self, outcome: str) -> int:
        """One headline count."""
        return self.counts.get(self.main, Counter())[outcome]

    def plain(self) -> dict[str, Any]:
        """The JSON document that the command prints."""
        kinds = {kind: {outcome: self.counts[kind][outcome] for outcome in OUTCOMES} for kind in sorted(self.counts)}
        return {
            **{outcome: self.total(outcome) for outcome in OUTCOMES},
            "by_kind": kinds,
            "refusals": [refusal.plain() for refusal in self.refusals],
            "source": self.source,
            "detected": self.detected,
            "dry_run": self.dry_run,
            "notes": self.notes,
        }
