"""`trellis verify-log`: check the audit chain from its first entry to the published head."""

import argparse

from trellis.core.console import print_json, result
from trellis.core.log import chain
from trellis.core.log.models import LogHead, PublishedHead


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print what was found as one JSON document")


def run(options: argparse.Namespace) -> int:
    faults = list(chain.faults())
    head = LogHead.objects.first()
    published = PublishedHead.objects.order_by("number").last()
    n_entries = head.number if head else 0
    if options.json:
        print_json(
            {
                "whole": not faults,
                "n_entries": n_entries,
                "head": head.digest if head else "",
                "published_number": published.number if published else 0,
                "published": published.digest if published else "",
                "faults": [{"number": fault.number, "problem": fault.problem} for fault in faults],
            }
        )
    elif faults:
        for fault in faults:
            result(f"Entry {fault.number} {fault.problem}.")
    else:
        result(f"The log is whole: {n_entries} entries, head {head.digest if n_entries else 'none'}.")
        result(f"Its published head is entry {published.number}." if published else "No head has been published yet.")
    return 1 if faults else 0
