"""Large tables of whole numbers, read by block: one pass over the bytes, and a line by itself only to say what is wrong with it."""

import csv
import gzip
import io
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np

from trellis.kernels.opinions.votes import Malformed

BLOCK_BYTES = 4 * 1024 * 1024
MOST_BYTES = 4 * 1024 * 1024 * 1024
MOST_LINE_BYTES = 1024 * 1024
"""The widest line that can be meant: a matrix of 10,000 statements has lines of under 60 kB."""
MOST_DIGITS = 18
"""More digits than this might not fit the 64 bits that a number is kept in."""
SHOWN_LENGTH = 40
BOM = b"\xef\xbb\xbf"
COMMA, NEWLINE, MINUS, ZERO = b",\n-0"
NOT_A_TABLE = (
    (b"<", "this is a web page, not a table of comma-separated values"),
    (b"{", "this is JSON, not a table of comma-separated values"),
    (b"[", "this is JSON, not a table of comma-separated values"),
    (b"PK\x03\x04", "this is a zip file or a spreadsheet, not a table of comma-separated values"),
    (b"\xff\xfe", "this is written in UTF-16; save it as UTF-8"),
    (b"\xfe\xff", "this is written in UTF-16; save it as UTF-8"),
)


@dataclass(frozen=True)
class Block:
    """Some whole lines of a file, each ended by a line feed, and the number of the first (the file's first line is 1)."""

    first_line: int
    text: bytes


def read_some(stream: BinaryIO, size: int) -> bytes:
    """The next bytes of a stream that may be compressed.

    Raises Malformed if the compressed file is cut off or damaged.
    """
    try:
        return stream.read(size)
    except EOFError as error:
        raise Malformed("the compressed file is cut off before its end") from error
    except (gzip.BadGzipFile, zlib.error) as error:
        raise Malformed("the compressed file is damaged") from error


def refuse_what_is_no_table(start: bytes) -> None:
    """Raise Malformed if these first bytes are those of another kind of file, or there are none."""
    text = start.removeprefix(BOM).lstrip(b" \t\r\n")
    if not text:
        raise Malformed("the file is empty")
    for beginning, reason in NOT_A_TABLE:
        if text.startswith(beginning):
            raise Malformed(reason, line=1)
    if b"\0" in start:
        raise Malformed("there are zero bytes in it; this is not a text file", line=1 + start[: start.index(b"\0")].count(b"\n"))
    if b"\r" in text and b"\n" not in text:
        raise Malformed("its lines end in carriage returns only; save it with line feeds", line=1)


def blocks(stream: BinaryIO) -> Iterator[Block]:
    """Cut a file into blocks of whole lines, without blank lines at its end and with line feeds only.

    Raises Malformed for what is no table, a cut-off compressed file, a line of over 1 MiB, or over 4 GiB in all.
    """
    rest = read_some(stream, BLOCK_BYTES)
    refuse_what_is_no_table(rest)
    rest = rest.removeprefix(BOM)
    line, size = 1, len(rest)
    while rest:
        more = read_some(stream, BLOCK_BYTES)
        size += len(more)
        if size > MOST_BYTES:
            raise Malformed(f"the file is larger than {MOST_BYTES >> 30} GiB", line=line)
        cut = rest.rfind(b"\n") + 1 if more else len(rest)
        if len(rest) - cut > MOST_LINE_BYTES:
            raise Malformed("a line is longer than any such file needs", line=line + rest.count(b"\n"))
        text = rest[:cut]
        text = text.replace(b"\r\n", b"\n") if b"\r" in text else text
        kept = text.rstrip(b"\n" if more else b"\r\n")
        if text and not kept and more:
            raise Malformed("this line is empty", line=line)
        # Blank lines mean nothing at the end of a file; whether this is its end is known when the rest is read.
        rest = (text[len(kept) + 1 :] if more else b"") + rest[cut:] + more
        if kept:
            yield Block(line, kept + b"\n")
            line += kept.count(b"\n") + 1


def table(stream: BinaryIO) -> tuple[list[str], Iterator[Block]]:
    """The names in a table's first line (without spaces around them), and what follows as blocks.

    Raises Malformed as `blocks` does, and for a first line that is no list of names or names nothing.
    """
    following = blocks(stream)
    first = next(following)
    heading, _, body = first.text.partition(b"\n")
    names = [name.strip() for name in _fields(heading, line=first.first_line)]
    if len(names) == 1 and (";" in names[0] or "\t" in names[0]):
        raise Malformed("its columns are separated by semicolons or tabs; commas are wanted", line=1)
    return names, _after(first.first_line + 1, body, following)


def _after(line: int, body: bytes, following: Iterator[Block]) -> Iterator[Block]:
    if body:
        yield Block(line, body)
    yield from following


def _fields(line_of_text: bytes, *, line: int) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(line_of_text.decode()), strict=True), [""])
    except UnicodeDecodeError as error:
        raise Malformed("this is not written in UTF-8", line=line) from error
    except csv.Error as error:
        raise Malformed(f"the quotation marks don't fit together ({error})", line=line) from error


def place_of(name: str, names: Sequence[str], *, file: str) -> int:
    """Where a column is, by its name.

    Raises Malformed if it is missing or there twice. `file` says what the file is, in a few words, for the sentence.
    """
    places = [place for place, each in enumerate(names) if each.casefold() == name]
    if not places:
        raise Malformed(f"this column is missing from {file}", line=1, field=name)
    if len(places) > 1:
        raise Malformed("there are two columns of this name", line=1, field=name)
    return places[0]


class Cells:
    """The cells of a block: where each begins and ends.

    Raises Malformed at the first line that has not as many fields as the first line of the file.
    """

    def __init__(self, block: Block, *, n_fields: int):
        text = _unquoted(block) if b'"' in block.text else block.text
        self.first_line = block.first_line
        self.bytes = np.frombuffer(text, dtype=np.uint8)
        ends = np.flatnonzero((self.bytes == COMMA) | (self.bytes == NEWLINE)).astype(np.int32)
        ends_line = self.bytes[ends] == NEWLINE
        fields = np.diff(np.flatnonzero(ends_line), prepend=-1)
        if (fields != n_fields).any():
            row = int(np.argmax(fields != n_fields))
            raise Malformed(_miscounted(int(fields[row]), n_fields, self._line(row)), line=block.first_line + row)
        starts = np.empty_like(ends)
        starts[0], starts[1:] = 0, ends[:-1] + 1
        self.starts, self.ends = starts.reshape(-1, n_fields), ends.reshape(-1, n_fields)

    def _line(self, row: int) -> bytes:
        return self.bytes.tobytes().split(b"\n", row + 1)[row]

    def text(self, row: int, place: int) -> str:
        """One cell as text, for a message; a long one is cut."""
        return shown(self.bytes[self.starts[row, place] : self.ends[row, place]].tobytes().decode(errors="replace"))

    def whole_numbers(self, place: int, *, field: str, what: str, least: int = 0) -> np.ndarray:
        """A column of whole numbers as int64.

        Raises Malformed at the first cell that is no whole number of at most 18 digits, or below `least`.
        """
        starts, ends = self.starts[:, place], self.ends[:, place]
        negative = self.bytes[starts] == MINUS
        starts = starts + negative
        lengths = ends - starts
        values, good = self._digits(starts, lengths)
        values = np.where(negative, -values, values)
        good &= values >= least
        if not good.all():
            row = int(np.argmin(good))
            raise Malformed(f"{_named(self.text(row, place))} is not {what}", line=self.first_line + row, field=field)
        return values

    def _digits(self, starts: np.ndarray, lengths: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The numbers that are written there, and which of them are written in digits only."""
        good = (lengths > 0) & (lengths <= MOST_DIGITS)
        values = np.zeros(len(starts), dtype=np.int64)
        shortest, longest = int(lengths.min()), min(int(lengths.max()), MOST_DIGITS)
        for place in range(min(shortest, longest)):
            digit = self.bytes[starts + place] - np.uint8(ZERO)
            values = values * 10 + digit
            good &= digit <= 9
        for place in range(shortest, longest):
            # Where a shorter number has ended some other byte stands, which is left out; it must only exist.
            inside = place < lengths
            digit = self.bytes[np.minimum(starts + place, len(self.bytes) - 1)] - np.uint8(ZERO)
            values = np.where(inside, values * 10 + digit, values)
            good &= ~inside | (digit <= 9)
        return values, good


def shown(text: str) -> str:
    """Text for a message: without control characters, and cut when long."""
    plain = re.sub(r"[^ -~\u00a0-\uffff]+", "?", text)
    return plain if len(plain) <= SHOWN_LENGTH else f"{plain[:SHOWN_LENGTH]}…"


def _named(text: str) -> str:
    return f"“{text}”" if text else "an empty cell"


def _miscounted(found: int, wanted: int, line: bytes) -> str:
    if not line.strip():
        return "this line is empty"
    return f"this line has {found} field{'s' if found != 1 else ''}, the first line has {wanted}"


def _unquoted(block: Block) -> bytes:
    """The block with the quotation marks of its fields taken away, and a space for a comma inside them."""
    lines = []
    for line, text in enumerate(block.text.removesuffix(b"\n").split(b"\n"), block.first_line):
        lines.append(
            ",".join(field.replace(",", " ") for field in _fields(text, line=line)) if b'"' in text else text.decode(errors="replace")
        )
    return "\n".join([*lines, ""]).encode()
