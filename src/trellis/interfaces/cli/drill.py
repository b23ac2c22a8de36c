"""`trellis drill`: back up, restore elsewhere, compare; the place itself goes on unchanged."""

import argparse
from dataclasses import asdict

from django.utils import timezone

from trellis.core.backups.drilling import drill
from trellis.core.backups.manifest import BackupUnusable
from trellis.core.console import BadInput, print_json, result
from trellis.interfaces.cli.bar import Bar


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print what was compared as one JSON document")


def run(options: argparse.Namespace) -> int:
    bar = Bar()
    try:
        done = drill(now=timezone.now(), watch=bar)
    except BackupUnusable as error:
        raise BadInput(str(error)) from error
    finally:
        bar.end()
    if options.json:
        print_json({"well": not done.problems, **asdict(done)})
    elif done.problems:
        for problem in done.problems:
            result(problem)
    else:
        result(f"Restored and compared: {done.n_rows:,} rows in {done.n_tables} tables, {done.n_files:,} files; all are the same.")
        result(
            f"The log is whole up to entry {done.log_number}, confidential fields open, nobody who was erased is there. {done.seconds} s."
        )
    return 1 if done.problems else 0
