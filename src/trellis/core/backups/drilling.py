"""The drill: back up, restore elsewhere, and compare. A backup that was never restored is a hope."""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from trellis.core.forgetting.following import people_on_the_list

from . import restoring
from .elsewhere import elsewhere
from .making import DUMP, make
from .restoring import Restored, Watch, quiet


@dataclass
class Drill:
    """What a drill found. It went well when there are no problems."""

    n_rows: int = 0
    n_tables: int = 0
    n_files: int = 0
    n_bytes: int = 0
    log_number: int = 0
    log_head: str = ""
    seconds: float = 0.0
    problems: list[str] = field(default_factory=list)


def drill(*, now: datetime, watch: Watch = quiet) -> Drill:
    """Make a backup of the running place, restore it in a scratch folder, and compare the two. Nothing of the place changes."""
    began, done = time.monotonic(), Drill()
    folder = Path(settings.TRELLIS_DATA)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".drill-") as scratch:
        path = Path(scratch) / "drill.zip"
        manifest = make(path, now=now, watch=watch)
        place = Path(scratch) / "place"
        place.mkdir(mode=0o700)
        restoring.unpack(path, manifest, place, watch)
        restoring.bring_keys(place, manifest, None)
        done.n_rows, done.n_tables = manifest.n_rows, len(manifest.figures)
        done.n_files = sum(name.startswith("files/") for name in manifest.sha256)
        done.n_bytes = path.stat().st_size
        done.log_number, done.log_head = manifest.log_number, manifest.log_head
        done.problems += [f"{name} is named by the database and is not there" for name in manifest.missing_files]
        if connection.vendor == "sqlite":
            _compare(Restored(manifest), place, "", now, done)
        else:
            _compare_on_postgresql(Restored(manifest), place, now, done)
    done.seconds = round(time.monotonic() - began, 1)
    return done


def _compare(restored: Restored, place: Path, database: str, now: datetime, done: Drill) -> None:
    with elsewhere(place, database=database):
        done.problems += restoring.wrong_with(restored.manifest)
        if not done.problems:
            restoring.check_and_settle(restored, [], now=now)
        done.problems += ["somebody who was erased is in the restored place" for _person in people_on_the_list()]


def _compare_on_postgresql(restored: Restored, place: Path, now: datetime, done: Drill) -> None:
    """Into a database of its own on the same server, which goes when the comparing is done."""
    name = f"{connection.settings_dict['NAME']}_drill"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
    try:
        restoring.load_postgresql(place / DUMP, database=name)
        _compare(restored, place, name, now, done)
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
