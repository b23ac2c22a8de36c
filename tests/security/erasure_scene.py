"""A place in which a person leaves traces everywhere, is erased, and comes back with an old backup.

Run as a program of its own in a data folder of its own, because it looks at the files of a real database. It prints
what it found as one JSON document; test_erasure.py says what that must be.
"""

from __future__ import annotations

import io
import json
import sys
import zipfile
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import django
from django.conf import settings


def main() -> None:
    from trellis.config import settings as of_the_place

    of_the_place.STORAGES["staticfiles"] = {"BACKEND": of_the_place._as_they_are}
    django.setup()
    print(json.dumps(play(), default=str))  # noqa: T201


def play() -> dict:
    from django.core.management import call_command
    from django.db import connection

    from tests.security import bad_backups, traces
    from trellis.core.people.models import Person

    folder = Path(settings.TRELLIS_DATA)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    ann, ben, made = traces.leave_everywhere(folder)
    wanted, hidden = traces.wanted(ann, made), traces.hidden(made)
    told: dict = {"not_made": [each for each in made if isinstance(each, str)], "n_planted": len(wanted), "n_sealed": len(hidden)}

    told["found_before"] = sorted(_found(folder, wanted))
    told["sealed_before"] = sorted(_found(folder, hidden))
    told["wanted"] = sorted(wanted)
    told["backup"] = _run("backup", str(folder.parent / "old.zip"))
    told["dry_run"] = _run("erase", ann.email, "--dry-run", "--json")
    told["found_after_dry_run"] = sorted(_found(folder, wanted))
    told["others_before"] = traces.of_others(ann, ben)
    told["erase"] = _run("erase", ann.email, "--yes", "--json")
    if told["erase"]["code"]:
        raise SystemExit(f"nothing was erased: {told['erase']['err']}")
    told["again"] = _run("erase", ann.email, "--yes")
    told["others_after"] = traces.of_others(ann, ben)
    told["found_after"] = _found(folder, wanted | hidden)
    told["left_by_register"] = traces.rows_left(made)
    told["there"] = Person.objects.filter(pk=ann.pk).exists()
    told["verify_log"] = _run("verify-log")
    told["list"] = (folder / "erased.jsonl").read_text().splitlines()

    # The old backup: the person is in it, and must not come back.
    old = zipfile.ZipFile(folder.parent / "old.zip").read("trellis.sqlite3")
    told["in_the_backup"] = any(way in old for ways in wanted.values() for way in ways)
    told["keys_in_the_backup"] = [name for name in zipfile.ZipFile(folder.parent / "old.zip").namelist() if name.startswith("secrets")]
    told["restore_on_top"] = _run("restore", str(folder.parent / "old.zip"))
    told["restore"] = _run("restore", str(folder.parent / "old.zip"), "--force")
    for aside in folder.glob("before-restore-*"):
        aside.rename(folder.parent / aside.name)
    told["found_after_restore"] = _found(folder, wanted | hidden)
    told["there_after_restore"] = Person.objects.filter(pk=ann.pk).exists()
    told["others_after_restore"] = traces.of_others(ann, ben)
    told["verify_log_after_restore"] = _run("verify-log")
    told["drill"] = _run("drill", "--json")

    before = sorted(each.name for each in folder.iterdir())
    told["refused"] = {what: _run("restore", *given) for what, given in bad_backups.spoilt(folder.parent / "old.zip", folder.parent)}
    told["left_lying"] = sorted({each.name for each in folder.iterdir()} ^ set(before))
    told["there_after_refusals"] = Person.objects.exists()
    told["backup_again"] = _run("backup", str(folder.parent / "old.zip"))
    told["backup_nowhere"] = _run("backup", str(folder.parent / "nowhere" / "b.zip"))
    told["with_keys"] = _run("backup", str(folder.parent / "keys.zip"), "--with-keys", "--json")
    told["keys_if_asked"] = [name for name in zipfile.ZipFile(folder.parent / "keys.zip").namelist() if name.startswith("secrets")]
    told["mode_of_a_backup"] = (folder.parent / "keys.zip").stat().st_mode & 0o077
    told["purge"] = _run("purge", "--dry-run", "--json")
    return told


def _run(*arguments: str) -> dict:
    """What a command of `trellis` answers: its exit code and what it wrote."""
    from django.db import connection

    from trellis.config.console import main as trellis

    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = trellis(list(arguments))
    connection.close()
    return {"code": code, "out": out.getvalue(), "err": err.getvalue()}


def _found(folder: Path, wanted: dict[str, set[bytes]]) -> dict[str, list[str]]:
    from django.db import connection

    from tests.security.bytes_search import found_in

    connection.close()
    return found_in(folder, wanted)


if __name__ == "__main__":
    sys.exit(main())
