"""What a rota is made of: volunteers, shifts, and the rules that no rota may break."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Id = int | str
EMPTY, NO_LEAD, LOAD = 1000, 600, 12
"""What an empty place, a shift without its lead, and a turn of somebody who stated a capacity of one cost."""
MOST = 1_000_000


@dataclass
class Malformed(Exception):
    """What was given is no rota. `field` says where, such as `shifts[3].need`."""

    reason: str
    field: str = ""

    def __str__(self) -> str:
        return f"{self.field}: {self.reason}" if self.field else self.reason


@dataclass(frozen=True, kw_only=True)
class Shift:
    """Some hours on which people are needed.

    starts, ends: in any one unit, the same as the rota's rest (hours in files, minutes in the app). week: which week it counts to.
    need: how many places. needs_lead: whether one of them should be a lead.
    """

    id: Id
    starts: int
    ends: int
    week: int = 0
    need: int = 1
    needs_lead: bool = False


@dataclass(frozen=True, kw_only=True)
class Volunteer:
    """Somebody who takes turns.

    capacity: how many turns they stated they can take in this rota. per_week: how many in one week. can: the shifts they could take, and
    how much they like each (a whole number; more is better). served: turns they took lately, before this rota.
    """

    id: Id
    capacity: int
    per_week: int
    lead: bool = False
    can: Mapping[Id, int] = field(default_factory=dict)
    served: int = 0

    def price(self, k: int) -> int:
        """What their k-th turn of this rota costs: more for each further one, less for those who stated that they can do more."""
        return (2 * (self.served + k) - 1) * LOAD // max(self.capacity, 1)


@dataclass(frozen=True, kw_only=True)
class Rota:
    """Who could take what, and the rules. Raises Malformed.

    rest: the least time between the end of somebody's turn and the start of their next. apart: pairs of volunteers who are never put on
    one shift. kept: turns (shift, volunteer) that are settled already; they stay, and count in every rule.
    """

    volunteers: tuple[Volunteer, ...]
    shifts: tuple[Shift, ...]
    rest: int = 11
    apart: frozenset[frozenset[Id]] = frozenset()
    kept: tuple[tuple[Id, Id], ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.rest <= MOST:
            raise Malformed("must be 0 or more", "rest")
        for index, shift in enumerate(self.shifts):
            _check_shift(shift, f"shifts[{index}]")
        for index, volunteer in enumerate(self.volunteers):
            _check_volunteer(volunteer, f"volunteers[{index}]")
        shifts = _once([shift.id for shift in self.shifts], "shifts")
        volunteers = _once([volunteer.id for volunteer in self.volunteers], "volunteers")
        for index, volunteer in enumerate(self.volunteers):
            for id in volunteer.can:
                if id not in shifts:
                    raise Malformed(f"there is no shift {id!r}", f"volunteers[{index}].can")
        for pair in self.apart:
            if len(pair) != 2 or not pair <= volunteers:
                raise Malformed("each must be two of the volunteers", "apart")
        if len(set(self.kept)) < len(self.kept) or any(shift not in shifts or person not in volunteers for shift, person in self.kept):
            raise Malformed("each must be a shift and a volunteer, once", "kept")


def _check_shift(shift: Shift, name: str) -> None:
    if shift.ends <= shift.starts:
        raise Malformed("ends before it starts", f"{name}.ends")
    if not 0 <= shift.need <= MOST:
        raise Malformed("must be 0 or more", f"{name}.need")


def _check_volunteer(volunteer: Volunteer, name: str) -> None:
    for field_name, least in (("capacity", 0), ("per_week", 0), ("served", 0)):
        if not least <= getattr(volunteer, field_name) <= MOST:
            raise Malformed(f"must be {least} or more", f"{name}.{field_name}")
    if any(abs(like) > MOST for like in volunteer.can.values()):
        raise Malformed("a like is too large", f"{name}.can")


def _once(ids: list[Id], name: str) -> set[Id]:
    known: set[Id] = set()
    for index, id in enumerate(ids):
        if id in known:
            raise Malformed(f"{id!r} is there twice", f"{name}[{index}].id")
        known.add(id)
    return known
