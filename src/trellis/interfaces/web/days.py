"""Results put under the day on which they next open: a week of meetings as one reads a notice board."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext as _

from trellis.core.search.query import Result
from trellis.core.ui.parts import Card
from trellis.core.ui.words import here
from trellis.interfaces.web.results import cards


@dataclass(frozen=True, slots=True)
class DayOfResults:
    """One day and what there is on it, earliest first."""

    heading: str
    cards: list[Card]


def by_day(
    results: Iterable[Result], *, now: datetime, at: datetime | None = None, first: int | None = None, days: int | None = 7
) -> list[DayOfResults]:
    """Days from today on. What is open at the moment asked about is of that day; what has no known time comes last, when `days` is None."""
    results = list(results)
    today = here(now).date()
    open_on = here(at).date() if at else today
    sheets: dict[date | None, list[Card]] = {}
    for result, card in zip(results, cards(results, now=now, at=at, first=first), strict=True):
        sheets.setdefault(_day(result, open_on), []).append(card)
    known = sorted(day for day in sheets if day is not None)
    last = today + timedelta(days=days) if days else date.max
    listed = [DayOfResults(heading(day, today), sheets[day]) for day in known if day < last]
    if days is None and None in sheets:
        listed.append(DayOfResults(_("Time not known"), sheets[None]))
    return listed


def _day(result: Result, open_on: date) -> date | None:
    if result.state == "open":
        return open_on
    return here(result.opens_at).date() if result.opens_at else None


def heading(day: date, today: date) -> str:
    """The day as one says it: "Today, Monday 23 November"."""
    words = {"weekday": WEEKDAYS[day.weekday()], "day": day.day, "month": MONTHS[day.month]}
    if day == today:
        return _("Today, %(weekday)s %(day)d %(month)s") % words
    if day == today + timedelta(days=1):
        return _("Tomorrow, %(weekday)s %(day)d %(month)s") % words
    return _("%(weekday)s %(day)d %(month)s") % words
