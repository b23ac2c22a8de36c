"""How often one caller rang today, where a line wants a limit: in the memory of this process only.

What it does: a caller who is told of the limit makes up a word, the handler types it, and it is counted here under a keyed digest.
The key is made anew by chance each day and each time the program starts, and is written nowhere; at midnight the key and all
digests are dropped. Nothing reaches the database, a file, the cache or a log.

What it does not do: each web process counts for itself, so that the number may be too small, never too large; and whoever makes up
another word starts again. It reminds a handler; it locks nobody out.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from trellis.kernels.text import fold


@dataclass
class Today:
    """The counts of one day."""

    day: date | None = None
    key: bytes = b""
    counts: Counter = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, line_id, word: str, *, day: date, seconds_left: float) -> int:
        """One more contact of whoever uses this word; which one of today it is. `seconds_left`: how long the day still lasts."""
        with self.lock:
            if day != self.day:
                self.day, self.key = day, secrets.token_bytes(32)
                self.counts.clear()
                midnight = threading.Timer(seconds_left, self.drop, kwargs={"day": day})
                midnight.daemon = True
                midnight.start()
            digest = hashlib.blake2b(f"{line_id}\n{fold(word)}".encode(), key=self.key, digest_size=16).digest()
            self.counts[digest] += 1
            return self.counts[digest]

    def drop(self, *, day: date | None = None) -> None:
        """Forget everything; with a `day` only if it is still counted."""
        with self.lock:
            if day is None or day == self.day:
                self.day, self.key = None, b""
                self.counts.clear()


TODAY = Today()
