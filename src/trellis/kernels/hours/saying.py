"""How people say in English that something comes again, as parts of a rule: "second Tuesday", "Thursdays in term time", "every 28 days".

It reads what is clear and says what is not: "every second Tuesday" can be every two weeks or once a month, so it is asked back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_DAYS = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}
_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?s?"
_NTH = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5, "last": -1}
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "eight": 8, "ten": 10, "twelve": 12, "other": 2}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_TERM = re.compile(
    r",?\s*\b(?:(?:only )?(?:in|during) (?:school )?term(?: ?-?time)?(?: only)?|term ?-?time only|outside (?:the )?school holidays)\b"
)
_HOLIDAYS = re.compile(r",?\s*\b(?:but )?(?:not|never|except|apart from|but not)(?: on| for)? (?:public |bank )?holidays?\b")
_LINK = re.compile(r"\s*(?:,|and|&|\+|/)\s*(?:and\s+)?(?:the\s+)?")


class Unclear(ValueError):
    """`code`: "unknown", "not_weeks" (days that are no whole weeks), "two_meanings" (every second Tuesday), "which_day"."""

    def __init__(self, code: str):
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Said:
    """repeats: "WEEKLY" or "MONTHLY". weekdays, nth and month_days as a Rule has them; month: 1 to 12 where once a year is meant."""

    repeats: str
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    nth: tuple[tuple[int, int], ...] = ()
    month_days: tuple[int, ...] = ()
    month: int = 0
    term_time_only: bool = False
    closed_on_holidays: bool = False


def understood(text: str) -> Said:
    """What was said. Raises Unclear. At most 200 characters are read."""
    words = re.sub(r"\s+", " ", text[:200].casefold().replace("’", "'")).strip(" .!")
    words, term = _TERM.subn("", words)
    words, holidays = _HOLIDAYS.subn("", words)
    words = re.sub(r"^(?:on |the |it is |we meet )+", "", words.strip(" ,.;"))
    said = _weekly(words) or _nth_weekday(words) or _month_day(words)
    if said is None:
        raise Unclear("which_day" if re.fullmatch(r"(?:every month|monthly|once a month)", words) else "unknown")
    parts = {name: getattr(said, name) for name in ("repeats", "interval", "weekdays", "nth", "month_days", "month")}
    return Said(**parts, term_time_only=bool(term), closed_on_holidays=bool(holidays))


def _weekly(words: str) -> Said | None:
    if words in ("every day", "daily", "each day"):
        return Said("WEEKLY", weekdays=(0, 1, 2, 3, 4, 5, 6))
    if words in ("every weekday", "weekdays", "on weekdays", "each weekday"):
        return Said("WEEKLY", weekdays=(0, 1, 2, 3, 4))
    if words in ("every week", "weekly", "each week"):
        return Said("WEEKLY")
    found = re.fullmatch(r"every (\d{1,3}|[a-z]+) days?", words)
    if found:
        n = _number(found[1])
        if n is None or n == 0 or n % 7:
            raise Unclear("not_weeks" if n else "unknown")
        return Said("WEEKLY", interval=n // 7)
    found = re.fullmatch(rf"(?:every (\d{{1,3}}|[a-z]+) weeks?|(fortnightly|every fortnight))(?: on)? ?({_list(_DAY)})?", words)
    if found:
        n = 2 if found[2] else _number(found[1])
        return Said("WEEKLY", interval=n, weekdays=_weekdays(found[3] or "")) if n else None
    if re.fullmatch(rf"every second {_DAY}", words):
        raise Unclear("two_meanings")
    found = re.fullmatch(rf"(?:every|each)? ?(other )?({_list(_DAY)})(?: (?:of )?(?:every|each) week)?", words)
    if found:
        return Said("WEEKLY", interval=2 if found[1] else 1, weekdays=_weekdays(found[2]))
    return None


def _nth_weekday(words: str) -> Said | None:
    nth = "|".join(_NTH)
    found = re.fullmatch(
        rf"(?:every )?((?:{nth})(?:{_LINK.pattern}(?:{nth}))*) ({_DAY})(?: (?:of|in) (?:the|each|every) (?:(\d{{1,2}}|[a-z]+) )?months?"
        rf"| (?:of|in) ({_MONTH})(?: every year)?| (?:every|each) month| monthly)?",
        words,
    )
    if not found:
        return None
    day = _weekdays(found[2])[0]
    interval = _number(found[3]) if found[3] else 1
    if not interval:
        return None
    pairs = tuple((_NTH[each], day) for each in _LINK.split(found[1]))
    month = _month(found[4])
    return Said("MONTHLY", interval=12 if month else interval, nth=pairs, month=month)


def _month_day(words: str) -> Said | None:
    number = r"(?:\d{1,2}(?:st|nd|rd|th)?|last day)"
    found = re.fullmatch(
        rf"(?:every )?({number}(?:{_LINK.pattern}{number})*)(?: (?:of|in) (?:the|each|every) (?:(\d{{1,2}}|[a-z]+) )?months?"
        rf"| (?:of )?({_MONTH})(?: (?:every|each) year)?| (?:every|each) month| monthly)?",
        words,
    )
    if not found:
        return None
    days = tuple(-1 if each == "last day" else int(re.match(r"\d+", each)[0]) for each in _LINK.split(found[1]))
    interval = _number(found[2]) if found[2] else 1
    if not interval or any(not (day == -1 or 1 <= day <= 31) for day in days):
        return None
    month = _month(found[3])
    return Said("MONTHLY", interval=12 if month else interval, month_days=days, month=month)


def _list(one: str) -> str:
    return rf"{one}(?:{_LINK.pattern}{one})*"


def _weekdays(text: str) -> tuple[int, ...]:
    return tuple(sorted({_DAYS[each[:3]] for each in _LINK.split(text) if each}))


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() else _NUMBERS.get(text)


def _month(text: str | None) -> int:
    return _MONTHS.index(text[:3]) + 1 if text else 0
