"""Edges, capacities and forbidden pairs from tables as people save them: commas, semicolons or tabs, a byte order mark, empty lines.

Columns are found by their names in the first line, in any order and any case; others are left alone. Ids are texts, and "7" is not "07".
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from trellis.kernels.matching.graph import DECIMALS, MOST, Malformed

MOST_BYTES = 128 * 1024 * 1024
LONGEST_ID = 200
DELIMITERS = ",;\t"
WHOLE = re.compile(r"[+-]?[0-9]{1,16}")
DECIMAL = re.compile(r"[+-]?([0-9]{1,16}(\.[0-9]{0,30})?|\.[0-9]{1,30})([eE][+-]?[0-9]{1,2})?")
YES, NO = {"1", "yes", "true", "y", "x"}, {"", "0", "no", "false", "n"}

Row = tuple[int, list[str]]


@dataclass
class Edges:
    """What was read: a column each of needs, offers and costs; capacities that were told; pairs that are forbidden."""

    needs: list[str] = field(default_factory=list)
    offers: list[str] = field(default_factory=list)
    costs: list[int | Decimal] = field(default_factory=list)
    need_capacity: dict[str, int] = field(default_factory=dict)
    offer_capacity: dict[str, int] = field(default_factory=dict)
    forbidden: list[tuple[str, str]] = field(default_factory=list)


def read_edges(content: bytes) -> Edges:
    """Read need,offer,cost rows; optional columns are need_capacity, offer_capacity (empty: not said) and forbidden (1 or yes).

    The cost of a forbidden pair may be empty. Raises `Malformed` with line and column for anything else.
    """
    text = _text(content)
    quick = _plain_rows(text)
    if quick is not None:
        return quick
    lines = _lines(text)
    line, heading = _heading(lines, ("need", "offer", "cost"))
    places = {name: heading.index(name) for name in ("need", "offer", "cost")}
    extra = {name: heading.index(name) for name in ("need_capacity", "offer_capacity", "forbidden") if name in heading}
    found = Edges()
    for line, cells in lines:
        _same_width(line, cells, heading)
        need, offer = (_id(cells[places[name]], line, name) for name in ("need", "offer"))
        for name, known in (("need_capacity", found.need_capacity), ("offer_capacity", found.offer_capacity)):
            if name in extra and cells[extra[name]]:
                _note(known, need if name == "need_capacity" else offer, cells[extra[name]], line, name)
        if "forbidden" in extra and _flag(cells[extra["forbidden"]], line):
            found.forbidden.append((need, offer))
            cost: int | Decimal = read_cost(cells[places["cost"]], line) if cells[places["cost"]] else 0
        else:
            cost = read_cost(cells[places["cost"]], line)
        found.needs.append(need)
        found.offers.append(offer)
        found.costs.append(cost)
    return found


def read_capacities(content: bytes, side: str) -> dict[str, int]:
    """Read `side`,capacity rows, where `side` is need or offer."""
    lines = _lines(_text(content))
    _line, heading = _heading(lines, (side, "capacity"))
    found: dict[str, int] = {}
    for line, cells in lines:
        _same_width(line, cells, heading)
        _note(found, _id(cells[heading.index(side)], line, side), cells[heading.index("capacity")], line, "capacity")
    return found


def read_forbidden(content: bytes) -> list[tuple[str, str]]:
    """Read need,offer rows: pairs that must never meet."""
    lines = _lines(_text(content))
    _line, heading = _heading(lines, ("need", "offer"))
    found = []
    for line, cells in lines:
        _same_width(line, cells, heading)
        found.append((_id(cells[heading.index("need")], line, "need"), _id(cells[heading.index("offer")], line, "offer")))
    return found


def _plain_rows(text: str) -> Edges | None:
    """The whole table at once, where it is nothing but need,offer,cost with whole costs; None for everything else."""
    heading, _newline, rest = text.partition("\n")
    if heading.rstrip("\r") != "need,offer,cost" or any(sign in rest for sign in ' "\t;') or "\n\n" in rest:
        return None
    rest = rest.replace("\r\n", "\n").rstrip("\n")
    if not rest or "\r" in rest:
        return None
    n_lines = rest.count("\n") + 1
    cells = rest.replace("\n", ",").split(",")
    if len(cells) != 3 * n_lines or any(line.count(",") != 2 for line in rest.split("\n")):
        return None
    needs, offers, told = cells[0::3], cells[1::3], cells[2::3]
    if not all(map(WHOLE.fullmatch, told)) or not all(needs) or not all(offers):
        return None
    costs = list(map(int, told))
    if max(map(abs, costs)) > MOST or max(map(len, needs)) > LONGEST_ID or max(map(len, offers)) > LONGEST_ID:
        return None
    if not text.isprintable() and any(not line.isprintable() for line in rest.split("\n")):
        return None
    return Edges(needs, offers, costs)


def _text(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise Malformed(f"is larger than {MOST_BYTES // 2**20} MiB")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Malformed("is UTF-16 text; save it as “CSV UTF-8”", row=1)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Malformed("is not UTF-8 text; save it as “CSV UTF-8”", row=content.count(b"\n", 0, error.start) + 1) from None
    if "\0" in text:
        raise Malformed("holds a zero byte, so it is not a text table", row=text.count("\n", 0, text.index("\0")) + 1)
    return text


def _lines(text: str) -> Iterator[Row]:
    """Lines with something in them: their number in the file and their trimmed cells."""
    first = text.lstrip().split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(DELIMITERS, key=first.count), strict=True)
    try:
        for cells in reader:
            trimmed = [cell.strip() for cell in cells]
            if any(trimmed):
                yield reader.line_num, trimmed
    except csv.Error as error:
        raise Malformed(f"is not a table: {error}", row=reader.line_num) from None


def _heading(lines: Iterator[Row], wanted: tuple[str, ...]) -> tuple[int, list[str]]:
    line, cells = next(lines, (1, []))
    heading = ["_".join(cell.casefold().split()) for cell in cells]
    for name in wanted:
        if name not in heading:
            raise Malformed(f"the first line must name the columns {', '.join(wanted)}; there is no {name!r}", row=line, field=name)
    for name in heading:
        if name and heading.count(name) > 1:
            raise Malformed("there are two columns of this name", row=line, field=name)
    return line, heading


def _same_width(line: int, cells: list[str], heading: list[str]) -> None:
    while len(cells) > len(heading) and not cells[-1]:
        cells.pop()
    if len(cells) != len(heading):
        raise Malformed(f"has {len(cells)} cells, but the heading has {len(heading)}", row=line)


def _id(cell: str, line: int, name: str) -> str:
    if not cell:
        raise Malformed("is empty", row=line, field=name)
    if len(cell) > LONGEST_ID:
        raise Malformed(f"is longer than {LONGEST_ID} letters", row=line, field=name)
    if not cell.isprintable():
        raise Malformed("holds a sign that can't be seen", row=line, field=name)
    return cell


def read_cost(cell: str, line: int | None = None) -> int | Decimal:
    """A cost as people write it: a number with at most nine decimals. Raises `Malformed`."""
    if WHOLE.fullmatch(cell):
        number: int | Decimal = int(cell)
    else:
        try:
            if not DECIMAL.fullmatch(cell):
                raise InvalidOperation
            number = Decimal(cell)
        except InvalidOperation:
            raise Malformed(f"{_short(cell)} is not a number, such as 12 or 3.5", row=line, field="cost") from None
    if abs(number) > MOST:
        raise Malformed(f"{_short(cell)} is too large; costs go up to {MOST:,}", row=line, field="cost")
    if isinstance(number, Decimal) and number != round(number, DECIMALS):
        raise Malformed(f"{_short(cell)} has more than {DECIMALS} decimals", row=line, field="cost")
    return number


def _note(known: dict[str, int], id: str, cell: str, line: int, name: str) -> None:
    if not re.fullmatch(r"[0-9]{1,16}", cell) or int(cell) > MOST:
        raise Malformed(f"{_short(cell)} is not a whole number from 0 on", row=line, field=name)
    if known.setdefault(id, int(cell)) != int(cell):
        raise Malformed(f"{_short(id)} has {known[id]} further up and {cell} here", row=line, field=name)


def _flag(cell: str, line: int) -> bool:
    if cell.casefold() not in YES | NO:
        raise Malformed(f"{_short(cell)} is neither yes nor no", row=line, field="forbidden")
    return cell.casefold() in YES


def _short(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:39] + "…")
