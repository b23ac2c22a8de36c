"""`trellis takeout`: everything that is kept of a person, for whoever runs the server to hand to them."""

import argparse
import os
from pathlib import Path

from django.utils import timezone

from trellis.core.console import BadInput, result, say
from trellis.core.forgetting import takeout
from trellis.interfaces.cli.bar import Bar
from trellis.interfaces.cli.somebody import person_named


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("person", metavar="PERSON", help="the person's e-mail address or id")
    parser.add_argument("--out", metavar="PATH", required=True, help="the zip file to write")


def run(options: argparse.Namespace) -> int:
    person = person_named(options.person)
    if person is None:
        raise BadInput("nobody here has this e-mail address or id", field="PERSON")
    path = Path(options.out)
    if path.exists():
        raise BadInput("is there already; choose another name", file=options.out)
    if not path.parent.is_dir():
        raise BadInput("is not in a folder that is there", file=options.out)
    bar, total = Bar(), takeout.steps()
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w+b") as file:
            n = takeout.write(person, file, now=timezone.now(), watch=lambda done: bar("Putting it together", done, total))
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    finally:
        bar.end()
    result(f"{path}: {n} rows.")
    say("It holds everything in the clear. Hand it to the person only, then delete it.")
    return 0
