"""Opening rules in words: what a notice on the door would say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from trellis.core.ui.parts import OpenDay
from trellis.core.ui.words import listed, when
from trellis.kernels.hours import ALL_WEEK, Group, Note, Reason, Rule, Status, day_runs, grouped


def open_days(rules: Sequence[Rule], *, today: date) -> list[OpenDay]:
    """A line for each group of days with equal hours, today's marked."""
    return [_line(group, today) for group in grouped(rules, on=today)]


def _line(group: Group, today: date) -> OpenDay:
    pattern = [note for note in group.notes if note.code in _PATTERNS]
    notes = [_note(note) for note in group.notes if note.code not in _PATTERNS]
    if group.weekdays:
        day = _weekdays(group.weekdays)
        if pattern:
            day = _("%(days)s, %(pattern)s") % {"days": day, "pattern": _pattern(pattern)}
    else:
        day = _pattern(pattern)
    return OpenDay(
        day=day,
        hours=listed(_span(opens, closes) for opens, closes in group.times),
        today=today.weekday() in group.weekdays and not pattern,
        note="; ".join(notes),
    )


def _weekdays(weekdays: tuple[int, ...]) -> str:
    if weekdays == ALL_WEEK:
        return _("Every day")
    parts = []
    for first, last in day_runs(weekdays):
        if first == last:
            parts.append(str(WEEKDAYS[first]))
        elif last == first + 1:
            parts += [str(WEEKDAYS[first]), str(WEEKDAYS[last])]
        else:
            parts.append(_("%(first)s to %(last)s") % {"first": WEEKDAYS[first], "last": WEEKDAYS[last]})
    return _list(parts)


def _list(parts: list[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return _("%(most)s and %(last)s") % {"most": listed(parts[:-1]), "last": parts[-1]}


_PATTERNS = ("every", "nth", "weekday_of_month", "month_day", "on")


def _pattern(notes: list[Note]) -> str:
    """The days that no weekday names: "first Tuesday of the month", "every 2 weeks"."""
    monthly = any(note.code != "every" and note.code != "on" for note in notes)
    parts = []
    for note in notes:
        match note.code, note.values:
            case "nth", (n, weekday):
                parts.append(_("%(nth)s %(weekday)s of the month") % {"nth": _ordinal(n), "weekday": WEEKDAYS[weekday]})
            case "weekday_of_month", (weekday,):
                parts.append(_("every %(weekday)s of the month") % {"weekday": WEEKDAYS[weekday]})
            case "month_day", (-1,):
                parts.append(_("last day of the month"))
            case "month_day", (number,):
                parts.append(_("day %(number)d of the month") % {"number": number})
            case "on", (day,):
                parts.append(when(day))
            case "every", (n,) if monthly:
                parts.append(ngettext("every month", "every %(n)d months", n) % {"n": n})
            case "every", (n,):
                parts.append(ngettext("every week", "every %(n)d weeks", n) % {"n": n})
    words = _list(parts)
    return words[:1].upper() + words[1:] if words else words


def _ordinal(n: int) -> str:
    return {
        1: pgettext("which weekday of the month", "first"),
        2: pgettext("which weekday of the month", "second"),
        3: pgettext("which weekday of the month", "third"),
        4: pgettext("which weekday of the month", "fourth"),
        5: pgettext("which weekday of the month", "fifth"),
        -1: pgettext("which weekday of the month", "last"),
    }.get(n, str(n))


def _note(note: Note) -> str:
    match note.code:
        case "from":
            return _("from %(day)s") % {"day": when(note.values[0])}
        case "until":
            return _("until %(day)s") % {"day": when(note.values[0])}
        case "term_time":
            return _("in school terms only")
        case "not_holidays":
            return _("closed on public holidays")
        case "except":
            return _("not on %(days)s") % {"days": _list([when(day) for day in note.values])}
        case "appointment":
            return _("by appointment")
    return ""


def _span(opens: int, closes: int | None) -> str:
    if closes is None:
        return _("from %(time)s") % {"time": _clock(opens)}
    if closes % 1440 == opens:
        return _("all day and night")
    return _("%(opens)s to %(closes)s") % {"opens": _clock(opens), "closes": _clock(closes % 1440)}


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def status_words(status: Status, *, now: datetime) -> tuple[str, str]:
    """The state ("now", "soon", "closed", "unknown") and the line that says it."""
    if status.open:
        if status.until is None:
            return "now", _("Open now")
        return "now", _("Open now, until %(time)s") % {"time": f"{status.until:%H:%M}"}
    if status.next_opens is not None:
        soon = (status.next_opens - now).total_seconds() <= 3600
        moment = when(status.next_opens, now=now)
        if status.reason == Reason.HOLIDAY:
            return "closed", _("Closed for the public holiday. Opens %(moment)s") % {"moment": moment}
        return ("soon" if soon else "closed"), _("Opens %(moment)s") % {"moment": moment}
    if status.reason == Reason.APPOINTMENT:
        return "closed", _("By appointment")
    return "unknown", ""
