"""Rows of CSV files as they are found in the wild.

Any of the usual separators; quoted cells with newlines; ragged rows; repeated headings; a
quotation mark that never closes costs its own row and no other.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import TextIO

from django.utils.translation import gettext as _

from trellis.apps.directory.actions.report import Report
from trellis.interfaces.feeds.inputs import Entry, Unusable, text_of
from trellis.kernels.text import plain_cell

LARGEST_CELL = 32 * 1024**2
LONGEST_ROW = 5000


class _Unclosed(Exception):
    """A row goes on and on: a quotation mark was opened and never closed."""


class _Lines:
    """Feeds lines to the csv module, remembers those of the row under way, can give them again."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._again: list[str] = []
        self.taken: list[str] = []
        self.number = 0
        self.ended = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._again.pop() if self._again else self._stream.readline(LARGEST_CELL)
        if not line:
            self.ended = True
            raise StopIteration
        if len(self.taken) >= LONGEST_ROW:
            self._again.append(line)
            raise _Unclosed
        self.number += 1
        self.taken.append(line)
        return line.replace("\0", "")

    def row_done(self) -> None:
        self.taken = []

    def give_back(self, keep: int) -> None:
        """Gives every line of the row but the first `keep` again."""
        back = self.taken[keep:]
        self.number -= len(back)
        self._again += reversed(back)
        self.taken = []
        self.ended = False


def headings(entry: Entry, report: Report) -> list[str]:
    """The column names of a table, tidied; empty for a file with nothing in it."""
    with text_of(entry, note=report.note) as stream:
        first = next((line for line in stream if line.strip()), "")
        cells = next(csv.reader([first], delimiter=_separator(first)), []) if first else []
    return tidied(cells, entry.name, report)


def rows(entry: Entry, report: Report, *, kind: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row with the number of the line on which it begins; `kind` is what a lost row counts as."""
    csv.field_size_limit(LARGEST_CELL)
    with text_of(entry, note=report.note) as stream:
        lines = _Lines(stream)
        first = next((line for line in lines if line.strip("\r\n ,;\t")), "")
        if not first:
            raise Unusable(entry.name, _("The file is empty."))
        separator = _separator(first)
        lines.give_back(len(lines.taken) - 1)
        reader = csv.reader(lines, delimiter=separator)
        columns = tidied(_heading(reader, entry.name), entry.name, report)
        lines.row_done()
        while True:
            begins = lines.number + 1
            try:
                cells = next(reader, None)
            except (csv.Error, _Unclosed):
                cells = None
            if cells is None and not lines.taken:
                return
            # The reader only looks beyond the last line while a quotation mark is open.
            if cells is None or lines.ended:
                _refuse_unclosed(entry.name, begins, report, kind)
                lines.give_back(1)
                reader = csv.reader(lines, delimiter=separator)
                continue
            lines.row_done()
            if any(cell.strip() for cell in cells):
                yield begins, _named(columns, cells, entry.name, begins, report)


def _refuse_unclosed(file: str, number: int, report: Report, kind: str) -> None:
    report.refuse(file, number, "", _("A quotation mark is opened and never closed."), kind=kind)
    report.incomplete = True


def _named(columns: list[str], cells: list[str], file: str, number: int, report: Report) -> dict[str, str]:
    row = {name: plain_cell(cell) for name, cell in zip(columns, cells, strict=False) if cell}
    beyond = [cell for cell in cells[len(columns) :] if cell.strip()]
    if beyond:
        report.refuse(file, number, "", _("The row has more cells than the heading; the rest was set aside."))
        row["beyond_the_heading"] = " | ".join(beyond)
    return row


def _heading(reader, name: str) -> list[str]:
    try:
        return next(reader)
    except (csv.Error, _Unclosed, StopIteration) as error:
        raise Unusable(name, _("The heading can't be read.")) from error


def _separator(first: str) -> str:
    bare = re.sub(r'"[^"]*"', "", first)
    return max(",;\t|", key=lambda mark: (bare.count(mark), -",;\t|".index(mark)))


def tidied(cells: list[str], file: str, report: Report) -> list[str]:
    """The names of columns in one spelling, each once."""
    names: list[str] = []
    for position, cell in enumerate(cells, start=1):
        name = re.sub(r"[^\w]+", "_", cell.strip().lower()).strip("_") or f"column_{position}"
        if name in names:
            report.note(_("%(file)s has two columns named %(column)s; the second was set aside.") % {"file": file, "column": name})
            name = f"{name}_{position}"
        names.append(name)
    return names
