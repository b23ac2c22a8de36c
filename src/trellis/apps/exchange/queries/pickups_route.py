"""The order of the stops of one pickup, with times; or in plain words what is in the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.apps.exchange.models import Pickup, PickupStop, RoundStop
from trellis.apps.exchange.models.pickups import StopKind, StopState
from trellis.kernels.geo import distance
from trellis.kernels.routes import Before, Obstacle, Problem, Stop, Way, obstacles, route

UNKNOWN_MINUTES = 15
METRES_A_MINUTE = 500
"""30 km an hour, in a town."""
DETOUR = 1.4
PARKING_MINUTES = 2


@dataclass(frozen=True, slots=True)
class Planned:
    """One stop in its order: when to be there, until when it takes, what is to be done, what is on board then."""

    number: int
    row: PickupStop
    begins: datetime
    leaves: datetime
    waits: int
    grams: int
    on_board: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The stops in order, or why no order fits. `guessed`: some driving times are guesses, since nobody told where the stop is."""

    stops: list[Planned] = field(default_factory=list)
    in_the_way: list[str] = field(default_factory=list)
    driving: int = 0
    guessed: bool = False


def moment(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """An hour of the clocks of the place as a moment. Of one that comes twice the first is meant; one that is skipped is an hour later."""
    return datetime.combine(day, hour, zone).astimezone(ZoneInfo("UTC"))


def plan_of(pickup: Pickup, rows: list[PickupStop], grams: dict) -> Plan:
    """The best order of all stops that are part of it. `grams`: what each taker still to come gets, by the id of its row."""
    rows = [each for each in rows if each.state != StopState.WITHDRAWN]
    if not rows:
        return Plan()
    problem, guessed = _problem(pickup, rows, grams)
    found = route(problem)
    if found is None:
        return Plan(in_the_way=[_sentence(each, rows) for each in obstacles(problem)], guessed=guessed)
    start = pickup.starts_at
    planned = [
        Planned(
            number=number,
            row=rows[visit.stop],
            begins=start + timedelta(minutes=visit.begins),
            leaves=start + timedelta(minutes=visit.leaves),
            waits=visit.waits,
            grams=abs(problem.stops[visit.stop].grams),
            on_board=visit.on_board,
        )
        for number, visit in enumerate(found.visits, 1)
    ]
    return Plan(planned, [], found.driving, guessed)


def _problem(pickup: Pickup, rows: list[PickupStop], grams: dict) -> tuple[Problem, bool]:
    zone, told, guessed = ZoneInfo(pickup.round.time_zone), [], False
    for each in rows:
        known, is_donor = each.grams if each.state == StopState.LOGGED else None, each.stop.kind == StopKind.DONOR
        expected = each.stop.grams if is_donor else grams.get(each.pk, 0)
        load = known if known is not None else expected
        opens, closes = (_minutes(pickup, moment(pickup.on, hour, zone)) for hour in (each.stop.opens, each.stop.closes))
        told.append(Stop(key=str(each.pk), opens=opens, closes=closes, minutes=each.stop.minutes, grams=load if is_donor else -load))
    travel = []
    for one in rows:
        row = []
        for other in rows:
            minutes = 0 if one is other else minutes_between(one.stop, other.stop)
            guessed |= minutes is None
            row.append(UNKNOWN_MINUTES if minutes is None else minutes)
        travel.append(tuple(row))
    kinds = [each.stop.kind for each in rows]
    befores = tuple(
        Before(first, then, pickup.round.cold_minutes)
        for first, kind in enumerate(kinds)
        for then, other in enumerate(kinds)
        if (kind, other) == (StopKind.DONOR, StopKind.TAKER)
    )
    return Problem(stops=tuple(told), travel=tuple(travel), befores=befores, capacity=pickup.round.van_grams), guessed


def _minutes(pickup: Pickup, at: datetime) -> int:
    return int((at - pickup.starts_at).total_seconds() // 60)


def minutes_between(one: RoundStop, other: RoundStop) -> int | None:
    """Driving time, reckoned from the distance as the crow flies; None when nobody told where one of them is."""
    places = (one.location, other.location)
    if any(place is None or place.latitude is None for place in places):
        return None
    metres = distance(places[0].latitude, places[0].longitude, places[1].latitude, places[1].longitude)
    return PARKING_MINUTES + round(metres * DETOUR / METRES_A_MINUTE)


def _sentence(found: Obstacle, rows: list[PickupStop]) -> str:
    """What is in the way, and what would help, for whoever coordinates."""
    stop = rows[found.stop].stop.name if found.stop is not None else ""
    other = rows[found.other].stop.name if found.other is not None else ""
    minutes = ngettext("%(n)d minute", "%(n)d minutes", found.by) % {"n": found.by}
    weight = kilograms(found.by)
    told = {"stop": stop, "other": other, "minutes": minutes, "weight": weight}
    words = {
        Way.TOO_SHORT: _("%(stop)s is open for less time than the work there takes. It would need %(minutes)s more."),
        Way.TOO_HEAVY: _("What is loaded or unloaded at %(stop)s is %(weight)s more than the vehicle carries."),
        Way.TOO_FAR: _("From %(other)s to %(stop)s the food is too long without cooling, by %(minutes)s, even straight there."),
        Way.TOO_LATE: _("Straight from %(other)s, %(stop)s has closed already, by %(minutes)s."),
        Way.CLOSES: _("It would fit if %(stop)s stayed open %(minutes)s longer."),
        Way.OPENS: _("It would fit if %(stop)s opened %(minutes)s earlier."),
        Way.COLD: _("It would fit if the food could be without cooling for %(minutes)s longer."),
        Way.LOAD: _("It would fit if the vehicle carried %(weight)s more."),
        Way.LEAVE_OUT: _("It would fit without %(stop)s."),
        Way.SEVERAL: _("Several things are in the way at once. Try two rounds instead of one."),
    }
    return words[found.way] % told


def kilograms(grams: int | None) -> str:
    """A weight as people say it: "12.5 kg", "800 g"."""
    from django.utils.formats import number_format

    if grams is None:
        return ""
    if 0 < grams < 1000:
        return _("%(n)s g") % {"n": number_format(grams)}
    amount = round(grams / 1000, 1)
    return _("%(n)s kg") % {"n": number_format(amount, decimal_pos=0 if amount == int(amount) else 1, force_grouping=True)}
