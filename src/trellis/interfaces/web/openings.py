"""From "Tuesday evening" to the moments that the search asks about."""

from datetime import date, datetime, time, timedelta

from trellis.interfaces.web.asking import Asked
from trellis.interfaces.web.choices import HOURS_OF_PARTS, WEEKDAYS

LAST_MINUTE = time(23, 59)


def opening_wanted(asked: Asked, now: datetime) -> dict[str, object]:
    """The parts of a Query about time: open_now, at, open_until. `now` is aware, on the clocks of the place.

    A day without a time means any moment of it, today from now on. A part of the day means any moment of that part;
    a time of the clock means just then. A weekday is the next one, today included while the time lies ahead.
    """
    if not asked.says_when:
        return {}
    if asked.day == "now" and not asked.on and not asked.time:
        return {"open_now": True}
    part = asked.time or ("evening" if asked.day == "evening" else "")
    day = _day_meant(asked, part, now)
    begins, ends = _hours(day, part, now)
    if day == now.date() and begins < now <= (ends or begins):
        begins = now
    return {"open_now": True, "at": begins, "open_until": ends}


def _day_meant(asked: Asked, part: str, now: datetime) -> date:
    today = now.date()
    if asked.on:
        return asked.on
    if asked.day == "tomorrow":
        return today + timedelta(days=1)
    if asked.day in WEEKDAYS:
        day = today + timedelta(days=(WEEKDAYS.index(asked.day) - today.weekday()) % 7)
        return day + timedelta(days=7) if day == today and _is_over(day, part, now) else day
    if not asked.day and _is_over(today, part, now):
        return today + timedelta(days=1)
    return today


def _is_over(day: date, part: str, now: datetime) -> bool:
    begins, ends = _hours(day, part, now)
    return (ends or begins) < now


def _hours(day: date, part: str, now: datetime) -> tuple[datetime, datetime | None]:
    """First and last moment meant; no last one for a time of the clock."""
    if part in HOURS_OF_PARTS:
        first, last = HOURS_OF_PARTS[part]
        ends = datetime.combine(day, LAST_MINUTE if last == 24 else time(last), now.tzinfo)
        return datetime.combine(day, time(first), now.tzinfo), ends
    if part:
        hour, minute = map(int, part.split(":"))
        return datetime.combine(day, time(hour, minute), now.tzinfo), None
    return datetime.combine(day, time(0), now.tzinfo), datetime.combine(day, LAST_MINUTE, now.tzinfo)
