"""Rules as short strings, for the JSON that a search result carries with it.

One string a rule: "W01234|540|1020" is Monday to Friday, 9:00 to 17:00. After freq with weekdays, opens and closes
(empty when unknown) come the parts that differ from the default, each with its letter:

    i2 interval · n1.1,-1.4 nth · m1,-1 month days · s20260105 starts on · u until · f valid from · t valid to
    T term time only · H closed on holidays · x20261224,20261231 except dates · A by appointment
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from .rules import Rule

_FREQUENCIES = {"W": "WEEKLY", "M": "MONTHLY", "O": "ONCE"}
_DATES = {"s": "starts_on", "u": "until", "f": "valid_from", "t": "valid_to"}
_FLAGS = {"T": "term_time_only", "H": "closed_on_holidays", "A": "by_appointment"}


def to_compact(rules: Sequence[Rule]) -> list[str]:
    """Rules as short strings; `from_compact` gives equal rules back."""
    return [_write(rule) for rule in rules]


def from_compact(texts: Iterable[str]) -> list[Rule]:
    """Rules from short strings. Equal strings give the same object: hours repeat a great deal from row to row.

    Raises ValueError for a string that `to_compact` cannot have written.
    """
    return [_read(text) for text in texts]


def _write(rule: Rule) -> str:
    parts = [rule.freq[0] + "".join(map(str, rule.weekdays)), str(rule.opens)]
    parts.append("" if rule.closes is None else str(rule.closes))
    if rule.interval != 1:
        parts.append(f"i{rule.interval}")
    if rule.nth:
        parts.append("n" + ",".join(f"{n}.{weekday}" for n, weekday in rule.nth))
    if rule.month_days:
        parts.append("m" + ",".join(map(str, rule.month_days)))
    for letter, name in _DATES.items():
        day = getattr(rule, name)
        if day is not None:
            parts.append(letter + _write_date(day))
    if rule.except_dates:
        parts.append("x" + ",".join(map(_write_date, rule.except_dates)))
    parts += [letter for letter, name in _FLAGS.items() if getattr(rule, name)]
    return "|".join(parts)


@lru_cache(maxsize=8192)
def _read(text: str) -> Rule:
    try:
        days, opens, closes, *parts = text.split("|")
        values: dict[str, Any] = {
            "freq": _FREQUENCIES[days[:1]],
            "weekdays": tuple(map(int, days[1:])),
            "opens": int(opens),
            "closes": int(closes) if closes else None,
        }
        for part in parts:
            letter, rest = part[:1], part[1:]
            if letter in _FLAGS and not rest:
                values[_FLAGS[letter]] = True
            elif letter in _DATES:
                values[_DATES[letter]] = date.fromisoformat(rest)
            elif letter == "i":
                values["interval"] = int(rest)
            elif letter == "n":
                pairs = (pair.split(".") for pair in rest.split(","))
                values["nth"] = tuple((int(n), int(weekday)) for n, weekday in pairs)
            elif letter == "m":
                values["month_days"] = tuple(map(int, rest.split(",")))
            elif letter == "x":
                values["except_dates"] = tuple(map(date.fromisoformat, rest.split(",")))
            else:
                raise ValueError(part)
        return Rule(**values)
    except (KeyError, ValueError) as error:
        raise ValueError(f"not an opening rule: {text!r}") from error


def _write_date(day: date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"
