"""`trellis search`: find help from the terminal, by the same search as the pages."""

import argparse
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from trellis.apps.directory.models import Place
from trellis.apps.directory.queries.calendar import opening_calendar
from trellis.apps.directory.queries.gazetteer import find_place
from trellis.core.console import BadInput, print_json, result, say
from trellis.core.search.finding import find
from trellis.core.search.query import MILE, Found, Query, Result

MOST_RESULTS = 100


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", nargs="?", default="", metavar="WORDS", help="what to look for; without words, what is near and open soon")
    parser.add_argument("--near", default="", metavar="LAT,LON|PLACE", help="a position, a town or a postcode")
    parser.add_argument("--within", type=float, metavar="MILES", help="only this far from there")
    parser.add_argument("--open-now", action="store_true", help="only what is open now")
    parser.add_argument("--limit", type=int, default=20, metavar="N", help=f"results to show, at most {MOST_RESULTS} (default: 20)")
    parser.add_argument("--json", action="store_true", help="print the results as one JSON document")


def run(options: argparse.Namespace) -> int:
    place = _place(options.near)
    if options.within is not None and (place is None or not 0 < options.within <= 12_500):
        raise BadInput("must be a number of miles above 0, beside --near", field="--within")
    if not 1 <= options.limit <= MOST_RESULTS:
        raise BadInput(f"must be from 1 to {MOST_RESULTS}", field="--limit")
    query = Query(
        words=options.words,
        position=(place.latitude, place.longitude) if place else None,
        radius_m=round(options.within * MILE) if options.within else None,
        open_now=options.open_now,
        page_size=options.limit,
    )
    found = find(query, now=timezone.now(), calendar=opening_calendar())
    if options.json:
        print_json(_document(found))
        return 0
    _say_how(found)
    for number, each in enumerate(found.results, 1):
        result(f"{number:>3}. {_line(each)}")
    return 0


def _place(words: str) -> Place | None:
    if not words:
        return None
    found = find_place(words)
    if isinstance(found, Place):
        return found
    names = ", ".join(place.label for place in found.places[:4])
    raise BadInput(f"which place is {words!r}? Perhaps {names}" if names else f"no place called {words!r} is known", field="--near")


def _say_how(found: Found) -> None:
    if found.corrected:
        say(f"Results for “{found.corrected}”.")
    if found.words_left:
        say(f"In no record: {', '.join(found.words_left)}.")
    if found.widened:
        say("Nothing is that near; these are the nearest.")
    if found.partial:
        say("Few have all the words; some of these have only some of them.")
    count = f"at least {found.total}" if found.total_is_capped else str(found.total)
    say(f"Found: {count}.")


def _line(each: Result) -> str:
    parts = [each.card.get("name", "")]
    if each.card.get("organization") and each.card["organization"] != parts[0]:
        parts.append(each.card["organization"])
    if each.distance_m is not None:
        about = "about " if each.card.get("approximate") else ""
        parts.append(f"{about}{each.distance_m / MILE:.1f} miles")
    if each.card.get("locality"):
        parts.append(each.card["locality"])
    parts.append(_opening(each))
    return " · ".join(part for part in parts if part)


def _opening(each: Result) -> str:
    if each.state == "open":
        return f"open until {_moment(each.until)}" if each.until else "open now"
    if each.closed_until:
        return f"closed until after {each.closed_until:%-d %B %Y}"
    return f"opens {_moment(each.opens_at)}" if each.opens_at else ""


def _moment(moment: datetime) -> str:
    return date_format(moment, "D j M H:i")


def _document(found: Found) -> dict[str, Any]:
    return {
        "total": found.total,
        "total_is_capped": found.total_is_capped,
        "corrected": found.corrected,
        "words_left": list(found.words_left),
        "partial": found.partial,
        "widened": found.widened,
        "results": [
            {
                "kind": each.kind,
                "id": str(each.ref),
                "name": each.card.get("name", ""),
                "organization": each.card.get("organization", ""),
                "locality": each.card.get("locality", ""),
                "latitude": each.latitude,
                "longitude": each.longitude,
                "distance_m": each.distance_m,
                "state": each.state,
                "until": each.until.isoformat() if each.until else None,
                "opens_at": each.opens_at.isoformat() if each.opens_at else None,
                "confirmed_on": each.confirmed_on.isoformat() if each.confirmed_on else None,
                "why": [{"code": why.code, "words": list(why.words)} for why in each.why],
                "also_at": each.also_at,
            }
            for each in found.results
        ],
        "facets": found.facets,
    }
