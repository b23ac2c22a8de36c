"""`trellis doctor`: what is wrong with this installation and how to mend it."""

import argparse
from collections.abc import Callable, Iterator
from dataclasses import asdict

from django.db import DatabaseError

from trellis.core.console import print_json, result
from trellis.interfaces.cli import checks
from trellis.interfaces.cli.checks import Finding

SIGNS = {"fine": "ok   ", "warning": "note ", "wrong": "WRONG"}

ON_THE_MACHINE: list[Callable[[], Finding]] = [
    checks.data_folder,
    checks.secrets,
    checks.disk_space,
    checks.address,
    checks.mail,
    checks.languages,
]
IN_THE_DATABASE: list[Callable[[], Finding]] = [
    checks.engine,
    checks.database_settings,
    checks.integrity,
    checks.worker,
    checks.waiting_jobs,
    checks.search_index,
    checks.log_chain,
    checks.erased_people,
    checks.purged,
]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print the findings as one JSON document")


def run(options: argparse.Namespace) -> int:
    findings = list(examine())
    wrong = any(finding.state == "wrong" for finding in findings)
    if options.json:
        print_json({"healthy": not wrong, "findings": [asdict(finding) for finding in findings]})
    else:
        for finding in findings:
            result(f"{SIGNS[finding.state]}  {finding.what}: {finding.says}")
            if finding.mend:
                result(f"       To mend it: {finding.mend}")
    return 1 if wrong else 0


def examine() -> Iterator[Finding]:
    """Every finding. What needs the database is left out when the database itself isn't ready."""
    for check in ON_THE_MACHINE:
        yield check()
    try:
        ready = checks.migrations()
        yield ready
        if ready.state == "fine":
            for check in IN_THE_DATABASE:
                yield check()
    except DatabaseError as error:
        says = " ".join(f"can't be used: {error}".split())
        yield Finding("database", "wrong", says, "check DATABASE_URL, or that the data folder can be written")
