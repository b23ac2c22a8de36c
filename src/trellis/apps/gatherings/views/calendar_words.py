"""Gatherings in words: when, how often, where, and what is odd about a pattern."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from trellis.apps.directory.models import Location
from trellis.apps.directory.models.days import parse_byday, parse_month_days
from trellis.apps.directory.models.vocabulary import Access
from trellis.apps.gatherings.models import Gathering, Series
from trellis.apps.gatherings.queries.judging import Judgement
from trellis.apps.gatherings.queries.recurring import Pattern
from trellis.core.ui.parts import Fact
from trellis.core.ui.words import listed


def day_words(day: date, *, today: date | None = None) -> str:
    """ "Tuesday 8 December", with the year when it is another one."""
    told = {"weekday": WEEKDAYS[day.weekday()], "day": day.day, "month": MONTHS[day.month], "year": day.year}
    if today is not None and day.year == today.year:
        return _("%(weekday)s %(day)d %(month)s") % told
    return _("%(weekday)s %(day)d %(month)s %(year)d") % told


def month_words(day: date) -> str:
    """ "December 2026"."""
    return _("%(month)s %(year)d") % {"month": MONTHS[day.month], "year": day.year}


def clock(moment: datetime, zone: ZoneInfo) -> str:
    """The hour there: "19:00"."""
    return f"{moment.astimezone(zone):%H:%M}"


def hours_words(gathering: Gathering, zone: ZoneInfo) -> str:
    """ "19:00 to 20:30"; with the day of the end when that is another one."""
    starts, ends = gathering.starts_at.astimezone(zone), gathering.ends_at.astimezone(zone)
    told = {"begins": f"{starts:%H:%M}", "ends": f"{ends:%H:%M}", "day": day_words(ends.date(), today=starts.date())}
    if ends.date() == starts.date() or (ends.date() == starts.date() + timedelta(days=1) and ends.hour < 12):
        return _("%(begins)s to %(ends)s") % told
    return _("%(begins)s to %(day)s, %(ends)s") % told


def zone_words(zone: ZoneInfo) -> str:
    """In whose time that is, when it is not the place's own."""
    return "" if zone.key == settings.PLACE_TIME_ZONE else _("%(zone)s time") % {"zone": zone.key.rpartition("/")[2].replace("_", " ")}


def when_words(gathering: Gathering, zone: ZoneInfo, *, today: date) -> str:
    """ "Tuesday 8 December, 19:00 to 20:30"."""
    told = {"day": day_words(gathering.starts_at.astimezone(zone).date(), today=today), "hours": hours_words(gathering, zone)}
    return _("%(day)s, %(hours)s") % told


def where_words(location: Location | None) -> str:
    """A place on one line, as far as it may be said."""
    if location is None:
        return ""
    if location.confidential:
        return location.public_area
    return listed(dict.fromkeys(part for part in (location.name or location.address_1, location.city) if part))


def address_lines(location: Location) -> list[str]:
    """Where it is, a line each."""
    if location.confidential:
        return [location.public_area] if location.public_area else []
    town = " ".join(part for part in (location.city, location.postal_code) if part)
    lines = (location.name, location.address_1, location.address_2, town)
    return list(dict.fromkeys(part for part in lines if part))


def access_facts(location: Location) -> list[Fact]:
    """Whether a place can be reached without steps, and what else helps."""
    if location.confidential:
        return []
    found = []
    steps = {Access.YES: _("Step-free"), Access.PARTLY: _("Partly step-free"), Access.NO: _("There are steps")}
    if location.step_free in steps:
        found.append(Fact(label=str(steps[location.step_free]), icon="ramp"))
    if location.accessible_toilet == Access.YES:
        found.append(Fact(label=_("Accessible toilet")))
    if location.hearing_loop == Access.YES:
        found.append(Fact(label=_("Hearing loop")))
    return found


def ordinal(n: int) -> str:
    """ "second", "last"."""
    return {
        1: _("first"), 2: _("second"), 3: _("third"), 4: _("fourth"), 5: _("fifth"), -1: _("last"), -2: _("last but one"),
    }.get(n, str(n))  # fmt: skip


def weekdays_words(weekdays: Iterable[int]) -> str:
    """ "Monday, Thursday"."""
    return listed(str(WEEKDAYS[day]) for day in sorted(set(weekdays)))


def repeats_words(pattern: Pattern | Series) -> str:
    """How it comes again, on one line: "Every second Tuesday of the month, not on public holidays"."""
    if pattern.repeats == "ONCE":
        return _("Once")
    if pattern.repeats == "LISTED":
        return _("On dates given one by one")
    said = _weekly(pattern) if pattern.repeats == "WEEKLY" else _monthly(pattern)
    more = []
    if pattern.term_time_only:
        more.append(_("in term time"))
    if pattern.closed_on_holidays:
        more.append(_("not on public holidays"))
    if pattern.until_on:
        more.append(_("until %(day)s") % {"day": date_format(pattern.until_on, "j F Y")})
    return listed([said, *more])


def _weekly(pattern: Pattern | Series) -> str:
    weekdays = parse_byday(pattern.byday)[0] or [pattern.first_on.weekday()]
    if len(set(weekdays)) == 7 and pattern.interval == 1:
        return _("Every day")
    told = {"n": pattern.interval, "days": weekdays_words(weekdays)}
    if pattern.interval == 1:
        return _("Every week on %(days)s") % told
    return ngettext("Every %(n)d week on %(days)s", "Every %(n)d weeks on %(days)s", pattern.interval) % told


def _monthly(pattern: Pattern | Series) -> str:
    weekdays, nth = parse_byday(pattern.byday)
    numbers = parse_month_days(pattern.bymonthday)
    if nth:
        days = listed(_("%(nth)s %(day)s") % {"nth": ordinal(n), "day": WEEKDAYS[day]} for n, day in nth)
    elif numbers:
        days = listed(_("last day") if n == -1 else str(n) for n in numbers)
    else:
        days = weekdays_words(weekdays) if weekdays else str(pattern.first_on.day)
    told = {"days": days, "n": pattern.interval, "month": MONTHS[pattern.first_on.month]}
    if pattern.interval == 1:
        return (_("The %(days)s of every month")) % told
    if pattern.interval == 12:
        return _("The %(days)s of %(month)s every year") % told
    return ngettext("The %(days)s of every %(n)d month", "The %(days)s of every %(n)d months", pattern.interval) % told


def problem_words(judged: Judgement) -> str:
    """Why a pattern can't be."""
    if judged.problem == "until":
        return _("It would end before it begins. Choose a later last day.")
    if judged.problem == "overlaps" and judged.clash:
        told = {"first": day_words(judged.clash[0]), "second": day_words(judged.clash[1])}
        return _("It would overlap with itself: the one of %(first)s has not ended when that of %(second)s begins. Make it shorter.") % told
    if judged.problem == "never":
        return _("There is no such day, so it would never take place. Choose another day.")
    if judged.problem == "never_now":
        return _("Every such day is a public holiday or outside term time, so it would never take place.")
    return ""


def notes_words(judged: Judgement) -> list[str]:
    """What is good to know about a pattern that can be."""
    notes = []
    if judged.skipped:
        months = listed(month_words(month) for month in judged.skipped)
        notes.append(_("There is no such day in these months: %(months)s. It does not take place then.") % {"months": months})
    return notes


def days_list(days: Iterable[date]) -> str:
    """Days on a line each."""
    return "\n".join(day_words(day) for day in days)


def lasts_words(minutes: int) -> str:
    """ "1 hour 30 minutes"."""
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours})
    if rest:
        parts.append(ngettext("%(n)d minute", "%(n)d minutes", rest) % {"n": rest})
    return pgettext("between hours and minutes", " ").join(parts)
