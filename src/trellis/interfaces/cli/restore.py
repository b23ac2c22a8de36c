"""`trellis restore`: put a backup in place, checked, and without whoever was erased since it was made."""

import argparse
import fcntl
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from trellis.core.backups.manifest import BackupUnusable
from trellis.core.backups.restoring import restore
from trellis.core.console import BadInput, print_json, result, say
from trellis.interfaces.cli.bar import Bar


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", metavar="PATH", help="the backup file")
    parser.add_argument("--force", action="store_true", help="move what is in the data folder aside first")
    parser.add_argument("--keys", metavar="FOLDER", help="the folder with the keys the backup was made with, when this place has others")
    help_lists = "another copy of the list of erasures (erased.jsonl) to follow; may be given again"
    parser.add_argument("--erasures", metavar="FILE", action="append", default=[], help=help_lists)
    parser.add_argument("--json", action="store_true", help="print what was done as one JSON document")


def run(options: argparse.Namespace) -> int:
    path = Path(options.path)
    if not path.is_file():
        raise BadInput("there is no such file", file=options.path)
    for each in options.erasures:
        if not Path(each).is_file():
            raise BadInput("there is no such file", file=each)
    _require_stopped()
    bar = Bar()
    try:
        keys = Path(options.keys) if options.keys else None
        lists = tuple(map(Path, options.erasures))
        restored = restore(path, now=timezone.now(), force=options.force, keys=keys, lists=lists, watch=bar)
    except BackupUnusable as error:
        raise BadInput(str(error), file=options.path) from error
    finally:
        bar.end()
    manifest = restored.manifest
    if options.json:
        print_json(
            {
                "made_at": manifest.made_at, "n_rows": manifest.n_rows, "log_number": manifest.log_number, "log_head": manifest.log_head,
                "n_erased_again": restored.n_erased, "aside": str(restored.aside or ""),
            }
        )  # fmt: skip
    else:
        result(f"Restored the place as it was at {manifest.made_at}: {manifest.n_rows:,} rows, the log up to entry {manifest.log_number}.")
        result(f"Erased again: {restored.n_erased} people who had been erased since.")
    if restored.aside:
        say(f"What was there before is in {restored.aside}. Delete it once you no longer need it.")
    return 0


def _require_stopped() -> None:
    """Refuse while a server or a worker has this place open."""
    if connection.vendor != "sqlite":
        return
    path = Path(settings.TRELLIS_DATA) / "worker.lock"
    if not path.exists():
        return
    with path.open("a") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BadInput("the place is running; stop it first (Ctrl-C where trellis serve runs)") from error
