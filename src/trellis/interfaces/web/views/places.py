"""A page per place: what there is in Maldon."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from trellis.apps.directory.models.gazetteer import Place, PlaceKind, name_key
from trellis.apps.directory.queries.gazetteer import place_by_slug, places_near
from trellis.apps.directory.queries.towns import towns_with_services
from trellis.core.search.query import MILE, Found, Query, Result
from trellis.core.ui.parts import Link
from trellis.interfaces.web.asking import Asked
from trellis.interfaces.web.choices import FILTERS
from trellis.interfaces.web.days import by_day
from trellis.interfaces.web.memory import remembered
from trellis.interfaces.web.results import cards
from trellis.interfaces.web.searching import found_for
from trellis.interfaces.web.tiles import category_tiles
from trellis.interfaces.web.where import Where, place_named

KEPT_SECONDS = 60
TOWNS_KEPT_SECONDS = 600
MOST_OPEN = 5
MOST_MEETINGS = 60
MOST_NEIGHBOURS = 12
NEIGHBOURS_METRES = 16_000
MILES_ROUND = {PlaceKind.DISTRICT: 10, PlaceKind.REGION: 25, PlaceKind.COUNTRY: 50}
MILES_ROUND_A_TOWN = 3


@dataclass(frozen=True, slots=True)
class Around:
    """What there is round a place; the same for everybody for a minute."""

    place: Place
    everything: Found
    open_now: Found
    meetings: Found
    neighbours: list[Place]
    made_at: datetime


def place_page(request: HttpRequest, slug: str) -> HttpResponse:
    """What there is in one place: open now, by category, meetings by day, spaces, who does what, and the places next to it."""
    around = remembered(("in", slug), KEPT_SECONDS, lambda: _around(slug, timezone.now()))
    if around is None:
        raise Http404
    place, found = around.place, around.everything
    asked = Asked(near=place.label, within=None if found.widened else _miles(place))
    path = reverse("find")
    kinds = found.facets.get("kind", {})
    context = {
        "place_shown": place,
        "asked": asked,
        "where": Where(position=(place.latitude, place.longitude), name=place.name),
        "nothing_here": found.widened or not found.points,
        "tiles": category_tiles(found, asked),
        "open_cards": cards(_here(around.open_now), now=around.made_at),
        "open_url": Asked(near=place.label, within=asked.within, day="now").address(path),
        "days": [] if around.meetings.widened else by_day(around.meetings.results, now=around.made_at),
        "meetings_url": Asked(near=place.label, within=asked.within).address(reverse("meetings")),
        "kinds": [
            Link(label=FILTERS["kind"].label(code), url=asked.with_filter("kind", code).address(path), note=str(kinds[code]))
            for code in ("space", "responsibility", "activity")
            if kinds.get(code)
        ],
        "everything_url": asked.address(path),
        "neighbours": [Link(label=each.name, url=reverse("place", args=[each.slug])) for each in around.neighbours],
        "canonical": reverse("place", args=[slug]),
    }
    return render(request, "web/place.html", context)


def _around(slug: str, now: datetime) -> Around | None:
    place = place_by_slug(slug)
    if place is None:
        return None
    position, radius = (place.latitude, place.longitude), round(_miles(place) * MILE)
    near = places_near(*position, metres=NEIGHBOURS_METRES, limit=MOST_NEIGHBOURS + 1)
    return Around(
        place=place,
        everything=found_for(Query(position=position, radius_m=radius, page_size=1), now=now),
        open_now=found_for(Query(position=position, radius_m=radius, open_now=True, page_size=4 * MOST_OPEN), now=now),
        meetings=found_for(
            Query(position=position, radius_m=radius, filters={"kind": ("meeting",)}, order="soon", page_size=MOST_MEETINGS), now=now
        ),
        neighbours=[each for each in near if each.slug and each.slug != slug][:MOST_NEIGHBOURS],
        made_at=now,
    )


def _here(found: Found) -> list[Result]:
    """What one can walk to; what needs no journey is found by searching."""
    return [] if found.widened else [result for result in found.results if result.latitude is not None][:MOST_OPEN]


def _miles(place: Place) -> int:
    return MILES_ROUND.get(PlaceKind(place.kind), MILES_ROUND_A_TOWN)


def places_page(request: HttpRequest) -> HttpResponse:
    """Every town in which something is listed, with how much."""
    towns = remembered("towns", TOWNS_KEPT_SECONDS, towns_with_services)
    tiles = [Link(label=town, url=_town_address(town), icon="pin", note=str(n)) for town, n in towns]
    tiles.sort(key=lambda tile: name_key(tile.label))
    return render(request, "web/places.html", {"tiles": tiles, "canonical": reverse("places"), "asked": Asked(), "where": Where()})


def _town_address(town: str) -> str:
    place = place_named(town)
    if place is not None and place.slug:
        return reverse("place", args=[place.slug])
    return Asked(near=town).address(reverse("find"))
