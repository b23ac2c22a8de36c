"""What is odd about a list, before anything of it is written. A list that is odd is held back, and a person is asked.

The bounds are plain and few, and stand in docs/following.md. A small list may change by a row or two without a word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from trellis.apps.directory.models import Location, Organization, Schedule, Service, Source, Space
from trellis.apps.directory.models.records import LocationRecord, OrganizationRecord, ServiceRecord, SpaceRecord

LOST_SHARE = 0.30
LOST_FEWEST = 3
LOST_MANY, LOST_MANY_SHARE = 20, 0.10
"""Lost: more than 30% (of a kind, three rows at least), or more than 20 rows that are more than 10%."""
MOST_CHANGED = 0.50
ENOUGH = 10
"""Names, positions, hours: more than half of those known, where ten or more can be compared."""
MOVED_DEGREES = 0.01
"""About a kilometre."""
DOUBLED_SHARE, DOUBLED_FEWEST = 0.01, 2
GROWN_TIMES, GROWN_FEWEST = 10, 50
NEVER = frozenset({"html", "unreadable", "empty", "signature"})
"""What no keeper can say yes to: there is nothing to take in, or nobody to answer for it."""
EXAMPLES = 3

_MODELS: dict[type, type] = {
    OrganizationRecord: Organization, LocationRecord: Location, ServiceRecord: Service, SpaceRecord: Space,
}  # fmt: skip


def finding(code: str, n: int = 0, of: int = 0, examples: Iterable[str] = ()) -> dict[str, Any]:
    """One thing that is odd: a code, how many of how many, and a few names of services or groups."""
    return {"code": code, "n": n, "of": of, "examples": [each[:80] for each in examples][:EXAMPLES]}


@dataclass
class Seen:
    """What a list says, beside what was known of it; filled record by record."""

    source: Source
    keys: dict[type, set[str]] = field(default_factory=dict)
    total: int = 0
    compared: Counter = field(default_factory=Counter)
    changed: Counter = field(default_factory=Counter)
    shifts: Counter = field(default_factory=Counter)
    names: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.held: dict[type, dict[str, tuple]] = {kind: _held(kind, model, self.source) for kind, model in _MODELS.items()}
        self.hours = _hours(self.source)
        self.zones = _zones(self.source)

    def add(self, record: Any) -> None:
        """Count one record in."""
        kind = type(record)
        self.keys.setdefault(kind, set()).add(record.key)
        self.total += 1
        known = self.held[kind].get(record.key)
        if known is None:
            return
        if kind in (OrganizationRecord, ServiceRecord):
            self.compared["name"] += 1
            if known[0].casefold() != record.name.casefold():
                self.changed["name"] += 1
                self.names.append(record.name)
        if kind is LocationRecord and None not in (known[1], record.latitude):
            self.compared["position"] += 1
            far = max(abs(float(known[1]) - record.latitude), abs(float(known[2]) - record.longitude)) > MOVED_DEGREES
            self.changed["position"] += far
        if kind is ServiceRecord:
            self._compare_hours(record)

    def _compare_hours(self, record: ServiceRecord) -> None:
        schedules = [*record.schedules, *(each for place in record.places for each in place.schedules)]
        times = sorted(each.opens_at for each in schedules if each.opens_at)
        known = self.hours.get(record.key)
        if not times or not known:
            return
        self.compared["hours"] += 1
        shift = _minutes(times[0]) - _minutes(known)
        if shift:
            self.shifts[shift] += 1
        zones = {each.timezone for each in schedules}
        if self.zones.get(record.key, zones) != zones:
            self.changed["zone"] += 1

    def odd(self) -> list[dict[str, Any]]:
        """What is odd, worst first."""
        found = []
        n_held = sum(len(each) for each in self.held.values())
        if not self.total:
            return [finding("empty", 0, n_held)]
        known = sum(len(self.held[kind].keys() & keys) for kind, keys in self.keys.items())
        if n_held >= LOST_FEWEST and not known:
            return [finding("all_new", self.total, n_held)]
        found += self._lost()
        if n_held >= ENOUGH and self.total > max(GROWN_TIMES * n_held, n_held + GROWN_FEWEST):
            found.append(finding("grown", self.total, n_held))
        if self._most("name"):
            found.append(finding("renamed", self.changed["name"], self.compared["name"], self.names))
        if self._most("position"):
            found.append(finding("moved", self.changed["position"], self.compared["position"]))
        n_shifted = max(self.shifts.values(), default=0)
        of = self.compared["hours"]
        if of >= ENOUGH and max(n_shifted, self.changed["zone"]) > MOST_CHANGED * of:
            found.append(finding("zone", max(n_shifted, self.changed["zone"]), of))
        return found

    def missing(self) -> dict[type, list[str]]:
        """Keys that were known and are not in the list now, by kind."""
        return {kind: sorted(held.keys() - self.keys.get(kind, set())) for kind, held in self.held.items()}

    def _lost(self) -> list[dict[str, Any]]:
        found = []
        for kind, missing in self.missing().items():
            n, of = len(missing), len(self.held[kind])
            if n >= LOST_FEWEST and n > LOST_SHARE * of or n > LOST_MANY and n > LOST_MANY_SHARE * of:
                named = kind in (OrganizationRecord, ServiceRecord)
                found.append(finding("lost", n, of, [self.held[kind][key][0] for key in missing[:EXAMPLES]] if named else ()))
        return sorted(found, key=lambda each: -each["n"])[:1]

    def _most(self, what: str) -> bool:
        return self.compared[what] >= ENOUGH and self.changed[what] > MOST_CHANGED * self.compared[what]


def doubled(n_doubled: int, total: int) -> list[dict[str, Any]]:
    """Ids that stand twice: more than 1% of the rows, and more than two."""
    return [finding("doubled", n_doubled, total)] if n_doubled > max(DOUBLED_FEWEST, DOUBLED_SHARE * total) else []


def _held(kind: type, model: Any, source: Source) -> dict[str, tuple]:
    columns = ("source_key", "name", "latitude", "longitude") if kind is LocationRecord else ("source_key", "name")
    rows = model.objects.filter(source=source).exclude(source_digest="").values_list(*columns)
    return {key: tuple(rest) for key, *rest in rows.iterator()}


def _schedules(source: Source) -> Iterable[tuple]:
    columns = ("opens_at", "time_zone")
    at = Schedule.objects.filter(at_location__service__source=source).values_list("at_location__service__source_key", *columns)
    own = Schedule.objects.filter(service__source=source).values_list("service__source_key", *columns)
    yield from at.iterator()
    yield from own.iterator()


def _hours(source: Source) -> dict[str, str]:
    first: dict[str, str] = {}
    for key, opens_at, _zone in _schedules(source):
        if opens_at is not None:
            shown = opens_at.strftime("%H:%M")
            first[key] = min(first.get(key, shown), shown)
    return first


def _zones(source: Source) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for key, _opens_at, zone in _schedules(source):
        found.setdefault(key, set()).add(zone)
    return found


def _minutes(time: str) -> int:
    return int(time[:2]) * 60 + int(time[3:5])
