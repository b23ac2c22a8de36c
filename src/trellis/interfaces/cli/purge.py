"""`trellis purge`: let go of what is older than the register says it is kept. The worker does it each night."""

import argparse

from django.utils import timezone

from trellis.core.console import print_json, result
from trellis.core.forgetting import purging
from trellis.interfaces.cli.bar import Bar


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="only count what would go")
    parser.add_argument("--json", action="store_true", help="print the counts as one JSON document")


def run(options: argparse.Namespace) -> int:
    bar, total = Bar(), len(purging.declared())
    counts = purging.purge(timezone.now(), dry_run=options.dry_run, watch=lambda done: bar("Looking", done, total))
    bar.end()
    if options.json:
        print_json({"dry_run": options.dry_run, "total": counts.total(), "counts": dict(sorted(counts.items()))})
        return 0
    for name, count in sorted(counts.items()):
        result(f"{name}: {count}")
    what = "Would let go of" if options.dry_run else "Let go of"
    result(f"{what} {counts.total()} rows and files." if counts else "Nothing has had its time.")
    return 0
