"""Open at a moment: first by the weekly mask in SQL, then exactly by the rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from trellis.core.search.rows import EXACT, EXACT_BUT_HOLIDAYS
from trellis.core.search.zones import local
from trellis.kernels.hours import Calendar, Rule, from_compact, is_open, occurrences

_SLOT_MINUTES = 30
_SLOTS = 48


@dataclass(frozen=True, slots=True)
class Moment:
    """The moment, or stretch of one day, that is asked about, on the clocks of every zone in the index."""

    at: datetime
    walls: Mapping[int, datetime]
    ends: Mapping[int, datetime]

    @classmethod
    def of(cls, at: datetime, until: datetime | None, zones: Mapping[int, str]) -> "Moment":
        """The moment in each of these zones."""
        walls = {code: local(at, name) for code, name in zones.items()}
        ends = {code: local(until, name) for code, name in zones.items()} if until and until > at else {}
        return cls(at, walls, ends)

    def rest_of_day(self) -> tuple[str, tuple[object, ...]]:
        """SQL and values of the half-hours from this one to midnight: bit 0 is this one. One line for zones with the same time."""
        slots: dict[tuple[int, int], list[int]] = {}
        for code, wall in self.walls.items():
            slots.setdefault((wall.weekday(), _slot(wall)), []).append(code)
        if not slots:
            return "0", ()
        if len(slots) == 1:
            ((weekday, slot),) = slots
            return f"e.hours_{weekday} >> %s", (slot,)
        sql, values = "CASE", []
        for (weekday, slot), codes in slots.items():
            sql += f" WHEN e.zone IN ({', '.join(['%s'] * len(codes))}) THEN e.hours_{weekday} >> %s"
            values += [*codes, slot]
        return sql + " ELSE 0 END", tuple(values)

    def window(self) -> int:
        """The bits of `rest_of_day` that are asked about; the widest of all zones, as the rules decide in the end."""
        most = 1
        for code, end in self.ends.items():
            wall = self.walls[code]
            last = _SLOTS if end.date() > wall.date() else _slot(end)
            most = max(most, last - _slot(wall) + 1)
        return (1 << min(most, _SLOTS)) - 1

    def day(self) -> int:
        """Today as an ordinal, to compare with `closed_day`; on the globe's latest clock, as a day too early does less harm."""
        return max((wall.toordinal() for wall in self.walls.values()), default=self.at.toordinal())

    def holds(self, rules: str, zone: int, calendar: Calendar) -> bool:
        """Whether rules say open, exactly."""
        wall = self.walls.get(zone)
        if wall is None:
            return False
        parsed = parsed_rules(rules)
        if zone in self.ends:
            return bool(occurrences(parsed, calendar, wall, self.ends[zone]))
        return is_open(parsed, calendar, wall)

    def mask_decides(self, exactness: int, *, holiday: bool) -> bool:
        """Whether the weekly mask alone is the answer for an entry. `holiday`: it is one somewhere."""
        return not self.ends and (exactness == EXACT or (exactness == EXACT_BUT_HOLIDAYS and not holiday))


def holiday_near(at: datetime, holidays: Mapping[date, str]) -> bool:
    """Whether it is a holiday in some zone, or the night that began on one."""
    return any(at.date() + timedelta(days=days) in holidays for days in (-2, -1, 0, 1))


@lru_cache(maxsize=4096)
def parsed_rules(text: str) -> tuple[Rule, ...]:
    """Rules from the text of a card; the same hours repeat from entry to entry."""
    return tuple(from_compact(text.split("\n"))) if text else ()


def _slot(wall: datetime) -> int:
    return (wall.hour * 60 + wall.minute) // _SLOT_MINUTES
