"""My week: what I said I would do and what I am asked, from everywhere in the place, day by day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core import agenda
from trellis.core.actions import current_person
from trellis.core.ui.views import keep_private
from trellis.core.ui.words import here
from trellis.interfaces.web.days import heading

DAYS = 14
GOES_ON_FOR = timedelta(hours=12)
"""What began so long ago and has no end that we know is over."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day and what is on it, the earliest first."""

    heading: str
    lines: list[agenda.Line]


@login_required
def week_page(request: HttpRequest) -> HttpResponse:
    """Two weeks from today. What waits for an answer stands first, and again on its day."""

    def page() -> HttpResponse:
        now = timezone.now()
        lines = coming(current_person(), now=now)
        context = {
            "days": by_day(lines, today=here(now).date()),
            "asks": [line for line in lines if line.asks],
            "ways": [(url, words) for name, words in _ways() if (url := _page(name))],
            "n_days": DAYS,
        }
        return render(request, "web/week.html", context)

    return keep_private(request, page)


def coming(person, *, now: datetime) -> list[agenda.Line]:
    """The lines from now on: what has ended is gone, what goes on is still there."""
    last = datetime.combine(here(now).date() + timedelta(days=DAYS), time(), here(now).tzinfo)
    found = agenda.lines(person, since=now - GOES_ON_FOR, until=last)
    return [line for line in found if (line.until or line.at + timedelta(hours=1)) > now]


def by_day(lines: list[agenda.Line], *, today: date) -> list[Day]:
    """Lines under their days. What began before today and goes on stands under today."""
    days = groupby(lines, key=lambda line: max(here(line.at).date(), today))
    return [Day(heading(day, today), list(each)) for day, each in days]


def _ways() -> list[tuple[str, str]]:
    return [
        ("turns-open", _("Turns you can take")),
        ("exchange", _("Ask for something, or offer it")),
        ("calendar", _("What’s on")),
        ("lend-loans", _("What I borrow and lend")),
        ("directory-book-mine", _("Spaces I booked")),
        ("talk-mine", _("Talk in your groups")),
        ("gatherings-my-calendar", _("All this in the calendar of my phone")),
    ]


def _page(name: str) -> str:
    """The page's address, or nothing on a server that has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
