"""Days and times that people write among their words: "AA near Maldon on Tuesday", "peer group tonight".

English only, as the words are: in another language they stay words, and the filters say the same.
"""

import re
from dataclasses import replace

from trellis.interfaces.web.asking import Asked

_WEEKDAY = r"(?P<weekday>mon|tues|wednes|thurs|fri|satur|sun)days?"
_PART = r"(?:\s+(?P<part>morning|afternoon|evening|night)s?)?"
_ON_A_DAY = re.compile(rf"(?:^|\s)on\s+{_WEEKDAY}{_PART}(?=\s|$)", re.IGNORECASE)
_ENDS_WITH_A_DAY = re.compile(rf"\s(?:open\s+)?{_WEEKDAY}{_PART}$", re.IGNORECASE)
_SOON = re.compile(
    r"(?:^|\s)(?:open\s+)?(?:(?P<now>(?<=open\s)now|right now)|(?P<tonight>tonight|this evening)|(?P<today>today)|(?P<tomorrow>tomorrow))"
    rf"{_PART.replace('part', 'soon_part')}(?=\s|$)",
    re.IGNORECASE,
)


def with_time_from_words(asked: Asked) -> Asked:
    """The question with the day or time that stood among its words as a filter; the same question when there is none."""
    if asked.says_when or asked.literal:
        return asked
    if found := _ON_A_DAY.search(asked.words) or _ENDS_WITH_A_DAY.search(asked.words):
        return _without(found, asked, day=found["weekday"][:3].lower(), part=found["part"])
    if found := _SOON.search(asked.words):
        if found["now"]:
            return _without(found, asked, day="now", part=None)
        day = "evening" if found["tonight"] else "today" if found["today"] else "tomorrow"
        return _without(found, asked, day=day, part=found["soon_part"])
    return asked


def _without(found: re.Match[str], asked: Asked, *, day: str, part: str | None) -> Asked:
    words = f"{asked.words[: found.start()].strip()} {asked.words[found.end() :].strip()}".strip()
    time = "evening" if part and part.lower() == "night" else (part or "").lower()
    return replace(asked, words=words, day=day, time=time)
