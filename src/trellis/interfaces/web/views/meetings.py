"""This week's meetings by day, and the short ways to spaces."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR

from trellis.core.signposts import signposts
from trellis.core.ui.parts import Link
from trellis.interfaces.web import narrowing
from trellis.interfaces.web.asking import Asked
from trellis.interfaces.web.choices import DAYS, WEEKDAYS
from trellis.interfaces.web.days import by_day
from trellis.interfaces.web.paging import Pages
from trellis.interfaces.web.searching import answer
from trellis.interfaces.web.views.find import asks, frame, respond

PAGE_SIZE = 40
DAYS_OFFERED = ("evening", "tomorrow", *WEEKDAYS)


@asks
def meetings_page(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Meetings in the order in which they begin, under their days. All filters of the search hold here too."""
    meetings = replace(asked.with_filter("kind", "meeting"), page=asked.page, order="soon")
    answered = answer(meetings, now=timezone.now(), page_size=PAGE_SIZE)
    path = reverse("meetings")
    plain = answered.asked.with_filter("kind")
    context = frame(answered, path) | {
        "days": by_day(
            answered.found.results, now=answered.now, at=answered.at, first=(answered.found.page - 1) * PAGE_SIZE + 1, days=None
        ),
        "day_links": [
            Link(label=_short(code), url=plain.address(path, day="" if plain.day == code else code), current=plain.day == code)
            for code in DAYS_OFFERED
        ],
        "chips": narrowing.chosen_chips(plain, path, answered.where),
        "page": Pages(answered.found),
        "all_filters_url": meetings.address(reverse("find"), order="best"),
        "canonical": plain.address(path, page=asked.page),
        "action": path,
    }
    if not answered.found.total:
        context |= {
            "loosened": [Link(label=label, url=way.address(path)) for label, way in narrowing.loosened(plain)],
            "signposts": signposts(),
        }
    return respond(request, answered, "web/meetings.html", context)


def _short(code: str) -> str:
    return str(WEEKDAYS_ABBR[WEEKDAYS.index(code)] if code in WEEKDAYS else DAYS[code])


def spaces_page(request: HttpRequest) -> HttpResponse:
    """Rooms, halls and gardens that others may use: a search like any other."""
    return HttpResponseRedirect(Asked().with_filter("kind", "space").address(reverse("find")))
