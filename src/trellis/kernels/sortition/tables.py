"""Tables as people really save them: a byte order mark, semicolons or tabs, stray spaces, empty lines at the end."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from trellis.kernels.sortition.pool import Malformed

DELIMITERS = ",;\t"
MOST_BYTES = 64 * 1024 * 1024
MOST_COLUMNS = 1_000


@dataclass(frozen=True)
class Row:
    """One line of a table: its number in the file (the last one, if a quoted cell holds line breaks) and its trimmed cells."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """The heading and the rows under it; every row has as many cells as the heading."""

    heading: Row
    rows: tuple[Row, ...]

    def column(self, name: str) -> int | None:
        """Where the column of exactly this name is; None if there is none. Raises `Malformed` if there are two."""
        found = [place for place, each in enumerate(self.heading.cells) if each == name]
        if len(found) > 1:
            raise Malformed(line=self.heading.line, field=name, reason="there are two columns of this name")
        return found[0] if found else None

    def like(self, name: str) -> list[str]:
        """Columns whose names differ from this one only in case or spaces."""
        return [each for each in self.heading.cells if loosely(each) == loosely(name) and each != name]


def read_table(content: bytes) -> Table:
    """Read UTF-8 text with commas, semicolons or tabs between cells: whichever the heading has most of.

    Spaces around a cell and lines without any content are left out. Raises `Malformed` for what is not such a table: other
    encodings, too many or too few cells in a row, a quote that is never closed, no heading, more than 64 MiB.
    """
    lines = [row for row in _rows(_text(content)) if any(row.cells)]
    if not lines:
        raise Malformed(reason="is empty; the first line must name the columns")
    heading, rows = lines[0], lines[1:]
    while heading.cells and not heading.cells[-1] and all(not any(row.cells[len(heading.cells) - 1 :]) for row in rows):
        heading = Row(heading.line, heading.cells[:-1])
        rows = [Row(row.line, row.cells[: len(heading.cells)]) for row in rows]
    if len(heading.cells) > MOST_COLUMNS:
        raise Malformed(line=heading.line, reason=f"has {len(heading.cells):,} columns; at most {MOST_COLUMNS:,} are read")
    for row in rows:
        if len(row.cells) != len(heading.cells):
            raise Malformed(line=row.line, reason=f"has {len(row.cells)} cells, but the heading has {len(heading.cells)}")
    return Table(heading, tuple(rows))


def loosely(text: str) -> str:
    """A text without regard to case and to how many spaces are where: for saying "did you mean", never for deciding."""
    return " ".join(text.casefold().split())


def close_to(wanted: str, known: Sequence[str]) -> str:
    """`; did you mean 'x'?` if exactly one known text differs only in case or spaces, otherwise nothing."""
    near = [each for each in known if loosely(each) == loosely(wanted)]
    return f"; did you mean {near[0]!r}? It must be written the same way in both files" if len(near) == 1 else ""


def _text(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise Malformed(reason=f"is larger than {MOST_BYTES // 2**20} MiB")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Malformed(line=1, reason="is UTF-16 text; save it as “CSV UTF-8”")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Malformed(line=line, reason="is not UTF-8 text; save it as “CSV UTF-8”") from None
    if "\0" in text:
        raise Malformed(line=text.count("\n", 0, text.index("\0")) + 1, reason="holds a zero byte, so it is not a text table")
    return text


def _rows(text: str) -> Iterator[Row]:
    start = text.lstrip().split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=start.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            yield Row(reader.line_num, tuple(cell.strip() for cell in cells))
    except csv.Error as error:
        raise Malformed(line=reader.line_num, reason=f"is not a table: {error}") from None
