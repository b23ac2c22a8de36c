"""Restoring a backup: aside first, checked, brought up to date, freed of whoever was erased since; then put in place."""

from __future__ import annotations

import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from trellis.core.actions import as_program
from trellis.core.fields import KeyMissing
from trellis.core.fields.rotation import encrypted_fields
from trellis.core.forgetting import erasures, following
from trellis.core.forgetting.sweeping import sweep
from trellis.core.log import chain

from . import manifest as manifests
from .copying import load_postgresql
from .counting import differences, figures_of, tables_of_the_place
from .elsewhere import DATABASE, elsewhere
from .making import DUMP
from .manifest import BackupUnusable, Manifest

Watch = Callable[[str, int, int], None]
PATIENCE = 20.0
CHUNK = 1024 * 1024


def quiet(_what: str, _done: int, _total: int) -> None:
    """Watches nothing."""


@dataclass
class Restored:
    """What a restore did."""

    manifest: Manifest
    n_erased: int = 0
    aside: Path | None = None
    log_number: int = 0
    problems: list[str] = field(default_factory=list)


def read_manifest(path: Path) -> Manifest:
    """The manifest of a backup file."""
    try:
        with zipfile.ZipFile(path) as archive:
            return manifests.parse(archive.read(manifests.FILE))
    except (zipfile.BadZipFile, KeyError, EOFError) as error:
        raise BackupUnusable("this is not a backup of Trellis, or it is damaged") from error


def restore(
    path: Path, *, now: datetime, force: bool = False, keys: Path | None = None, lists: tuple[Path, ...] = (), watch: Watch = quiet
) -> Restored:
    """Put a backup in the place of an empty data folder; with `force`, what is there is moved aside.

    Nothing is put in place before all of it was checked, and before everybody on the list of erasures, of this
    place, of the backup and of `lists`, was erased from it again.
    """
    folder = Path(settings.TRELLIS_DATA)
    manifest = read_manifest(path)
    _require_fit(manifest)
    if not force and not _is_empty(folder):
        raise BackupUnusable(f"{folder} already holds a place; --force moves it aside first")
    known = [entry for each in lists for entry in _read_list(each)]
    known += _read_list(erasures.list_path())
    restored = Restored(manifest)
    if connection.vendor != "sqlite":
        return _restore_postgresql(path, restored, known, now=now, force=force, keys=keys, watch=watch)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".restoring-") as scratch:
        draft = Path(scratch)
        unpack(path, manifest, draft, watch)
        bring_keys(draft, manifest, keys)
        with elsewhere(draft):
            check_and_settle(restored, known, now=now)
        restored.aside = _put_in_place(draft, folder, now)
    return restored


def unpack(path: Path, manifest: Manifest, to: Path, watch: Watch) -> None:
    """Unpack every file that the manifest names, and no other, checking each."""
    with zipfile.ZipFile(path) as archive:
        for number, (name, sha256) in enumerate(sorted(manifest.sha256.items()), 1):
            target = to / name
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            try:
                with archive.open(name) as packed, os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                    shutil.copyfileobj(packed, file, CHUNK)
                    file.flush()
                    os.fsync(file.fileno())
            except (KeyError, zipfile.BadZipFile, EOFError) as error:
                raise BackupUnusable(f"{name} is missing from the backup, or damaged") from error
            if manifests.digest_of(target) != sha256:
                raise BackupUnusable(f"{name} is not what it was when the backup was made")
            watch("Unpacking", number, len(manifest.sha256))


def check_and_settle(restored: Restored, known: list[erasures.Erasure], *, now: datetime) -> None:
    """Inside the restored place: compare it with its manifest, bring it up to date, and forget again whom it must not know."""
    manifest = restored.manifest
    problems = wrong_with(manifest)
    if problems:
        raise BackupUnusable(f"the backup does not hold what it should: {problems[0]}")
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    closed = first_closed_value()
    if closed:
        raise BackupUnusable(f"{closed} cannot be opened with these keys")
    erasures.take_in(known)
    with as_program("restore"):
        restored.n_erased = following.follow(now=now)
    restored.log_number = manifest.log_number
    if not sweep(patience=PATIENCE):
        raise BackupUnusable("the restored database is in use by another program")


def wrong_with(manifest: Manifest) -> list[str]:
    """Where the database at hand differs from the manifest: figures, the log and its head."""
    with connection.cursor() as cursor:
        tables = [name for name in tables_of_the_place() if name in manifest.figures]
        found = differences(manifest.figures, figures_of(cursor, tables))
    fault = next(chain.faults(), None)
    if fault is not None:
        found.append(f"entry {fault.number} of the log {fault.problem}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, digest FROM core_loghead WHERE id = 1")
        head = cursor.fetchone() or (0, "")
    if tuple(head) != (manifest.log_number, manifest.log_head):
        found.append(f"the log ends at entry {head[0]}, not at {manifest.log_number}")
    return found


def first_closed_value() -> str:
    """Decrypt one value of each encrypted field; the name of the first that our keys do not open, or ""."""
    for model, names in encrypted_fields():
        for name in names:
            row = model._base_manager.exclude(**{f"{name}__isnull": True}).only("pk", name).first()
            try:
                getattr(row, name, None)
            except KeyMissing:
                return f"{model._meta.label}.{name}"
    return ""


def _require_fit(manifest: Manifest) -> None:
    """Refuse a backup of another engine, or of a later schema than this code knows."""
    if manifest.engine != connection.vendor:
        raise BackupUnusable(f"this backup is of a {manifest.engine} database, and this place runs on {connection.vendor}")
    loader = MigrationLoader(None, ignore_no_migrations=True)
    known = {f"{app}.{name}" for app, name in loader.disk_migrations}
    known |= {f"{app}.{name}" for each in loader.disk_migrations.values() for app, name in each.replaces}
    later = [each for each in manifest.migrations if each not in known]
    if later:
        raise BackupUnusable(f"this backup was made by a later version of Trellis ({later[0]} is unknown here); update first")


def _read_list(path: Path) -> list[erasures.Erasure]:
    try:
        return erasures.read(path)
    except erasures.ListDamaged as error:
        raise BackupUnusable(str(error)) from error


def _is_empty(folder: Path) -> bool:
    if connection.vendor != "sqlite":
        return not connection.introspection.table_names()
    return not (folder / DATABASE).exists() and not any((folder / "files").glob("??"))


def bring_keys(draft: Path, manifest: Manifest, keys: Path | None) -> None:
    """The keys of the backup itself, of the folder that was named, or of this place. BackupUnusable when they do not fit."""
    source = keys or (None if (draft / "secrets").exists() else Path(settings.SECRETS_DIR))
    if source is not None:
        if not source.is_dir():
            raise BackupUnusable(f"{source} is not a folder of keys")
        shutil.rmtree(draft / "secrets", ignore_errors=True)
        shutil.copytree(source, draft / "secrets")
    for path in (draft / "secrets", *(draft / "secrets").iterdir()):
        path.chmod(0o700 if path.is_dir() else 0o600)
    with elsewhere(draft):
        if not manifests.has_its_keys(manifest):
            raise BackupUnusable("these are not the keys this backup was made with; name their folder with --keys")


def _put_in_place(draft: Path, folder: Path, now: datetime) -> Path | None:
    """Move what was there aside, and the restored place in. The database last: with it the place is there."""
    names = [DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", "files", erasures.FILE, "secrets", "takeouts"]
    there = [name for name in names if (folder / name).exists() and (name != "secrets" or (draft / "secrets").exists())]
    aside = None
    if there and (folder / DATABASE).exists():
        aside = folder / f"before-restore-{now:%Y%m%d-%H%M%S}"
        aside.mkdir(mode=0o700)
    for name in there:
        if aside is not None:
            os.replace(folder / name, aside / name)
        elif (draft / name).exists():
            shutil.rmtree(folder / name) if (folder / name).is_dir() else (folder / name).unlink()
    for name in ("secrets", "files", erasures.FILE, DATABASE):
        if (draft / name).exists():
            os.replace(draft / name, folder / name)
    return aside


def _restore_postgresql(
    path: Path, restored: Restored, known: list[erasures.Erasure], *, now: datetime, force: bool, keys: Path | None, watch: Watch
) -> Restored:
    """On PostgreSQL the old tables move into a schema of their own, and the dump is loaded in their place."""
    folder = Path(settings.TRELLIS_DATA)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".restoring-") as scratch:
        draft = Path(scratch)
        unpack(path, restored.manifest, draft, watch)
        bring_keys(draft, restored.manifest, keys)
        aside = f"before_restore_{now:%Y%m%d_%H%M%S}"
        if force and connection.introspection.table_names():
            with connection.cursor() as cursor:
                cursor.execute(f"ALTER SCHEMA public RENAME TO {aside}; CREATE SCHEMA public")
            restored.aside = Path(aside)
        connection.close()
        load_postgresql(draft / DUMP)
        with elsewhere(draft):
            check_and_settle(restored, known, now=now)
        for name in ("secrets", "files", erasures.FILE):
            if (draft / name).exists():
                if (folder / name).exists():
                    shutil.rmtree(folder / name) if (folder / name).is_dir() else (folder / name).unlink()
                os.replace(draft / name, folder / name)
    return restored
