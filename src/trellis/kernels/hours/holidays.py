"""Public holidays by rule, so that next year's need no download. Names are codes; the words are elsewhere."""

from __future__ import annotations

from datetime import date, timedelta


def easter(year: int) -> date:
    """Western Easter Sunday of a Gregorian year, by the anonymous Gregorian algorithm (Meeus, Jones, Butcher).

    Source: J. Meeus, Astronomical Algorithms, chapter 8.
    """
    golden = year % 19
    century, years = divmod(year, 100)
    leaps, rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leaps - correction + 15) % 30
    weekday = (32 + 2 * rest + 2 * (years // 4) - epact - years % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def england_and_wales(year: int) -> dict[date, str]:
    """Bank holidays of England and Wales by date, in order. Codes end in "_substitute" for a day in place of a weekend.

    The day itself is listed too when it falls on a weekend, since doors are shut on Christmas Day whatever its
    weekday. Days set by proclamation for one year only (a coronation) are not computed; add them by hand.
    Source: Banking and Financial Dealings Act 1971, schedule 1; the early May and New Year holidays are
    proclaimed yearly and have followed this pattern since 1978 and 1974.
    """
    sunday = easter(year)
    found = {
        sunday - timedelta(days=2): "good_friday",
        sunday + timedelta(days=1): "easter_monday",
        _monday_from(date(year, 5, 1)): "early_may",
        _monday_from(date(year, 5, 25)): "spring",
        _monday_from(date(year, 8, 25)): "summer",
    }
    fixed = {date(year, 1, 1): "new_year", date(year, 12, 25): "christmas_day", date(year, 12, 26): "boxing_day"}
    found.update(fixed)
    for day, code in fixed.items():
        if day.weekday() >= 5:
            substitute = day
            while substitute.weekday() >= 5 or substitute in found:
                substitute += timedelta(days=1)
            found[substitute] = f"{code}_substitute"
    return dict(sorted(found.items()))


def _monday_from(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)
