"""The front page: understood in ten seconds, one question, a few ways in."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import get_language

from trellis.apps.gatherings.models import Gathering
from trellis.apps.gatherings.queries import calendar as gatherings
from trellis.core.search.query import Found, Query
from trellis.interfaces.web import narrowing
from trellis.interfaces.web.asking import Asked
from trellis.interfaces.web.memory import remembered
from trellis.interfaces.web.results import cards
from trellis.interfaces.web.searching import found_for
from trellis.interfaces.web.tiles import category_tiles
from trellis.interfaces.web.where import Where

KEPT_SECONDS = 60
MOST_OPEN = 3
MOST_COMING = 3
MOST_TILES = 8


@dataclass(frozen=True, slots=True)
class Front:
    """What the front page shows of the directory; the same for everybody for a minute."""

    everything: Found
    open_now: Found
    coming: list[Gathering]
    made_at: datetime


def home_page(request: HttpRequest) -> HttpResponse:
    """The front page. Nothing of it depends on who looks, so that it asks the database once a minute."""
    front = remembered(("home", get_language()), KEPT_SECONDS, lambda: _front(timezone.now()))
    asked = Asked()
    find_path = reverse("find")
    tiles = category_tiles(front.everything, asked)
    context = {
        "asked": asked,
        "where": Where(),
        "tiles": tiles[:MOST_TILES],
        "more_tiles": tiles[MOST_TILES:],
        "total": front.everything.total,
        "total_is_capped": front.everything.total_is_capped,
        "open_cards": cards(front.open_now.results, now=front.made_at),
        "coming": front.coming,
        "open_url": Asked(day="now").address(find_path),
        "presets": narrowing.presets(asked, find_path),
        "suggest_url": _address_if_there("directory-suggest"),
        "canonical": settings.TRELLIS_URL + reverse("home"),
    }
    return render(request, "web/home.html", context)


def _front(now: datetime) -> Front:
    return Front(
        everything=found_for(Query(page_size=1), now=now),
        open_now=found_for(Query(open_now=True, page_size=MOST_OPEN), now=now),
        coming=list(gatherings.next_for_everybody(gatherings.Asked(), now=now)[:MOST_COMING]),
        made_at=now,
    )


def _address_if_there(name: str) -> str:
    """The page's address, or nothing on a server that has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
