"""Names of places that are a slip or two away from what was typed."""

from collections import defaultdict

from django.conf import settings
from django.db.models import Subquery

from trellis.apps.directory.models.gazetteer import POSTCODE_KINDS, Place, PlaceName
from trellis.kernels.text import damerau

SHORTEST = 4
TWO_SLIPS_FROM = 8
_FIRST_LETTER = ord("a")

_Known = dict[int, list[tuple[int, str]]]
_known: tuple[object, _Known] | None = None


def likely_names(key: str, *, limit: int = 10) -> list[tuple[int, str]]:
    """(slips, name) for the names of the instance's country nearest to the key: one slip, else two in long names.

    The names, some ten thousand, are held in memory by length with the set of their letters as bits, so that nearly all
    are passed over without being compared letter by letter.
    """
    if len(key) < SHORTEST:
        return []
    known = _names()
    for slips in (1, 2) if len(key) >= TWO_SLIPS_FROM else (1,):
        if found := _names_within(key, slips, known):
            return [(slips, name) for name in found[:limit]]
    return []


def _names_within(key: str, slips: int, known: _Known) -> list[str]:
    letters = _letters(key)
    return sorted(
        name
        for length in range(len(key) - slips, len(key) + slips + 1)
        for bits, name in known.get(length, ())
        if (bits ^ letters).bit_count() <= 2 * slips and damerau(key, name, slips) <= slips
    )


def _names() -> _Known:
    """The names, read again when the tables have grown."""
    global _known
    last_name = PlaceName.objects.order_by("-pk").values("pk")[:1]
    last = Place.objects.order_by("-pk").values_list("pk", Subquery(last_name)).first()
    stamp = (settings.PLACE_COUNTRY, last)
    if _known is None or _known[0] != stamp:
        places = Place.objects.filter(country=settings.PLACE_COUNTRY).exclude(kind__in=POSTCODE_KINDS)
        names = set(places.values_list("folded", flat=True)) | set(places.values_list("names__folded", flat=True))
        by_length: _Known = defaultdict(list)
        for name in names:
            if name and name.isascii():
                by_length[len(name)].append((_letters(name), name))
        _known = (stamp, dict(by_length))
    return _known[1]


def _letters(name: str) -> int:
    bits = 0
    for letter in name:
        if "a" <= letter <= "z":
            bits |= 1 << (ord(letter) - _FIRST_LETTER)
    return bits
