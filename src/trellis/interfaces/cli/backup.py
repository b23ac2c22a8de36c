"""`trellis backup`: one file with the database of this moment, the files, and a manifest to check it by."""

import argparse
from pathlib import Path

from django.utils import timezone

from trellis.core.backups.making import make
from trellis.core.backups.manifest import BackupUnusable
from trellis.core.console import BadInput, print_json, result, say
from trellis.interfaces.cli.bar import Bar


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", metavar="PATH", help="the zip file to write")
    parser.add_argument(
        "--with-keys", action="store_true", help="put the place's keys in too; then whoever has the file can read all of it"
    )
    parser.add_argument("--json", action="store_true", help="print what is in it as one JSON document")


def run(options: argparse.Namespace) -> int:
    bar, path = Bar(), Path(options.path)
    try:
        manifest = make(path, now=timezone.now(), with_keys=options.with_keys, watch=bar)
    except BackupUnusable as error:
        raise BadInput(str(error)) from error
    finally:
        bar.end()
    n_files = sum(name.startswith("files/") for name in manifest.sha256)
    if options.json:
        figures = {"path": str(path), "n_bytes": path.stat().st_size, "n_rows": manifest.n_rows, "n_files": n_files}
        print_json({**figures, "log_number": manifest.log_number, "log_head": manifest.log_head, "with_keys": manifest.with_keys})
    else:
        result(f"{path}: {manifest.n_rows:,} rows, {n_files:,} files, the log up to entry {manifest.log_number}; checked.")
    if manifest.missing_files:
        say(f"{len(manifest.missing_files)} files that the database names are not there.")
    if not options.with_keys:
        say("The keys are not in it. Keep a copy of the folder 'secrets' somewhere else, or what was told in confidence stays closed.")
    return 0
