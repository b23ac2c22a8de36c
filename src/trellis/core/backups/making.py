"""Making a backup: the database of one moment, the files, the list of erasures, and a manifest; one zip file."""

from __future__ import annotations

import os
import tempfile
import zipfile
from collections.abc import Callable
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from trellis.core.files.models import StoredFile, files_folder, path_of
from trellis.core.forgetting import erasures

from . import manifest as manifests
from .copying import copy_postgresql, copy_sqlite
from .elsewhere import DATABASE
from .manifest import BackupUnusable, Manifest

DUMP = "trellis.pgdump"
Watch = Callable[[str, int, int], None]


def make(to: Path, *, now: datetime, with_keys: bool = False, watch: Watch = lambda _what, _done, _total: None) -> Manifest:
    """Make a backup at this path, which appears only once it is whole. BackupUnusable says why it could not be.

    The keys stay out unless asked for: whoever finds a backup must not be able to read what was told in confidence.
    """
    if to.exists():
        raise BackupUnusable(f"{to} is there already; choose another name")
    if not to.parent.is_dir():
        raise BackupUnusable(f"{to.parent} is not a folder")
    with tempfile.TemporaryDirectory(dir=to.parent, prefix=".backup-") as scratch:
        draft, database = Path(scratch) / "backup.zip", Path(scratch) / _database_name()
        if connection.vendor == "sqlite":
            figures, head = copy_sqlite(database, lambda done, total: watch("Copying the database", done, total))
        else:
            figures, head = copy_postgresql(database)
        manifest = _described(figures, head, now=now, with_keys=with_keys)
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
                _pack(archive, manifest, database, with_keys=with_keys, watch=watch)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, to)
    return manifest


def _pack(archive: zipfile.ZipFile, manifest: Manifest, database: Path, *, with_keys: bool, watch: Watch) -> None:
    def add(path: Path, name: str) -> None:
        manifest.sha256[name] = manifests.digest_of(path)
        archive.write(path, name)

    add(database, database.name)
    wanted = _files_in(database)
    for number, sha256 in enumerate(wanted, 1):
        path = path_of(sha256)
        name = f"files/{path.relative_to(files_folder()).as_posix()}"
        if path.exists():
            add(path, name)
        else:
            manifest.missing_files.append(name)
        watch("Adding files", number, len(wanted))
    if erasures.list_path().exists():
        add(erasures.list_path(), erasures.FILE)
    if with_keys:
        for path in sorted(Path(settings.SECRETS_DIR).iterdir()):
            if path.is_file() and not path.name.startswith("."):
                add(path, f"secrets/{path.name}")
    archive.writestr(manifests.FILE, manifest.text())


def _files_in(database: Path) -> list[str]:
    """Which files the copied database knows, not the running one, which goes on."""
    if connection.vendor != "sqlite":
        return sorted(set(StoredFile.objects.values_list("sha256", flat=True)))
    import sqlite3

    copy = sqlite3.connect(database)
    try:
        return sorted({row[0] for row in copy.execute("SELECT DISTINCT sha256 FROM core_storedfile")})
    finally:
        copy.close()


def _described(figures: dict[str, list[int]], head: tuple[int, str], *, now: datetime, with_keys: bool) -> Manifest:
    return Manifest(
        made_at=now.isoformat(timespec="seconds"),
        place=settings.PLACE_NAME,
        version=_version(),
        engine=connection.vendor,
        migrations=sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()),
        figures=figures,
        log_number=head[0],
        log_head=head[1],
        key_check=manifests.key_check(),
        with_keys=with_keys,
    )


def _database_name() -> str:
    return DATABASE if connection.vendor == "sqlite" else DUMP


def _version() -> str:
    try:
        return version("trellis")
    except PackageNotFoundError:
        return "unknown"
