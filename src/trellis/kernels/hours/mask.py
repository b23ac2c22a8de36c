"""A week as 7 whole numbers of 48 bits: a cheap first sieve for "open at that time"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from .recurrence import weekdays_of
from .rules import ALL_WEEK, DAY_MINUTES, Rule

SLOT_MINUTES = 30


def weekly_mask(rules: Sequence[Rule]) -> tuple[int, int, int, int, int, int, int]:
    """Monday to Sunday; bit b (value 1 << b) stands for the half hour from b * 30 minutes after midnight.

    Law: whenever `is_open(rules, any calendar, at)`, the bit `mask_bit(at)` is set. The reverse does not hold: holidays,
    terms, dates and "every second week" are not in the mask. Each number is below 2**48, so it fits a signed bigint.
    """
    days = [0] * 7
    for rule in rules:
        if rule.by_appointment:
            continue
        first = rule.opens // SLOT_MINUTES
        last = (rule.opens + rule.minutes - 1) // SLOT_MINUTES
        bits = ((1 << (last - first + 1)) - 1) << first
        slots = DAY_MINUTES // SLOT_MINUTES
        for weekday in _possible_weekdays(rule):
            days[weekday] |= bits & ((1 << slots) - 1)
            days[(weekday + 1) % 7] |= bits >> slots
    return (days[0], days[1], days[2], days[3], days[4], days[5], days[6])


def mask_bit(at: datetime) -> tuple[int, int]:
    """(weekday, bit value) to test a mask with: `mask[weekday] & bit`."""
    return at.weekday(), 1 << ((at.hour * 60 + at.minute) // SLOT_MINUTES)


def _possible_weekdays(rule: Rule) -> tuple[int, ...]:
    if rule.freq == "ONCE":
        return (rule.starts_on.weekday(),) if rule.starts_on else ()
    if rule.freq == "WEEKLY":
        return weekdays_of(rule)
    if rule.nth:
        return tuple({weekday for _, weekday in rule.nth})
    return rule.weekdays or ALL_WEEK
