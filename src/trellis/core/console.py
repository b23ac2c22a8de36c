"""What commands share: reading files, saying what is wrong with them, progress, and JSON.

Results go to standard output and everything else to standard error, so that a pipe carries results only.
"""

import argparse
import gzip
import json
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, NoReturn, TypeVar

T = TypeVar("T")
GZIP_MAGIC = b"\x1f\x8b"
BAR_WIDTH = 30
REDRAW_SECONDS = 0.1


@dataclass
class BadInput(Exception):
    """Something given to a command can't be used. Shown as one line; the command ends with 2.

    `file`, `row` and `field` say where, as far as it is known. Importers collect these as refusals.
    """

    reason: str
    file: str = ""
    row: int | None = None
    field: str = ""

    def __str__(self) -> str:
        where = [self.file] if self.file else []
        if self.row is not None:
            where.append(f"row {self.row}")
        if self.field:
            where.append(f"field {self.field}")
        line = f"{', '.join(where)}: {self.reason}" if where else self.reason
        return printable(" ".join(line.split()))

    def as_json(self) -> dict[str, Any]:
        return {"file": self.file, "row": self.row, "field": self.field, "reason": self.reason}


class OneLineParser(argparse.ArgumentParser):
    """Says what is wrong in one line instead of a page of usage."""

    def error(self, message: str) -> NoReturn:
        raise BadInput(f"{message} (see {self.prog} --help)")


def printable(line: str) -> str:
    """A line in which what can't be seen, or would turn what follows around, is written out as its code."""
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape", "surrogatepass").decode("ascii") for sign in line)


def say(text: str) -> None:
    """Tell the person at the terminal something that is not the result."""
    print(text, file=sys.stderr, flush=True)  # noqa: T201


def result(text: str) -> None:
    """Write a line of the result."""
    print(text)  # noqa: T201


def print_json(document: Any) -> None:
    """Write the one JSON document of `--json`; dates and ids become text."""
    result(json.dumps(document, ensure_ascii=False, indent=2, default=str))


def open_input(path: str) -> BinaryIO:
    """Open a file for reading bytes: `-` is standard input, and gzip is recognised by its first bytes."""
    if path == "-":
        stream: BinaryIO = sys.stdin.buffer
    else:
        try:
            stream = open(path, "rb")  # noqa: SIM115 (the caller closes it)
        except OSError as error:
            raise BadInput(error.strerror or "can't be read", file=path) from error
    start = stream.peek(2)[:2] if hasattr(stream, "peek") else b""
    return gzip.open(stream, "rb") if start == GZIP_MAGIC else stream


def progress(items: Iterable[T], *, total: int | None = None, label: str = "") -> Iterator[T]:
    """Pass the items on, drawing a bar (or a count, without a total) on a terminal and nothing in a pipe."""
    if not sys.stderr.isatty():
        yield from items
        return
    drawn_at = 0.0
    count = 0
    try:
        for count, item in enumerate(items, 1):
            yield item
            if time.monotonic() - drawn_at >= REDRAW_SECONDS:
                _draw(label, count, total)
                drawn_at = time.monotonic()
    finally:
        _draw(label, count, total)
        sys.stderr.write("\n")


def _draw(label: str, count: int, total: int | None) -> None:
    if total:
        filled = min(BAR_WIDTH, BAR_WIDTH * count // total)
        bar = f"[{'#' * filled}{' ' * (BAR_WIDTH - filled)}] {count:,} of {total:,}"
    else:
        bar = f"{count:,}"
    sys.stderr.write(f"\r{label} {bar}")
    sys.stderr.flush()
