"""`trellis prepare`: bring the database and the page files up to date."""

import argparse

from trellis.core.console import say
from trellis.interfaces.cli import demo, readiness


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="set up an empty database, but refuse to change one that is behind")
    parser.add_argument("--demo", action="store_true", help="fill an empty directory with the demo place")


def run(options: argparse.Namespace) -> int:
    if options.check:
        readiness.require_ready()
    else:
        readiness.migrate()
    if readiness.gather_static():
        say("Gathered the page files.")
    if options.demo and demo.is_wanted():
        demo.load()
    return 0
