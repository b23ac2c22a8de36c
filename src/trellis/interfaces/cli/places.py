"""`trellis places load`: take in a table of postcodes."""

import argparse
import time

from trellis.apps.directory.actions.gazetteer import store_places
from trellis.core.console import BadInput, print_json, progress, result, say
from trellis.interfaces.cli.place_files import KINDS, Reading, read_places


def add_arguments(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="what", required=True, metavar="load")
    load = commands.add_parser(
        "load",
        help="take in postcodes; a second run changes nothing",
        description="Take in postcodes from ONSPD, Code-Point Open or GeoNames: a file, a zip, a folder, or - for standard input.",
        epilog="example:\n  trellis places load ONSPD_AUG_2026.zip --dry-run",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    load.add_argument("file", metavar="FILE")
    load.add_argument("--kind", choices=KINDS, default="", help="seen from the first row unless given")
    load.add_argument("--dry-run", action="store_true", help="read and compare, but change nothing")
    load.add_argument("--json", action="store_true", help="print the report as one JSON document")


def run(options: argparse.Namespace) -> int:
    started = time.monotonic()
    reading = Reading()
    rows = progress(read_places(options.file, reading, kind=options.kind), label="Postcodes")
    stored = store_places(rows, dry_run=options.dry_run)
    for name in reading.other_files:
        say(f"{name}: not a table of postcodes, left alone")
    for refusal in reading.refusals:
        say(str(refusal))
    if reading.refusals and not stored.by_kind:
        raise BadInput("nothing in it can be used", file=options.file)
    if options.json:
        print_json(
            {
                "dry_run": options.dry_run,
                "added": stored.added,
                "changed": stored.changed,
                "unchanged": stored.unchanged,
                "refused": len(reading.refusals),
                "left_out": dict(reading.left_out),
                "by_kind": dict(stored.by_kind),
                "refusals": [refusal.as_json() for refusal in reading.refusals],
                "seconds": round(time.monotonic() - started, 1),
            }
        )
        return 0
    verb = "Would add" if options.dry_run else "Added"
    result(f"{verb} {stored.added:,}, changed {stored.changed:,}, unchanged {stored.unchanged:,}, refused {len(reading.refusals):,}.")
    for reason, n in sorted(reading.left_out.items()):
        result(f"Left out, {reason}: {n:,}.")
    return 0
