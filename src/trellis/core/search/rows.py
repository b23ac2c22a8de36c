"""From a document to the two rows that the index keeps of it."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder

from trellis.core.search.bits import Layout, facet_word
from trellis.core.search.documents import Document
from trellis.core.search.keys import ANCHORED, ANYWHERE, PLACED, entry_key
from trellis.core.search.tokens import NAME_MARK, Tokens, tokens
from trellis.kernels.hours import Rule, to_compact, weekly_mask

NOT_EXACT, EXACT, EXACT_BUT_HOLIDAYS = 0, 1, 2

_HALF_HOUR = 30
_JSON = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False, default=DjangoJSONEncoder().default)


@dataclass(frozen=True, slots=True)
class Row:
    """A document ready to be written. `entry` and `card` lack the key, which is settled when it is known to be free."""

    key: int
    ref: UUID
    part: str
    digest: str
    entry: tuple[object, ...]
    card: tuple[object, ...]
    words: frozenset[str]
    shown: Mapping[str, str]


def row(document: Document, bits: Layout, zone: int) -> Row:
    """The rows of a document. Raises UnknownFacet for a facet that nobody declared."""
    found = tokens(document)
    words = _all_words(document, found, bits)
    bits_a, bits_b = bits.columns(document.facets)
    entry = (
        group_number(document.group or document.ref),
        document.latitude,
        document.longitude,
        zone,
        bits_a,
        bits_b,
        *weekly_mask(document.rules),
        exactness(document.rules),
        document.closed_until.toordinal() if document.closed_until else 0,
        document.confirmed_on.toordinal() if document.confirmed_on else 0,
        document.quality,
        found.name,
        found.terms,
        found.organization,
    )
    rules = "\n".join(to_compact(document.rules))
    # Half a character, which some sources have, can't be written to any database.
    shown = _JSON.encode({**document.card, "places": document.places}).encode("utf-8", "replace").decode()
    text = " ".join(sorted(words))
    key = _key(document)
    digest = hashlib.blake2b(repr((key, entry, rules, shown, text)).encode("utf-8", "replace"), digest_size=12).hexdigest()
    card = (document.ref, document.part, digest, rules, shown, text)
    return Row(key, document.ref, document.part, digest, entry, card, words, found.shown)


def group_number(group: UUID) -> int:
    """A group as a whole number that fits a signed 64-bit column."""
    return group.int >> 65


def exactness(rules: Iterable[Rule]) -> int:
    """Whether the weekly mask alone says if it is open: it does for plain weekly hours on the half-hour."""
    exact = EXACT
    for rule in rules:
        if rule.by_appointment:
            continue
        dated = rule.starts_on or rule.until or rule.valid_from or rule.valid_to or rule.except_dates or rule.term_time_only
        between = rule.opens % _HALF_HOUR or rule.closes is None or rule.closes % _HALF_HOUR
        if rule.freq != "WEEKLY" or rule.interval != 1 or dated or between:
            return NOT_EXACT
        if rule.closed_on_holidays:
            exact = EXACT_BUT_HOLIDAYS
    return exact


def _key(document: Document) -> int:
    if document.latitude is not None and document.longitude is not None:
        return entry_key(PLACED, (document.latitude, document.longitude), document.ref, document.part)
    if document.anchor:
        return entry_key(ANCHORED, document.anchor, document.ref, document.part)
    return entry_key(ANYWHERE, settings.PLACE_CENTRE, document.ref, document.part)


def _all_words(document: Document, found: Tokens, bits: Layout) -> frozenset[str]:
    words = set(found.all)
    words.update(NAME_MARK + word for word in found.name.split())
    for code, values in document.facets.items():
        if code in bits.places and bits.places[code].facet.indexed:
            words.update(facet_word(code, value) for value in values)
    return frozenset(words)
