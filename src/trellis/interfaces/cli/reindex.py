"""`trellis reindex`: bring the whole search index up to date."""

import argparse
import sys

from trellis.core.console import print_json, result
from trellis.core.search import indexing


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print the counts as one JSON document")


def run(options: argparse.Namespace) -> int:
    on_terminal = sys.stderr.isatty()
    tally = indexing.reindex(progress=_show if on_terminal else lambda done: None)
    if on_terminal:
        sys.stderr.write("\n")
    if options.json:
        print_json({"added": tally.added, "removed": tally.removed, "unchanged": tally.unchanged})
    else:
        result(f"Entries added: {tally.added}, removed: {tally.removed}, unchanged: {tally.unchanged}.")
    return 0


def _show(done: int) -> None:
    sys.stderr.write(f"\rIndexing {done:,}")
    sys.stderr.flush()
