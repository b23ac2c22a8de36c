"""Where somebody means: the place they typed, the position their phone gave, or a place named among the words."""

import re
from collections import defaultdict
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from trellis.apps.directory.models.gazetteer import Place, name_key, short_key
from trellis.apps.directory.queries.gazetteer import Candidates, Unsure, find_place, places_near
from trellis.interfaces.web.asking import Asked
from trellis.interfaces.web.memory import remembered
from trellis.kernels.text import consonants
from trellis.kernels.text.sounds import ARABIC

PLACES_KEPT_SECONDS = 600
NEIGHBOURHOOD_METRES = 60_000
"""A town that stands among the words without "near" before it counts only this close by: "rugby" is a sport first."""
TIMES_AS_LARGE = 5
FEWEST_CONSONANTS = 3
MOST_WORDS_OF_A_NAME = 4
MOST_NEIGHBOURS = 5000

MARKER = re.compile(
    r"^(?P<rest>.*)\b(?:near|nearby|around|close to|cerca de|cerca|junto a|بالقرب من|قرب|قريب من)\s+(?P<place>\S.*)$", re.IGNORECASE
)
IN_OR_AT = re.compile(r"\s+(?:in|at|near|around|en|cerca de|في|قرب)$", re.IGNORECASE)
POSTCODE = re.compile(r"\b[a-z]{1,2}[0-9][a-z0-9]?(?:\s*[0-9][a-z]{2})?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """The answer. `name` as one may show it; `problem` and `offered` when the place is not certain.

    `words` are those left to search for; `split` when the place stood among them.
    """

    position: tuple[float, float] | None = None
    name: str = ""
    slug: str = ""
    approximate: bool = False
    words: str = ""
    split: bool = False
    problem: str = ""
    offered: tuple[Place, ...] = ()


def where_meant(asked: Asked) -> Where:
    """Resolves what was asked; never asks anybody outside. Of several places of a name the nearest is taken, and all are offered."""
    if asked.near:
        return _named(asked)
    if asked.position:
        return Where(position=asked.position, name=_("where you are"), words=asked.words)
    if asked.literal or not asked.words or "near" in asked.errors:
        return Where(words=asked.words)
    return _among_words(asked.words) or Where(words=asked.words)


def _named(asked: Asked) -> Where:
    found = _place(asked.near)
    if isinstance(found, Place):
        return _at(found, asked.words)
    best = found.best if found.reason == Unsure.AMBIGUOUS else None
    return Where(
        position=(best.latitude, best.longitude) if best else None,
        name=best.label if best else "",
        words=asked.words,
        problem=_problem(found, asked.near, best),
        offered=tuple(found.places),
    )


def _at(place: Place, words: str, *, split: bool = False) -> Where:
    return Where(
        position=(place.latitude, place.longitude),
        name=place.name,
        slug=place.slug or "",
        approximate=place.approximate,
        words=words,
        split=split,
    )


def _problem(found: Candidates, typed: str, best: Place | None) -> str:
    if found.reason == Unsure.AMBIGUOUS and best:
        return _("There is more than one place called “%(name)s”. These are results near %(chosen)s.") % {
            "name": typed,
            "chosen": best.label,
        }
    if found.reason == Unsure.UNKNOWN_POSTCODE:
        return _("We do not know the postcode “%(name)s”. Try the name of a town, or the first half of the postcode.") % {"name": typed}
    if found.reason == Unsure.NOT_ON_EARTH:
        return _("That position is not on this earth. Type a town or a postcode.")
    if found.places:
        return _("We do not know a place called “%(name)s”. Did you mean one of these?") % {"name": typed}
    return _("We do not know a place called “%(name)s”. Check the spelling, or try the nearest town.") % {"name": typed}


def _among_words(words: str) -> Where | None:
    """ "food bank clacton", "AA near Maldon", "advice CO15 1AA": the place at the end, when it is certainly one."""
    marked = MARKER.match(words)
    if marked:
        place = _place(marked["place"])
        if isinstance(place, Place):
            return _at(place, marked["rest"].strip(" ,"), split=True)
    if postcode := POSTCODE.search(words):
        place = _place(postcode[0])
        if isinstance(place, Place):
            return _at(place, words[: postcode.start()].strip(" ,"), split=True)
    parts = words.split()
    for taken in range(min(MOST_WORDS_OF_A_NAME, len(parts)), 0, -1):
        name, rest = " ".join(parts[-taken:]), " " + " ".join(parts[:-taken])
        if ARABIC.search(name) and not IN_OR_AT.search(rest):
            continue  # Known by its consonants only, a place must be said to be one: "food" sounds like Witham.
        if place := place_named(name):
            return _at(place, IN_OR_AT.sub("", rest).strip(" ,"), split=True)
    return None


def place_named(name: str) -> Place | None:
    """The settlement round about of exactly this name, or of this name up to "on sea", if there is just one.

    A name in Arabic letters is compared by its consonants: "كلاكتون" is Clacton.
    """
    if ARABIC.search(name):
        heard = consonants(name)
        known = remembered("neighbourhood heard", PLACES_KEPT_SECONDS, _hear_neighbourhood)
        found = known.get(heard, []) if len(heard) >= FEWEST_CONSONANTS else []
    else:
        found = remembered("neighbourhood", PLACES_KEPT_SECONDS, _read_neighbourhood).get(name_key(name), [])
    return found[0] if len(found) == 1 else None


def _hear_neighbourhood() -> dict[str, list[Place]]:
    """Places by the consonants of their names. Of several the largest is meant, where it is far larger than the others."""
    heard: dict[str, list[Place]] = defaultdict(list)
    for name, places in remembered("neighbourhood", PLACES_KEPT_SECONDS, _read_neighbourhood).items():
        heard[consonants(name)] += places
    for key, places in heard.items():
        first, *others = sorted({place.pk: place for place in places}.values(), key=lambda place: -(place.population or 0))
        clear = all((first.population or 0) > TIMES_AS_LARGE * (other.population or 0) for other in others)
        heard[key] = [first] if clear else [first, *others]
    return dict(heard)


def _place(words: str) -> Place | Candidates:
    return place_named(words) or remembered(("place", name_key(words) or words), PLACES_KEPT_SECONDS, lambda: find_place(words))


def _read_neighbourhood() -> dict[str, list[Place]]:
    names: dict[str, list[Place]] = defaultdict(list)
    settlements = places_near(*settings.PLACE_CENTRE, metres=NEIGHBOURHOOD_METRES, limit=MOST_NEIGHBOURS)
    for place in settlements:
        names[place.folded].append(place)
    for place in settlements:
        short = short_key(place.folded)
        if short != place.folded and place not in names[short]:
            names[short].append(place)
    return dict(names)
