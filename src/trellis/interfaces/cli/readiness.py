"""Is the database there and up to date, and are the page files gathered?"""

import fcntl
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from trellis.apps.directory.actions.gazetteer import ensure_gazetteer
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


def require_ready(fill: Callable[[], None] | None = None) -> None:
    """Set up an empty database; refuse one that is behind this code."""
    if is_empty():
        say("The database is empty: setting it up.")
        migrate(fill)
    elif pending := pending_migrations():
        raise BadInput(f"the database is behind this version by {len(pending)} steps; back it up, then run: trellis prepare")
    elif fill:
        with _alone():
            fill()


def migrate(fill: Callable[[], None] | None = None) -> None:
    """Bring the database up to date, then let `fill` put first content in it.

    Of several processes that try at once, one does it and the rest wait.
    """
    with _alone(), _new_file_at_once():
        if pending_migrations():
            call_command("migrate", interactive=False, verbosity=0)
        # The cache is a table of its own that migrations don't make.
        call_command("createcachetable", verbosity=0)
        _learn_places()
        if fill:
            fill()


def _learn_places() -> None:
    """Load the names of places, so that "near Clacton" is understood in a directory that never had the demo."""
    try:
        ensure_gazetteer()
    except FileNotFoundError as missing:
        say(f"The list of places is missing ({Path(str(missing.filename)).name}): only postcodes and positions will be found.")


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
def _new_file_at_once() -> Iterator[None]:
    """Write a new SQLite file aside, without waiting for the disk, and give it its name when all of it is on the disk.

    There are some hundred commits, and a slow disk takes a while for each. A power cut on the way leaves no database,
    never half of one. A file that is there, or that somebody else has open, is worked on in place and in safety.
    """
    if connection.vendor != "sqlite" or not is_empty():
        yield
        return
    path = Path(connection.settings_dict["NAME"])
    connection.close()
    if path.with_name(f"{path.name}-wal").exists():
        yield
        return
    draft = path.with_name(f"{path.name}.new")
    for leftover in path.parent.glob(f"{draft.name}*"):
        leftover.unlink()
    connection.settings_dict["NAME"] = str(draft)
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")
        yield
        # The last connection that closes moves everything into the one file.
        connection.close()
        _sync(draft)
        draft.replace(path)
        _sync(path.parent)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = str(path)


def _sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


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
