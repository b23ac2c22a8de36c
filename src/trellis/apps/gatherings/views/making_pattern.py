"""From the answers about "when" and "does it come again" to a pattern, and back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

from django.conf import settings

from trellis.apps.directory.models.days import byday, parse_byday
from trellis.apps.gatherings.forms import making as forms
from trellis.apps.gatherings.models import GatheringKind, Repeats, Series
from trellis.apps.gatherings.queries.recurring import Pattern, days
from trellis.core.ui.walking import Told
from trellis.kernels.hours.saying import Said, understood

DETAILS = {
    "weekly": forms.WeeklyForm,
    "nth": forms.NthForm,
    "date": forms.DateForm,
    "listed": forms.ListedForm,
    "words": forms.WordsForm,
}
"""What is asked more after "does it come again"."""


def again_of(told: Told) -> str:
    """The answer to "does it come again"; a festival has its parts instead."""
    if told.get("kind", {}).get("kind") == GatheringKind.FESTIVAL:
        return "festival"
    return told.get("again", {}).get("again", "")


def detail_step(code: str):
    """Whether the page about this answer is asked."""
    return lambda told: again_of(told) == code


def comes_again(told: Told) -> bool:
    """Whether a rule makes its days, so that holidays and a last day can be asked about."""
    return again_of(told) in ("weekly", "nth", "date", "words")


def pattern_from(told: Told, when: dict[str, Any], *, zone: str = "") -> Pattern:
    """The pattern that the answers come to."""
    begins, ends = (time.fromisoformat(when[name]) for name in ("begins", "ends"))
    minutes = (ends.hour - begins.hour) * 60 + ends.minute - begins.minute + (1440 if when["overnight"] else 0)
    left_out = told.get("left_out", {}) if comes_again(told) else {}
    values: dict[str, Any] = {
        "first_on": when["on"], "begins": begins, "minutes": minutes, "time_zone": zone or settings.PLACE_TIME_ZONE,
        "until_on": left_out.get("until"), "term_time_only": "term" in left_out.get("left_out", ()),
        "closed_on_holidays": "holidays" in left_out.get("left_out", ()),
    }  # fmt: skip
    values |= _repeats(again_of(told), told, when["on"])
    if left_out and "words" in told:
        said = understood(told["words"]["said"])
        values["term_time_only"] |= said.term_time_only
        values["closed_on_holidays"] |= said.closed_on_holidays
    pattern = Pattern(**values)
    return _from_its_first_day(pattern) if pattern.comes_again else pattern


def _repeats(again: str, told: Told, on: date) -> dict[str, Any]:
    if again == "weekly":
        weekdays = [int(day) for day in told["weekly"]["weekdays"]]
        return {"repeats": Repeats.WEEKLY, "interval": told["weekly"]["interval"], "byday": byday(weekdays or [on.weekday()], [])}
    if again == "nth":
        nth = [(int(n), int(told["nth"]["weekday"])) for n in told["nth"]["nth"]]
        return {"repeats": Repeats.MONTHLY, "interval": told["nth"]["interval"], "byday": byday([], nth)}
    if again == "date":
        return {"repeats": Repeats.MONTHLY, "interval": told["date"]["interval"], "bymonthday": told["date"]["days"]}
    if again == "words":
        return _said(understood(told["words"]["said"]), on)
    if again in ("listed", "festival"):
        return {"repeats": Repeats.LISTED}
    return {"repeats": Repeats.ONCE}


def _said(said: Said, on: date) -> dict[str, Any]:
    found = {"repeats": said.repeats, "interval": said.interval, "bymonthday": ",".join(map(str, said.month_days))}
    weekdays = said.weekdays or ((on.weekday(),) if said.repeats == "WEEKLY" else ())
    found["byday"] = byday(list(weekdays), list(said.nth))
    if said.month:
        year = on.year if said.month >= on.month else on.year + 1
        found["first_on"] = on if said.month == on.month else date(year, said.month, 1)
    return found


def _from_its_first_day(pattern: Pattern) -> Pattern:
    """Beginning with the first day that it really has, from which every so many weeks are counted; itself when it has none."""
    found = next(days(pattern, since=pattern.first_on, until=pattern.first_on + timedelta(days=400)), None)
    return replace(pattern, first_on=found) if found is not None else pattern


def said_before(series: Series, first_on: date) -> dict[str, dict[str, Any]]:
    """The answers that a series came from, to be changed."""
    ends = (series.begins.hour * 60 + series.begins.minute + series.minutes) % 1440
    when = {
        "on_0": str(first_on.day), "on_1": str(first_on.month), "on_2": str(first_on.year), "begins": f"{series.begins:%H:%M}",
        "ends": f"{ends // 60:02}:{ends % 60:02}",
    }  # fmt: skip
    if series.begins.hour * 60 + series.begins.minute + series.minutes >= 1440:
        when["overnight"] = "on"
    weekdays, nth = parse_byday(series.byday)
    told: dict[str, dict[str, Any]] = {"when": when}
    if series.repeats == Repeats.WEEKLY:
        told |= {"again": {"again": "weekly"}, "weekly": {"interval": str(series.interval), "weekdays": [str(day) for day in weekdays]}}
    elif series.repeats == Repeats.MONTHLY and nth and len({day for _n, day in nth}) == 1:
        answers = {"nth": [str(n) for n, _day in nth], "weekday": str(nth[0][1]), "interval": str(series.interval)}
        told |= {"again": {"again": "nth"}, "nth": answers}
    elif series.repeats == Repeats.MONTHLY and series.bymonthday:
        told |= {"again": {"again": "date"}, "date": {"days": series.bymonthday, "interval": str(series.interval)}}
    elif series.repeats == Repeats.ONCE:
        told["again"] = {"again": "once"}
    left_out = [code for code, is_so in (("term", series.term_time_only), ("holidays", series.closed_on_holidays)) if is_so]
    told["left_out"] = {"left_out": left_out}
    if series.until_on is not None:
        told["left_out"] |= {
            "until_0": str(series.until_on.day),
            "until_1": str(series.until_on.month),
            "until_2": str(series.until_on.year),
        }
    return told
