"""The two things the kernel is told: a rule of opening, and the calendar of the place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

ALL_WEEK = (0, 1, 2, 3, 4, 5, 6)
DAY_MINUTES = 1440
UNKNOWN_END_MINUTES = 60
FREQUENCIES = ("WEEKLY", "MONTHLY", "ONCE")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One opening that repeats: on which days, from which minute to which.

    weekdays      0 = Monday .. 6 = Sunday. WEEKLY without any: the weekday of `starts_on`. MONTHLY without `nth`:
                  every such weekday of the month. With `nth` they are not read, since sources write both.
    opens         minutes since midnight, 0..1439.
    closes        minutes since midnight, 0..1440. At or before `opens` it is on the next day, so equal means a full
                  24 hours. None: nobody said; it then counts as open for an hour, and the end is told as unknown.
    freq          "WEEKLY", "MONTHLY" or "ONCE" (on `starts_on` only).
    interval      every n-th week or month, counted from `starts_on`, else `valid_from`. With neither there is nothing
                  to count from: the rule can be shown but never counts as open.
    nth           MONTHLY: pairs (n, weekday), n = 1..5 from the start of the month, -1..-5 from its end.
    month_days    MONTHLY: 1..31, or -1..-31 from the end. Together with weekdays or `nth` both must hold.
                  MONTHLY with none of the three: the day of the month of `starts_on`.
    starts_on     first possible date. until: last possible date, included. valid_from, valid_to: the same, said by
                  the source about the record and not about the pattern.
    by_appointment  the door opens for those who arranged it, so it never counts as open.

    An occurrence belongs to the day on which it starts: a night that starts before a holiday runs on into it.
    Raises ValueError for numbers outside these ranges. Source: RFC 5545 sections 3.3.10 and 3.8.5.
    """

    weekdays: tuple[int, ...] = ()
    opens: int = 0
    closes: int | None = None
    freq: str = "WEEKLY"
    interval: int = 1
    nth: tuple[tuple[int, int], ...] = ()
    month_days: tuple[int, ...] = ()
    starts_on: date | None = None
    until: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    term_time_only: bool = False
    closed_on_holidays: bool = False
    except_dates: tuple[date, ...] = ()
    by_appointment: bool = False

    def __post_init__(self) -> None:
        if self.freq not in FREQUENCIES:
            raise ValueError(f"freq: {self.freq!r} is not one of {', '.join(FREQUENCIES)}")
        if not 0 <= self.opens < DAY_MINUTES:
            raise ValueError(f"opens: {self.opens} is not a minute of the day")
        if self.closes is not None and not 0 <= self.closes <= DAY_MINUTES:
            raise ValueError(f"closes: {self.closes} is not a minute of the day")
        if self.interval < 1:
            raise ValueError(f"interval: {self.interval} is less than 1")
        if any(not 0 <= weekday <= 6 for weekday in self.weekdays):
            raise ValueError(f"weekdays: {self.weekdays} are not all from 0 to 6")
        if any(n == 0 or abs(n) > 5 or not 0 <= weekday <= 6 for n, weekday in self.nth):
            raise ValueError(f"nth: {self.nth} are not all pairs of 1..5 or -1..-5 and a weekday")
        if any(day == 0 or abs(day) > 31 for day in self.month_days):
            raise ValueError(f"month_days: {self.month_days} are not all from 1 to 31 or -31 to -1")

    @property
    def minutes(self) -> int:
        """How long one occurrence lasts, 1..1440; an unknown end counts as an hour."""
        if self.closes is None:
            return UNKNOWN_END_MINUTES
        length = self.closes - self.opens
        return length if length > 0 else length + DAY_MINUTES

    @property
    def anchor(self) -> date | None:
        """The date from which intervals are counted."""
        return self.starts_on or self.valid_from


@dataclass(frozen=True, slots=True)
class Calendar:
    """What the place knows of its year.

    holidays  date -> name; rules with `closed_on_holidays` do not start on these.
    terms     (first, last) dates of school terms, both included. When empty, nobody told us the terms: rules that run
              in term time only are then taken to run all year, so the caller should say "check in the holidays".
    """

    holidays: Mapping[date, str] = field(default_factory=dict)
    terms: tuple[tuple[date, date], ...] = ()

    def in_term(self, day: date) -> bool:
        """Whether a date lies in a school term; true when no terms are known."""
        return not self.terms or any(first <= day <= last for first, last in self.terms)


NO_CALENDAR = Calendar()
