"""A copy of the database as it was in one moment, while the place goes on.

Copying the file of a running SQLite database loses rows, and its own check says ok; so the engine's backup
interface is used, by the same engine that writes the file. On PostgreSQL, pg_dump does it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.backends.sqlite3._functions import register

from .counting import figures_of, tables_of_the_place
from .manifest import BackupUnusable

PAGES_AT_A_TIME = 4096
Watch = Callable[[int, int], None]


Head = tuple[int, str]
HEAD_OF_LOG = "SELECT number, digest FROM core_loghead WHERE id = 1"


def copy_sqlite(to: Path, watch: Watch) -> tuple[dict[str, list[int]], Head]:
    """Copy the database to a new file. Returns the figures and the log's head of the very moment that was copied.

    The moment is held by an open read: who writes meanwhile is not kept waiting and is not in the copy.
    """
    import sqlite3

    tables = tables_of_the_place()
    source = sqlite3.connect(f"file:{connection.settings_dict['NAME']}?mode=ro", uri=True, isolation_level=None)
    copy = sqlite3.connect(to)
    # Conditions of tables use functions that Django brings, and checking the copy evaluates them.
    register(copy)
    try:
        source.execute("BEGIN")
        figures = figures_of(source.cursor(), tables)
        source.backup(copy, pages=PAGES_AT_A_TIME, progress=lambda _status, left, total: watch(total - left, total))
        source.execute("COMMIT")
        # One file that needs nothing beside it.
        copy.execute("PRAGMA journal_mode=DELETE")
        copied = figures_of(copy.cursor(), tables)
        answer = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
        head = copy.execute(HEAD_OF_LOG).fetchone() or (0, "")
    finally:
        source.close()
        copy.close()
    if answer != "ok" or copied != figures:
        raise BackupUnusable(f"the copy is not like the database ({answer}); see trellis doctor")
    return figures, head


def copy_postgresql(to: Path) -> tuple[dict[str, list[int]], Head]:
    """Dump the database into a file by pg_dump, which copies one moment. Returns the figures and the log's head of that moment."""
    with connection.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
            figures = figures_of(cursor, tables_of_the_place())
            cursor.execute(HEAD_OF_LOG)
            head = cursor.fetchone() or (0, "")
            run_tool("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={to}")
        finally:
            cursor.execute("ROLLBACK")
    return figures, head


def load_postgresql(dump: Path, *, database: str = "") -> None:
    """Load a dump into an empty database."""
    name = database or connection.settings_dict["NAME"]
    run_tool("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", f"--dbname={name}", str(dump), named=False)


def run_tool(tool: str, *arguments: str, named: bool = True) -> None:
    """Run one of PostgreSQL's programs on this database. BackupUnusable says in one line why it did not work."""
    found = shutil.which(tool)
    if found is None:
        raise BackupUnusable(f"{tool} is not on this machine; install the PostgreSQL client, then try again")
    told: dict[str, Any] = connection.settings_dict
    where = {"PGHOST": told["HOST"], "PGPORT": str(told["PORT"]), "PGUSER": told["USER"], "PGPASSWORD": told["PASSWORD"]}
    where |= {"PGDATABASE": told["NAME"]} if named else {}
    where |= {f"PG{name.upper()}": str(value) for name, value in told["OPTIONS"].items() if name in ("sslmode", "sslrootcert")}
    environment = os.environ | {name: value for name, value in where.items() if value}
    done = subprocess.run([found, *arguments], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no reason was given"])[-1]
        raise BackupUnusable(f"{tool}: {last}")
