"""Who could help with a need: hard filters first, then the least cost, few at a time and the least recently asked first.

The database sieves by kind, square, limits, quarters of the week and group, by index and without reading a word; what is
left is a bounded number of rows, however many offers there are. Distance, times and how often somebody was asked are then
looked at exactly.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db import models
from django.db.models import F, Q

from trellis.apps.exchange.models import GroupPractice, HelperPace, Limit, Match, Need, Offer, OfferState, Repeats
from trellis.apps.exchange.models.asking import NEVER
from trellis.apps.exchange.models.terms import TILES_ACROSS, local, mask_of
from trellis.apps.people.models.capabilities import Capability, CapabilityKind
from trellis.apps.people.models.membership import Membership
from trellis.apps.people.queries.blocks import hides
from trellis.apps.people.queries.membership import memberships_of
from trellis.kernels.geo import distance
from trellis.kernels.hours import Rule

MOST_ASKS = 4
ASK_DAYS = 30
"""At most so many asks in so many days, unless the person says otherwise."""

TILES_FAR = 7
"""So many squares to every side are looked through: a little more than the farthest that anybody can say they would go."""

NEAR_ROWS, FAR_ROWS, ALL_ROWS = 40, 300, 1500
ENOUGH = 4
"""So many times as many as are wanted are compared before the search stops."""

MINUTES_PER_KM = 3.0
PART_TIME_MINUTES = 30.0
SAME_GROUP_MINUTES = 15.0
MINUTES_PER_DAY_NOT_ASKED = 0.5
MOST_DAYS_NOT_ASKED = 60
"""What a match costs, in minutes: the way, a time that fits in part only, not of the same group, and how lately one was asked."""

_FIELDS = (
    "id", "person_id", "latitude", "longitude", "reach_km", "repeats", "on", "weekdays", "begins", "ends", "until_on", "speaks",
    "amount", "asked_at", "group_index",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proposal:
    """Somebody who could help, what it costs, and why: codes and numbers for a sentence."""

    offer_id: uuid.UUID
    person_id: uuid.UUID
    cost: float
    why: dict[str, Any] = field(default_factory=dict)


def proposals_for(need: Need, *, now: datetime, most: int, but: Iterable[uuid.UUID] = ()) -> list[Proposal]:
    """The best who could be asked now, the best first, at most `most` and no person twice. `but` are people to leave out."""
    sieve = _Sieve(need, now, frozenset(but))
    found: dict[uuid.UUID, Proposal] = {}
    for rows in sieve.batches():
        for each in sieve.fitting(rows):
            before = found.get(each.person_id)
            if before is None or (each.cost, each.offer_id) < (before.cost, before.offer_id):
                found[each.person_id] = each
        if len(found) >= most * ENOUGH:
            break
    return sorted(found.values(), key=lambda each: (each.cost, each.offer_id))[:most]


def could_be_asked(need: Need, offer: Offer, *, now: datetime) -> Proposal | None:
    """The one offer, if everything that must be so is so: for somebody who asks for it by name, from the list."""
    sieve = _Sieve(need, now, frozenset())
    rows = list(sieve.rows().filter(pk=offer.pk).values(*_FIELDS)[:1])
    return next(iter(sieve.fitting(rows)), None)


class _Sieve:
    """What must be so of an offer for this need."""

    def __init__(self, need: Need, now: datetime, but: frozenset[uuid.UUID]):
        self.need, self.now, self.today = need, now, local(now).date()
        self.limits = set(need.limits)
        self.group = need.group
        self.own_groups = set(memberships_of(need.person).values_list("group_index", flat=True)) if need.person_id else set()
        asked = Match.objects.filter(need=need).values_list("offer__person_id", flat=True) if need.wave else ()
        own = {need.person_id} if need.person_id else set()
        self.out = set(but) | set(asked) | own | (hides(need.person) if need.person_id else set())
        self.rule = need.rule

    def rows(self) -> models.QuerySet[Offer]:
        """Open offers that pass what the database can see."""
        need = self.need
        found = Offer.objects.order_by("asked_at", "id").filter(
            Q(until_on=None) | Q(until_on__gte=self.today), kind=need.kind, state=OfferState.OPEN, n_taken__lt=F("capacity")
        )
        found = found.annotate(time_bits=F("slots").bitand(need.slots)).filter(time_bits__gt=0)
        if mask := mask_of(self.limits):
            found = found.annotate(limit_bits=F("meets").bitand(mask)).filter(limit_bits=mask)
        if need.amount:
            found = found.filter(Q(amount=None) | Q(amount__gte=need.amount))
        found = found.filter(group_index__in=["", *self.own_groups]) if self.own_groups else found.filter(group_index="")
        if self.group is not None:
            found = found.filter(person_id__in=Membership.objects.of_group(self.group).values("person_id"))
        if Limit.CHECKED in self.limits:
            found = found.filter(person_id__in=self.checked().values("person_id"))
        if need.organization_id:
            found = found.filter(Q(organization=None) | ~Q(organization=need.organization_id))
        return found.filter(Q(repeats=Repeats.ANYTIME) | Q(repeats=Repeats.WEEKLY) | Q(on__gte=self.today))

    def checked(self) -> models.QuerySet[Capability]:
        """Whose check has been seen: by the group that wants it, else by any group."""
        seen = Capability.objects.filter(kind=CapabilityKind.CHECKED).good_on(self._day_of_need())
        practice = GroupPractice.of(self.group)
        if practice is not None and self.need.kind in practice.checked_kinds:
            seen = seen.of_group(self.group)
        return seen

    def _day_of_need(self) -> date:
        return self.need.on or self.today

    def batches(self) -> Iterator[list[dict[str, Any]]]:
        """Rows, the nearest squares first, ever more of them."""
        rows, near, far = self.rows(), _tiles_around(self.need.tile, 1), _tiles_around(self.need.tile, TILES_FAR)
        for tile in near:
            yield list(rows.filter(tile=tile).values(*_FIELDS)[:NEAR_ROWS])
        for most in (FAR_ROWS, ALL_ROWS):
            found = list(rows.filter(tile__in=far).values(*_FIELDS)[:most])
            yield found
            if len(found) < most:
                return

    def fitting(self, rows: list[dict[str, Any]]) -> list[Proposal]:
        """Those of the rows for which everything that must be so is so."""
        close = [(row, km, part) for row in rows if (found := self._near_and_free(row)) is not None for km, part in [found]]
        if not close:
            return []
        tired = _asked_enough({row["person_id"] for row, _km, _part in close}, now=self.now)
        return [self._proposal(row, km, part) for row, km, part in close if row["person_id"] not in tired]

    def _near_and_free(self, row: dict[str, Any]) -> tuple[float, float] | None:
        """How far it is and which part of the time fits; None when it cannot be."""
        need = self.need
        if row["person_id"] in self.out or (need.speaks and need.speaks not in row["speaks"]):
            return None
        km = distance(need.latitude, need.longitude, row["latitude"], row["longitude"]) / 1000
        if km > max(need.reach_km, row["reach_km"]) + 1:
            return None
        part = shared_part(self.rule, _rule_of(row))
        return (km, part) if part >= 0.5 else None

    def _proposal(self, row: dict[str, Any], km: float, part: float) -> Proposal:
        days = MOST_DAYS_NOT_ASKED if row["asked_at"] <= NEVER else (self.now - row["asked_at"]).days
        same_group = bool(self.group is not None or (row["group_index"] and row["group_index"] in self.own_groups))
        cost = MINUTES_PER_KM * km + PART_TIME_MINUTES * (1 - part) - SAME_GROUP_MINUTES * same_group
        cost -= MINUTES_PER_DAY_NOT_ASKED * min(days, MOST_DAYS_NOT_ASKED)
        why: dict[str, Any] = {"km": max(1, round(km)), "time": _time_code(self.rule, row, part)}
        if row["asked_at"] <= NEVER:
            why["never_asked"] = True
        elif days >= ASK_DAYS:
            why["days_not_asked"] = days
        if same_group:
            why["same_group"] = True
        if self.limits:
            why["limits"] = sorted(self.limits)
        return Proposal(row["id"], row["person_id"], round(cost, 3), why)


def _time_code(rule: Rule | None, row: dict[str, Any], part: float) -> str:
    if rule is None or row["repeats"] == Repeats.ANYTIME:
        return "any"
    return "all" if part >= 1 else "part"


def shared_part(need: Rule | None, offer: Rule | None) -> float:
    """Which part of the time that is needed is offered: 0 none of it, 1 all. Weekdays and hours are compared, not holidays."""
    if need is None or offer is None:
        return 1.0
    days_needed, days_offered = _days(need), _days(offer)
    if need.freq == "ONCE" and offer.freq == "ONCE":
        common = need.starts_on == offer.starts_on
    else:
        common = bool(days_needed & days_offered)
    both = min(need.opens + need.minutes, offer.opens + offer.minutes) - max(need.opens, offer.opens)
    ended = offer.until is not None and need.starts_on is not None and need.starts_on > offer.until
    return max(0.0, min(1.0, both / need.minutes)) if common and not ended else 0.0


def _days(rule: Rule) -> frozenset[int]:
    return frozenset({rule.starts_on.weekday()} if rule.freq == "ONCE" and rule.starts_on else rule.weekdays)


def _rule_of(row: dict[str, Any]) -> Rule | None:
    return _rule(row["repeats"], row["on"], row["weekdays"], row["begins"], row["ends"], row["until_on"])


@lru_cache(maxsize=2000)
def _weekly(weekdays: str, begins, ends) -> Rule | None:
    return Offer(repeats=Repeats.WEEKLY, weekdays=weekdays, begins=begins, ends=ends).rule


def _rule(repeats, on, weekdays, begins, ends, until_on) -> Rule | None:
    if repeats == Repeats.ANYTIME:
        return None
    if repeats == Repeats.WEEKLY and until_on is None:
        return _weekly(weekdays, begins, ends)
    return Offer(repeats=repeats, on=on, weekdays=weekdays, begins=begins, ends=ends, until_on=until_on).rule


def _tiles_around(tile: int, n: int) -> list[int]:
    """The square and those around it, the nearest first."""
    around = [(row, column) for row in range(-n, n + 1) for column in range(-n, n + 1)]
    return [tile + row * TILES_ACROSS + column for row, column in sorted(around, key=lambda at: (at[0] ** 2 + at[1] ** 2, at))]


def tiles_in_reach(tile: int) -> list[int]:
    """All squares within which somebody could be asked, or could wait."""
    return _tiles_around(tile, TILES_FAR)


def _asked_enough(people: set[uuid.UUID], *, now: datetime) -> set[uuid.UUID]:
    """Who was asked as often as they like in the last thirty days, or does not want to be asked."""
    since = now - timedelta(days=ASK_DAYS)
    asked = Counter(Match.objects.filter(offer__person_id__in=people, asked_at__gt=since).values_list("offer__person_id", flat=True))
    paces = {each.person_id: each for each in HelperPace.objects.filter(person_id__in=people)}
    stopped = {person for person, pace in paces.items() if pace.stopped_at is not None}
    return stopped | {each for each in people if asked[each] >= (paces[each].most_a_month if each in paces else MOST_ASKS)}
