"""Making sure that what was deleted has left the files of the database too.

SQLite: secure_delete overwrites what is deleted, but the write-ahead log still holds it until everything is moved
into the main file and the log is cut to nothing. PostgreSQL: a deleted row stays in the table's file until VACUUM,
and its bytes until the space is used again; VACUUM FULL writes a table anew and unlinks the old file. Its own
write-ahead log and its backups keep copies for as long as the server is told to keep them.
"""

from __future__ import annotations

import time
from collections.abc import Iterable

from django.apps import apps
from django.db import OperationalError, connection

from trellis.core.jobs import job

PATIENCE_SECONDS = 5.0
REWRITTEN_UP_TO = 200 * 1024 * 1024
"""Tables up to this size are written anew at once; larger ones are only vacuumed, so that nobody waits for minutes."""


class StillInUse(OperationalError):
    """Somebody reads the database right now, so its write-ahead log can't be cut."""


def sweep(labels: Iterable[str] = (), *, patience: float = PATIENCE_SECONDS) -> bool:
    """Clean the files of the database now; False when somebody was reading all the while. Not inside a transaction.

    `labels` are the models of which rows went, which PostgreSQL needs to know.
    """
    if connection.vendor == "postgresql":
        _vacuum(labels)
        return True
    until = time.monotonic() + patience
    while not _checkpoint():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def sweep_or_later(labels: Iterable[str] = ()) -> bool:
    """Clean now, or leave it to a job that tries until it can."""
    labels = sorted(labels)
    if sweep(labels):
        return True
    sweep_later.enqueue_once("sweep", labels)
    return False


@job(limit_seconds=60, attempts=50, retry_on=(OperationalError,), pauses=(10, 30, 60))
def sweep_later(labels: list[str]) -> None:
    """Clean the files of the database once nobody reads it."""
    if not sweep(labels):
        raise StillInUse("the database was being read all the while")


def _checkpoint() -> bool:
    """Move the write-ahead log into the main file and cut it to nothing. Nothing to do without such a log."""
    with connection.cursor() as cursor:
        busy, _in_log, _moved = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def _vacuum(labels: Iterable[str]) -> None:
    wanted = {*labels, "core.Person", "core.Letter"}
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.label in wanted}
    with connection.cursor() as cursor:
        for table in sorted({*tables, "trellis_cache"} & set(connection.introspection.table_names())):
            cursor.execute("SELECT pg_total_relation_size(%s)", [table])
            full = "FULL " if cursor.fetchone()[0] <= REWRITTEN_UP_TO else ""
            cursor.execute(f"VACUUM {full}{connection.ops.quote_name(table)}")
