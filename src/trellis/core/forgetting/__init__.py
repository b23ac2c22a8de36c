"""Forgetting people and what has had its time, by what the register says.

    erase(person, now=now)            # everything of theirs, everywhere, in the caller's transaction or its own
    everything_of(person)             # the same rows, to take away first
    purge(now, dry_run=True)          # what is older than its model says it is kept

The register says of each row whose it is. What no column can say (their words in another's letter, a file beside
the database) is known by those who write it, who declare a function:

    @also_forgets
    def names_in_records(them: Identity, now: datetime) -> int: ...
"""

from .hooks import also_forgets
from .identity import Identity

__all__ = ["Identity", "also_forgets"]
