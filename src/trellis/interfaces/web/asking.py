"""What somebody asks of the directory, read from an address and written back into one.

Reading never fails: a value that cannot be is left out, and `errors` says so beside its field.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from trellis.core.search.query import ORDERS
from trellis.interfaces.web.choices import DAYS, FILTERS, PARTS_OF_DAY, WITHIN_MILES

LONGEST_WORDS = 200
LONGEST_PLACE = 100
LONGEST_ADDRESS = 4000
"""Of a whole query string, in characters; more is answered with 414."""
MOST_VALUES = 24
LAST_PAGE = 500

CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\s]+")
CLOCK = re.compile(r"([01]?[0-9]|2[0-3])[:.]?([0-5][0-9])?")
DECIMAL = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,12})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question. `typed` and `errors` hold, by field, what was written and what is wrong with it."""

    words: str = ""
    near: str = ""
    position: tuple[float, float] | None = None
    within: int | None = None
    day: str = ""
    on: date | None = None
    time: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    order: str = "best"
    page: int = 1
    as_typed: bool = False
    literal: bool = False
    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def says_when(self) -> bool:
        return bool(self.day or self.on or self.time)

    def has(self, facet: str, value: str) -> bool:
        return value in self.filters.get(facet, ())

    def with_filter(self, facet: str, *values: str) -> "Asked":
        """The same question with these values of one facet, and no others of it."""
        filters = {code: chosen for code, chosen in self.filters.items() if code != facet}
        if values:
            filters[facet] = values
        return replace(self, filters=filters, page=1)

    def without(self, facet: str, value: str) -> "Asked":
        return self.with_filter(facet, *(chosen for chosen in self.filters.get(facet, ()) if chosen != value))

    def pairs(self) -> list[tuple[str, str]]:
        """The question as names and values, nothing empty, always in the same order."""
        pairs = [("q", self.words), ("near", self.near)]
        if self.position and not self.near:
            pairs += [("lat", f"{self.position[0]:.3f}"), ("lon", f"{self.position[1]:.3f}")]
        pairs += [
            ("within", str(self.within or "")),
            ("open", self.day),
            ("on", self.on.isoformat() if self.on else ""),
            ("time", self.time),
        ]
        pairs += [(facet, value) for facet in FILTERS for value in self.filters.get(facet, ())]
        pairs += [("sort", self.order if self.order != "best" else ""), ("as_typed", "1" if self.as_typed else "")]
        pairs += [("words", "exact" if self.literal else "")]
        pairs.append(("page", str(self.page) if self.page > 1 else ""))
        return [(name, value) for name, value in pairs if value]

    def address(self, path: str, **changes: object) -> str:
        """The path with this question, changed as told: always from its first page unless `page` is given."""
        changed = replace(self, **{"page": 1, **changes})
        pairs = changed.pairs()
        return f"{path}?{urlencode(pairs)}" if pairs else path


def read_question(data: QueryDict) -> Asked:
    """The question in an address. Anything at all may stand there."""
    errors: dict[str, str] = {}
    typed = {name: clean(data.get(name, ""))[:LONGEST_WORDS] for name in ("q", "near", "on", "time")}
    words, near = clean(data.get("q", "")), clean(data.get("near", ""))
    if len(words) > LONGEST_WORDS:
        errors["q"] = _("That is very long. We searched for the beginning of it only: use fewer words.")
        words = words[:LONGEST_WORDS].rsplit(" ", 1)[0]
    if len(near) > LONGEST_PLACE:
        errors["near"] = _("That is too long for the name of a place. Type a town or a postcode.")
        near = ""
    position = None if near else _position(data, errors)
    return Asked(
        words=words,
        near=near,
        position=position,
        within=_within(data, errors),
        day=_chosen(data, "open", DAYS, errors, _("Choose one of the times in the list.")),
        on=_date(typed["on"], errors),
        time=_time(typed["time"], errors),
        filters=_filters(data),
        order=_chosen(data, "sort", ORDERS, errors, _("Choose one of the orders in the list.")) or "best",
        page=_page(data),
        as_typed=data.get("as_typed") == "1",
        literal=data.get("words") == "exact",
        typed=typed,
        errors=errors,
    )


def clean(text: str) -> str:
    """One line without control characters; spaces at both ends and doubled ones go."""
    return CONTROLS.sub(" ", text[: LONGEST_ADDRESS * 4]).strip()


def has_empty_values(data: QueryDict) -> bool:
    """Whether a form was sent with fields left empty, which make an address long and hide what was asked."""
    return any(value == "" for _name, values in data.lists() for value in values)


def without_empty_values(data: QueryDict) -> str:
    """The query string without them."""
    return urlencode([(name, value) for name, values in data.lists() for value in values if value != ""])


def _position(data: QueryDict, errors: dict[str, str]) -> tuple[float, float] | None:
    latitude, longitude = data.get("lat", "").strip(), data.get("lon", "").strip()
    if not latitude and not longitude:
        return None
    if DECIMAL.fullmatch(latitude) and DECIMAL.fullmatch(longitude):
        # About 100 metres: enough to sort by nearness, too coarse to tell a door.
        position = (round(float(latitude), 3), round(float(longitude), 3))
        if abs(position[0]) <= 90 and abs(position[1]) <= 180:
            return position
    errors["near"] = _("That position is not on this earth. Type a town or a postcode.")
    return None


def _within(data: QueryDict, errors: dict[str, str]) -> int | None:
    chosen = _chosen(data, "within", tuple(map(str, WITHIN_MILES)), errors, _("Choose one of the distances in the list."))
    return int(chosen) if chosen else None


def _chosen(data: QueryDict, name: str, offered: Iterable[str], errors: dict[str, str], message: str) -> str:
    value = data.get(name, "")
    if value and value not in offered:
        errors[name] = message
        return ""
    return value


def _date(text: str, errors: dict[str, str]) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or not 2000 <= day.year <= 2199:
        errors["on"] = _("This must be a real date, such as 2026-12-24.")
        return None
    return day


def _time(text: str, errors: dict[str, str]) -> str:
    """A part of the day, or hours and minutes: "evening", "19:00", "7pm"."""
    text = text.lower().replace(" ", "")
    if not text or text in PARTS_OF_DAY:
        return text
    half = text[-2:] if text.endswith(("am", "pm")) else ""
    found = CLOCK.fullmatch(text.removesuffix(half)) if half else CLOCK.fullmatch(text)
    if found:
        hour, minute = int(found[1]), int(found[2] or 0)
        if not half:
            return f"{hour:02}:{minute:02}"
        if 1 <= hour <= 12:
            return f"{hour % 12 + (12 if half == 'pm' else 0):02}:{minute:02}"
    errors["time"] = _("This must be a time of day, such as 19:00 or 7pm.")
    return ""


def _filters(data: QueryDict) -> dict[str, tuple[str, ...]]:
    """Values of known facets. An unknown value says nothing about what the person wants, so it is left out."""
    filters = {}
    for facet, rule in FILTERS.items():
        values = tuple(dict.fromkeys(value for value in data.getlist(facet)[:MOST_VALUES] if rule.allows(value)))
        if values:
            filters[facet] = values
    return filters


def _page(data: QueryDict) -> int:
    text = data.get("page", "")
    return min(max(int(text), 1), LAST_PAGE) if text.isascii() and text.isdecimal() and len(text) < 10 else 1
