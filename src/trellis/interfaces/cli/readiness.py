"""Is the database there and up to date, and are the page files gathered?"""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from trellis.core.console import BadInput, say

POSTGRESQL_LOCK = 0x7472656C6C6973
"""The word "trellis" as a number: the advisory lock that keeps two nodes from migrating at once."""

STAMP = ".gathered"


def pending_migrations() -> list[str]:
    """Names of the migrations that this code has and the database has not."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def is_empty() -> bool:
    """Whether nothing has ever been set up in this database."""
    return not connection.introspection.table_names()


def require_ready() -> None:
    """Set up an empty database; refuse one that is behind this code."""
    if is_empty():
        say("The database is empty: setting it up.")
        migrate()
    elif pending := pending_migrations():
        raise BadInput(f"the database is behind this version by {len(pending)} steps; back it up, then run: trellis prepare")


def migrate() -> None:
    """Bring the database up to date. Of several processes that try at once, one does it and the rest wait."""
    with _alone():
        if pending_migrations():
            call_command("migrate", interactive=False, verbosity=0)
        # The cache is a table of its own that migrations don't make.
        call_command("createcachetable", verbosity=0)


def gather_static() -> bool:
    """Collect and compress the page files when they have changed; says whether it did.

    The stamp is over names, sizes and times, so that an unchanged start costs a directory walk only. Files of
    earlier versions stay: a page that somebody opened before an update still asks for them.
    """
    root = Path(settings.STATIC_ROOT)
    stamp = root / STAMP
    wanted = _fingerprint()
    with _file_lock(".static.lock"):
        if stamp.exists() and stamp.read_text() == wanted:
            return False
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(wanted)
        return True


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the database's lock: of this machine on SQLite, of all nodes on PostgreSQL."""
    if connection.vendor != "postgresql":
        with _file_lock(".migrate.lock"):
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [POSTGRESQL_LOCK])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [POSTGRESQL_LOCK])


@contextmanager
def _file_lock(name: str) -> Iterator[None]:
    with open(settings.TRELLIS_DATA / name, "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _fingerprint() -> str:
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    ignored = apps.get_app_config("staticfiles").ignore_patterns
    for finder in get_finders():
        for name, storage in finder.list(ignored):
            found = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()
