"""The list of statements (`comments.csv`): their words, whether they were let in, and which are only about the people who take part."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from trellis.kernels.opinions.reading.tables import BOM, MOST_DIGITS, place_of, read_some, refuse_what_is_no_table, shown
from trellis.kernels.opinions.votes import Malformed

MOST_BYTES = 64 * 1024 * 1024
FILE = "a list of statements, which has comment-id, moderated and comment-body"
MODERATED = {"1": 1, "0": 0, "-1": -1}
YES_OR_NO = {"true": True, "t": True, "1": True, "false": False, "f": False, "0": False, "": False}


@dataclass(frozen=True, kw_only=True)
class Comment:
    """One statement of a conversation. `moderated`: 1 let in, 0 not looked at, -1 rejected. `line`: where its row begins."""

    id: int
    text: str
    moderated: int
    is_meta: bool
    line: int


def read_comments(stream: BinaryIO) -> tuple[Comment, ...]:
    """Read a list of statements, old or new form, columns in any order, statements in order of their number.

    Raises Malformed for a missing column, an id that is there twice or is no id, an unknown `moderated` or `is-meta`, and what is no UTF-8.
    """
    rows = _rows(_text(stream))
    _, names = next(rows)
    names = [name.strip() for name in names]
    id_place, moderated_place, text_place = (place_of(name, names, file=FILE) for name in ("comment-id", "moderated", "comment-body"))
    meta_place = place_of("is-meta", names, file=FILE) if "is-meta" in [name.casefold() for name in names] else None
    comments: dict[int, Comment] = {}
    for line, row in rows:
        _refuse_other_length(row, names, line)
        number = _number(row[id_place], line)
        if number in comments:
            raise Malformed(f"statement {number} is there already, in line {comments[number].line}", line=line, field="comment-id")
        comments[number] = Comment(
            id=number,
            text=row[text_place].strip(),
            moderated=_known(MODERATED, row[moderated_place], line, "moderated", "1 (let in), 0 (not looked at) or -1 (rejected)"),
            is_meta=meta_place is not None and _known(YES_OR_NO, row[meta_place].casefold(), line, "is-meta", "true or false"),
            line=line,
        )
    if not comments:
        raise Malformed("there are no statements in it", line=2)
    return tuple(comments[number] for number in sorted(comments))


def _text(stream: BinaryIO) -> str:
    content = bytearray()
    while piece := read_some(stream, 1 << 20):
        content += piece
        if len(content) > MOST_BYTES:
            raise Malformed(f"the file is larger than {MOST_BYTES >> 20} MiB")
    refuse_what_is_no_table(bytes(content))
    try:
        return content.removeprefix(BOM).decode()
    except UnicodeDecodeError as error:
        raise Malformed("this is not written in UTF-8", line=1 + content[: error.start].count(b"\n")) from error


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row and the line it begins in; blank lines are left out."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Malformed(f"the quotation marks don't fit together ({error})", line=line) from error
        if row:
            yield line, row


def _refuse_other_length(row: Sequence[str], names: Sequence[str], line: int) -> None:
    if len(row) != len(names):
        hint = "; a comma in its words wants quotation marks around them" if len(row) > len(names) else ""
        raise Malformed(f"this row has {len(row)} field{'s' if len(row) != 1 else ''}, the first line has {len(names)}{hint}", line=line)


def _number(text: str, line: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS):
        raise Malformed(f"“{shown(text)}” is not the number of a statement", line=line, field="comment-id")
    return int(text)


def _known(values: dict, text: str, line: int, field: str, what: str):
    if text.strip() not in values:
        raise Malformed(f"“{shown(text)}” is not {what}", line=line, field=field)
    return values[text.strip()]
