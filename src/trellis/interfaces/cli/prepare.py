"""`trellis prepare`: bring the database and the page files up to date."""

import argparse

from trellis.core.console import say
from trellis.interfaces.cli import readiness


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="set up an empty database, but refuse to change one that is behind")


def run(options: argparse.Namespace) -> int:
    if options.check:
        readiness.require_ready()
    else:
        readiness.migrate()
    if readiness.gather_static():
        say("Gathered the page files.")
    return 0
