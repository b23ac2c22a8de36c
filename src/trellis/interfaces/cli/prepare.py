"""`trellis prepare`: bring the database and the page files up to date."""

import argparse
import gc

from django.utils import timezone

from trellis.core.actions import as_program
from trellis.core.console import say
from trellis.core.forgetting import erasures, following
from trellis.interfaces.cli import demo, readiness

GARBAGE_AFTER = 100_000
"""Objects made between two looks for garbage. Almost all that is made here is kept, and looking took a tenth of the time."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="set up an empty database, but refuse to change one that is behind")
    parser.add_argument("--demo", action="store_true", help="fill an empty directory with the demo place")


def run(options: argparse.Namespace) -> int:
    return prepare(check=options.check, with_demo=options.demo)


def prepare(*, check: bool, with_demo: bool) -> int:
    """Bring everything up to date, and return the program's exit code."""
    gc.freeze()
    gc.set_threshold(GARBAGE_AFTER)
    if readiness.gather_static():
        say("Gathered the page files.")
    bring_up_to_date = readiness.require_ready if check else readiness.migrate
    bring_up_to_date(fill=_fill_if_empty if with_demo else None)
    _forget_again()
    return 0


def _forget_again() -> None:
    """An older database that was put back in place follows the list of erasures before anybody sees it."""
    try:
        if following.is_behind():
            with as_program("prepare"):
                n = following.follow(now=timezone.now())
            say(f"This database is older than the list of erasures. Erased again: {n}.")
    except erasures.ListDamaged as damaged:
        say(f"{damaged}. Put a copy of it in place; see trellis doctor.")


def _fill_if_empty() -> None:
    if demo.is_wanted():
        demo.load()
