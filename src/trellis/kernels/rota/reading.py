"""Reading a rota from JSON: volunteers, shifts, availability with likes, capacity, weekly caps, rest, leads.

The form: {"volunteers": [{"id", "capacity", "per_week", "lead", "can": [[shift, like], ...], "served"?}],
"shifts": [{"id", "day", "start_hour", "end_hour", "need", "needs_lead"}], "rest_hours", "week": "day//7",
"apart"?: [[volunteer, volunteer]], "kept"?: [[shift, volunteer]]}.
Hours count from the first midnight of the rota.
"""

import json
import re
from typing import Any, BinaryIO

from trellis.kernels.rota.problem import Id, Malformed, Rota, Shift, Volunteer

WEEK = re.compile(r"day//([1-9]\d{0,3})")
MOST_BYTES = 60_000_000
MOST_NUMBER = 1_000_000
MOST_LETTERS = 200


def read_rota(stream: BinaryIO) -> Rota:
    """Read and check. Raises Malformed with the place in the file."""
    given = stream.read(MOST_BYTES + 1)
    if len(given) > MOST_BYTES:
        raise Malformed(f"is larger than {MOST_BYTES:,} bytes")
    try:
        document = json.loads(given.decode("utf-8-sig"), parse_constant=_refuse, object_pairs_hook=_object)
    except UnicodeDecodeError:
        raise Malformed("is not text in UTF-8") from None
    except json.JSONDecodeError as wrong:
        raise Malformed(f"is not JSON: {wrong.msg} in line {wrong.lineno}, column {wrong.colno}") from None
    except (ValueError, RecursionError, MemoryError):
        raise Malformed("is not JSON that can be read: too deep, or a number too long") from None
    return rota_of(document)


def rota_of(document: Any) -> Rota:
    """The rota of a JSON document. Raises Malformed."""
    if not isinstance(document, dict):
        raise Malformed("must be one JSON object with volunteers and shifts")
    week = document.get("week", "day//7")
    length = WEEK.fullmatch(week) if isinstance(week, str) else None
    if length is None:
        raise Malformed("must be like 'day//7': a day number over the days of a week", "week")
    days = int(length[1])
    shifts = tuple(_shift(each, f"shifts[{index}]", days) for index, each in enumerate(_list(document, "shifts")))
    volunteers = tuple(_volunteer(each, f"volunteers[{index}]") for index, each in enumerate(_list(document, "volunteers")))
    if not shifts:
        raise Malformed("there is no shift", "shifts")
    if not volunteers:
        raise Malformed("there is no volunteer", "volunteers")
    rest = _whole(document, "rest_hours", "", least=0, most=1_000, default=11)
    apart = frozenset(frozenset(pair) for pair in _pairs(document, "apart"))
    return Rota(volunteers=volunteers, shifts=shifts, rest=rest, apart=apart, kept=tuple(_pairs(document, "kept")))


def _shift(given: Any, name: str, days: int) -> Shift:
    given = _mapping(given, name)
    day = _whole(given, "day", name, least=0)
    return Shift(
        id=_id(given.get("id"), f"{name}.id"),
        starts=_whole(given, "start_hour", name),
        ends=_whole(given, "end_hour", name),
        week=day // days,
        need=_whole(given, "need", name, least=0, most=10_000, default=1),
        needs_lead=_truth(given, "needs_lead", name),
    )


def _volunteer(given: Any, name: str) -> Volunteer:
    given = _mapping(given, name)
    can: dict[Id, int] = {}
    for index, pair in enumerate(_list(given, "can", name)):
        place = f"{name}.can[{index}]"
        if not isinstance(pair, list) or len(pair) != 2:
            raise Malformed("must be a shift and how much it is liked, such as [3, 1]", place)
        shift = _id(pair[0], place)
        if shift in can:
            raise Malformed(f"shift {shift!r} is there twice", place)
        if not isinstance(pair[1], int) or isinstance(pair[1], bool) or abs(pair[1]) > MOST_NUMBER:
            raise Malformed("a like must be a whole number", place)
        can[shift] = pair[1]
    return Volunteer(
        id=_id(given.get("id"), f"{name}.id"),
        capacity=_whole(given, "capacity", name, least=0, most=10_000),
        per_week=_whole(given, "per_week", name, least=0, most=10_000),
        lead=_truth(given, "lead", name),
        can=can,
        served=_whole(given, "served", name, least=0, most=10_000, default=0),
    )


def _pairs(document: dict, key: str) -> list[tuple[Id, Id]]:
    found = []
    for index, pair in enumerate(_list(document, key) if key in document else []):
        if not isinstance(pair, list) or len(pair) != 2:
            raise Malformed("must be a list of two", f"{key}[{index}]")
        found.append((_id(pair[0], f"{key}[{index}]"), _id(pair[1], f"{key}[{index}]")))
    return found


def _list(document: dict, key: str, name: str = "") -> list:
    where = f"{name}.{key}" if name else key
    if not isinstance(document.get(key), list):
        raise Malformed("must be a list" if key in document else "is missing", where)
    return document[key]


def _mapping(given: Any, name: str) -> dict:
    if not isinstance(given, dict):
        raise Malformed("must be an object", name)
    return given


def _id(given: Any, name: str) -> Id:
    if isinstance(given, bool) or not isinstance(given, int | str) or given == "":
        raise Malformed("must be a number or a text that tells it apart", name)
    if (isinstance(given, str) and (len(given) > MOST_LETTERS or not given.isprintable())) or (
        isinstance(given, int) and abs(given) > 1 << 60
    ):
        raise Malformed("is too long, or has signs that can't be seen", name)
    return given


def _whole(given: dict, key: str, name: str, *, least: int = -MOST_NUMBER, most: int = MOST_NUMBER, default: int | None = None) -> int:
    where = f"{name}.{key}" if name else key
    value = given.get(key, default)
    if value is None:
        raise Malformed("is missing", where)
    if isinstance(value, float) and value.is_integer() and abs(value) <= most:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise Malformed(f"must be a whole number from {least:,} to {most:,}", where)
    return value


def _truth(given: dict, key: str, name: str) -> bool:
    value = given.get(key, False)
    if not isinstance(value, bool):
        raise Malformed("must be true or false", f"{name}.{key}")
    return value


def _refuse(sign: str) -> Any:
    raise Malformed(f"is not JSON: {sign} is no number")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Malformed("has an object in which a name is there twice")
    return found
