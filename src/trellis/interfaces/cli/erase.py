"""`trellis erase`: erase a person, when they ask whoever runs the server."""

import argparse
import sys

from django.utils import timezone

from trellis.apps.people.actions import erase_person
from trellis.core.actions import WrongState, as_program
from trellis.core.console import BadInput, print_json, result
from trellis.core.forgetting.erasing import Erased, erase_address, would_erase
from trellis.interfaces.cli.somebody import address_is_known, person_named


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("person", metavar="PERSON", help="the person's e-mail address or id")
    parser.add_argument("--dry-run", action="store_true", help="only count what would go")
    parser.add_argument("--yes", action="store_true", help="do not ask whether it is meant")
    parser.add_argument("--json", action="store_true", help="print the counts as one JSON document")


def run(options: argparse.Namespace) -> int:
    person, now = person_named(options.person), timezone.now()
    if person is None and not address_is_known(options.person):
        raise BadInput("nobody here has this e-mail address or id", field="PERSON")
    if options.dry_run:
        _say(would_erase(person, now=now) if person else Erased(), options, done=False)
        return 0
    if not options.yes and not _is_meant(options.person):
        raise BadInput("nothing was erased; add --yes if it is meant")
    with as_program("cli"):
        try:
            erased = erase_person(person, now=now) if person else erase_address(options.person, now=now)
        except WrongState as stuck:
            raise BadInput(str(stuck.reason), field="PERSON") from stuck
    _say(erased, options, done=True)
    return 0


def _is_meant(who: str) -> bool:
    if not sys.stdin.isatty():
        return False
    sys.stderr.write(f"Everything of {who} will be erased, and cannot be brought back. Type ERASE to go on: ")
    sys.stderr.flush()
    return sys.stdin.readline().strip() == "ERASE"


def _say(erased: Erased, options: argparse.Namespace, *, done: bool) -> None:
    if options.json:
        print_json({"erased": done, "dry_run": not done, "total": erased.total, "counts": erased.counts})
        return
    for name, count in sorted(erased.counts.items()):
        result(f"{name}: {count}")
    result(f"Erased: {erased.total} rows and files." if done else f"Would erase {erased.total} rows. Nothing was changed.")
