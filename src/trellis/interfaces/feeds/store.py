"""A scratch database on disk in which the rows of a source are joined.

A source may be larger than memory and its tables come in any order; so rows go in first and are
taken out with what belongs to them. It is deleted when the import ends.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(slots=True)
class Stored:
    """A row taken out again: its fields and where they stood."""

    kind: str
    key: str
    file: str
    number: int
    data: dict[str, Any]


class Store:
    """Rows by kind and key, with links from each row to those it belongs to."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.executescript(
            """
            PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -16000;
            CREATE TABLE row (n INTEGER PRIMARY KEY, kind TEXT, key TEXT, file TEXT, number INT,
                              data TEXT);
            CREATE INDEX row_key ON row (kind, key);
            CREATE TABLE link (owner TEXT, owner_key TEXT, kind TEXT, row INT);
            CREATE INDEX link_owner ON link (owner, owner_key, kind);
            CREATE INDEX link_row ON link (row);
            BEGIN;
            """
        )

    def close(self) -> None:
        self._db.close()

    def add(
        self,
        kind: str,
        key: str,
        data: dict[str, Any],
        *,
        file: str,
        number: int,
        owners: Iterable[tuple[str, str]] = (),
    ) -> None:
        """Keeps a row and whom it belongs to."""
        text = json.dumps(data, ensure_ascii=True, default=str)
        row = self._db.execute(
            "INSERT INTO row (kind, key, file, number, data) VALUES (?, ?, ?, ?, ?)",
            (kind, key, file, number, text),
        ).lastrowid
        self._db.executemany(
            "INSERT INTO link VALUES (?, ?, ?, ?)",
            [(owner, owner_key, kind, row) for owner, owner_key in owners],
        )

    def has(self, kind: str, key: str) -> bool:
        """Whether a row of this kind has this key."""
        found = self._db.execute("SELECT 1 FROM row WHERE kind = ? AND key = ?", (kind, key))
        return found.fetchone() is not None

    def get(self, kind: str, key: str) -> Stored | None:
        """The first row of this kind and key."""
        found = self._select("WHERE kind = ? AND key = ? ORDER BY n LIMIT 1", (kind, key))
        return next(found, None)

    def forget(self, kind: str, key: str, *, keep: tuple[str, ...] = ()) -> None:
        """Drops a row and everything that belongs to it, but for the kinds in `keep`."""
        owned = self._db.execute(
            "SELECT row.n, row.kind, row.key FROM link JOIN row ON row.n = link.row WHERE owner = ? AND owner_key = ?",
            (kind, key),
        ).fetchall()
        for n, owned_kind, owned_key in owned:
            if owned_kind in keep:
                continue
            if owned_kind in ("contact", "service_at_location"):
                self.forget(owned_kind, owned_key)
            self._db.execute("DELETE FROM link WHERE row = ?", (n,))
            self._db.execute("DELETE FROM row WHERE n = ?", (n,))
        self._db.execute("DELETE FROM row WHERE kind = ? AND key = ?", (kind, key))

    def hand_over(self, kind: str, wrong: str, right: str) -> int:
        """Moves links that name a key of the `right` kind as one of the `wrong` kind."""
        return self._db.execute(
            "UPDATE link SET owner = ? WHERE kind = ? AND owner = ?"
            " AND NOT EXISTS (SELECT 1 FROM row WHERE kind = ? AND key = owner_key)"
            " AND EXISTS (SELECT 1 FROM row WHERE kind = ? AND key = owner_key)",
            (right, kind, wrong, wrong, right),
        ).rowcount

    def prefer(self, kind: str, first: str, second: str) -> None:
        """Where a row belongs to a `first` that exists, it no longer belongs to a `second`."""
        self._db.execute(
            "DELETE FROM link WHERE kind = ? AND owner = ? AND EXISTS ("
            " SELECT 1 FROM link AS better JOIN row ON row.kind = better.owner"
            " AND row.key = better.owner_key WHERE better.row = link.row AND better.owner = ?)",
            (kind, second, first),
        )

    def count(self, kind: str) -> int:
        """How many rows of a kind there are."""
        return self._db.execute("SELECT count(*) FROM row WHERE kind = ?", (kind,)).fetchone()[0]

    def all(self, kind: str) -> Iterator[Stored]:
        """Every row of a kind, in the order in which they came."""
        last = 0
        while True:
            page = self._db.execute(
                "SELECT n, kind, key, file, number, data FROM row WHERE kind = ? AND n > ? ORDER BY n LIMIT 200",
                (kind, last),
            ).fetchall()
            if not page:
                return
            last = page[-1][0]
            for each in page:
                yield Stored(each[1], each[2], each[3], each[4], json.loads(each[5]))

    def of(self, owner: str, key: str, kind: str) -> list[Stored]:
        """The rows of a kind that belong to an owner."""
        return list(
            self._select(
                "WHERE n IN (SELECT row FROM link WHERE owner = ? AND owner_key = ? AND kind = ?) ORDER BY n",
                (owner, key, kind),
            )
        )

    def orphans(self, kind: str, owners: tuple[str, ...]) -> Iterator[Stored]:
        """Rows of a kind none of whose owners exists."""
        marks = ", ".join("?" for _each in owners)
        yield from self._select(
            f"WHERE kind = ? AND NOT EXISTS (SELECT 1 FROM link JOIN row AS held"
            f" ON held.kind = link.owner AND held.key = link.owner_key"
            f" WHERE link.row = row.n AND link.owner IN ({marks})) ORDER BY n",
            (kind, *owners),
        )

    def _select(self, where: str, values: tuple) -> Iterator[Stored]:
        found = self._db.execute(f"SELECT kind, key, file, number, data FROM row {where}", values)
        for kind, key, file, number, data in found:
            yield Stored(kind, key, file, number, json.loads(data))


@contextmanager
def scratch() -> Iterator[Store]:
    """A store that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="trellis-import-") as folder:
        store = Store(Path(folder, "rows.sqlite3"))
        try:
            yield store
        finally:
            store.close()
