"""Days and times that people write among their words: "AA near Maldon on Tuesday", "grupo esta noche", "مساء الثلاثاء".

In English, Spanish and Arabic whatever the language of the page: people ask in the one they think in. In another language they stay
words, and the filters say the same.
"""

import re
from dataclasses import replace

from trellis.interfaces.web.asking import Asked


def _either(*ways: str) -> str:
    return f"(?:{'|'.join(ways)})"


# In each line: English, Spanish, Arabic as people type it.
_DAYS = {
    "mon": ("mondays?", "lunes", "ال[إا]ثنين"),
    "tue": ("tuesdays?", "martes", "الثلاثاء?"),
    "wed": ("wednesdays?", "mi[eé]rcoles", "ال[أا]ربعاء?"),
    "thu": ("thursdays?", "jueves", "الخميس"),
    "fri": ("fridays?", "viernes", "الجمع[ةه]"),
    "sat": ("saturdays?", "s[aá]bados?", "السبت"),
    "sun": ("sundays?", "domingos?", "ال[أا]حد"),
}
_PARTS = {
    "morning": ("mornings?", "por las? ma[nñ]anas?", _either("صباحًا", "صباحاً", "صباحا", "صباح", "في الصباح")),
    "afternoon": ("afternoons?", "por las? tardes?", _either("بعد الظهر", "بعد ظهر", "ظهرًا", "ظهراً", "ظهرا", "ظهر")),
    "evening": (
        "(?:evening|night)s?",
        "por las? noches?",
        _either("مساءً", "مساءا", "مساء", "في المساء", "ليلًا", "ليلاً", "ليلا", "ليل[ةه]"),
    ),
}
_SOON = {
    "now": ("(?:open now|right now)", "(?:(?:abiert[oa]s? )?ahora(?: mismo)?)", "(?:(?:مفتوح[ةه]? )?ال[آا]ن)"),
    "evening": ("(?:tonight|this evening)", "esta noche", _either("هذا المساء", "هذه الليل[ةه]", "الليل[ةه]", "مساء اليوم")),
    "today": ("today", "hoy", "اليوم"),
    "tomorrow": ("tomorrow", "(?<!la )(?<!las )ma[nñ]ana", _either("غدًا", "غداً", "غدا", "غد")),
}
_START, _END = r"(?:^|\s)", r"(?=\s|$)"
_OPEN = r"(?:open\s+|abiert[oa]s?\s+|مفتوح[ةه]?\s+)?"


def _patterns(table: dict[str, tuple[str, str, str]], *, anywhere: tuple[str, str, str]) -> list[re.Pattern[str]]:
    """One pattern for each language: anywhere behind its little word, or at the end; with a part of the day after it or before."""
    made = []
    for at, before in enumerate(anywhere):
        name = f"(?P<name>{_either(*(ways[at] for ways in table.values()))})"
        part = _either(*(ways[at] for ways in _PARTS.values()))
        made.append(re.compile(rf"{_START}{_OPEN}{before}{name}(?:\s+(?P<part>{part}))?{_END}", re.IGNORECASE))
        if before:
            made.append(re.compile(rf"\s{_OPEN}{name}(?:\s+(?P<part>{part}))?$", re.IGNORECASE))
    before = _either(*(ways[2] for ways in _PARTS.values()))
    arabic = _either(*(ways[2] for ways in table.values()))
    return [re.compile(rf"{_START}(?P<part>{before})\s+(?:يوم\s+)?(?P<name>{arabic}){_END}"), *made]


_ON_A_DAY = _patterns(_DAYS, anywhere=(r"on\s+", r"(?:el|los|este)\s+", r"يوم\s+"))
_SOON_NAMED = _patterns(_SOON, anywhere=("", "", ""))


def with_time_from_words(asked: Asked) -> Asked:
    """The question with the day or time that stood among its words as a filter; the same question when there is none."""
    if asked.says_when or asked.literal:
        return asked
    for patterns, table in ((_ON_A_DAY, _DAYS), (_SOON_NAMED, _SOON)):
        for pattern in patterns:
            if found := pattern.search(asked.words):
                day = _code(found["name"], table)
                part = "" if day == "now" else _code(found["part"], _PARTS)
                return _without(found, asked, day=day, part=part)
    return asked


def _code(said: str | None, table: dict[str, tuple[str, str, str]]) -> str:
    """Which line of a table somebody said, or "" for nothing."""
    for code, ways in table.items():
        if said and re.fullmatch(_either(*(way.replace("(?<!la )(?<!las )", "") for way in ways)), said, re.IGNORECASE):
            return code
    return ""


def _without(found: re.Match[str], asked: Asked, *, day: str, part: str) -> Asked:
    words = f"{asked.words[: found.start()].strip()} {asked.words[found.end() :].strip()}".strip()
    return replace(asked, words=words, day=day, time=part)
