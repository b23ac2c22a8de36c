"""Rounds: set one up, its stops, stand-bys, and the next times put down ahead."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.models import Location, Organization
from trellis.apps.directory.models.days import parse_byday
from trellis.apps.directory.queries.calendar import opening_calendar
from trellis.apps.exchange.events import pickups as events
from trellis.apps.exchange.models import Pickup, PickupRound, PickupStandBy, PickupStop, RoundStop
from trellis.apps.exchange.models.pickups import MOST_STOPS, PickupState, StopKind, StopState
from trellis.apps.exchange.queries.pickups_route import moment
from trellis.apps.exchange.rules import pickups as rules
from trellis.core.access import only_by_trellis
from trellis.core.actions import Done, WrongState, action, as_program, current_person
from trellis.core.jobs import every, job
from trellis.core.texts import written_in
from trellis.core.ui.words import here
from trellis.kernels.hours import held_on

AHEAD = timedelta(days=14)
ROUND_FIELDS = ("name", "byday", "first_on", "until_on", "closed_on_holidays", "van_grams", "crate_grams", "cold_minutes")


@action("exchange.round.add", subject=Organization, label=_("Add this round"), allow=rules.may_coordinate_hub, event=events.RoundAdded)
def add_round(hub: Organization, *, now: datetime, **told) -> Done:
    """Food is fetched on certain days; where from and where to is added next."""
    made = PickupRound(hub=hub, language=written_in(), time_zone=settings.PLACE_TIME_ZONE, added_at=now)
    for name in ROUND_FIELDS:
        if name in told:
            setattr(made, name, told[name])
    made.save()
    return Done(str(made.pk), subject=made)


@action("exchange.round.change", subject=PickupRound, label=_("Save"), allow=rules.may_coordinate, event=events.RoundChanged)
def change_round(round: PickupRound, *, now: datetime, **told) -> None:
    """Other days, another vehicle. Times that nobody drives yet are put down anew; those that somebody drives stay as they are."""
    for name in ROUND_FIELDS:
        if name in told:
            setattr(round, name, told[name])
    round.made_until = None
    round.save()
    round.pickups.filter(state=PickupState.PLANNED, driver=None, starts_at__gt=now).exclude(stops__state=StopState.LOGGED).delete()
    _put_down(round, now)


@action("exchange.round.end", subject=PickupRound, label=_("End this round"), allow=rules.may_coordinate, event=events.RoundEnded)
def end_round(round: PickupRound, *, now: datetime) -> None:
    """No more after today. What is to come is called off; what was fetched stays in the totals."""
    today = here(now).date()
    round.until_on = max(today, round.first_on)
    round.save(update_fields=["until_on"])
    for pickup in round.pickups.filter(state=PickupState.PLANNED, starts_at__gt=now):
        call_off_pickup(pickup, now=now)


@action("exchange.round.add_stop", subject=PickupRound, label=_("Add this stop"), allow=rules.may_coordinate, event=events.RoundChanged)
def add_stop(round: PickupRound, *, kind: str, name: str, opens, closes, grams: int, now: datetime, **told) -> Done:
    """A donor or a taker. Whoever is in the directory under this name is linked, so that they can confirm what arrives."""
    if round.stops.filter(ended_at=None).count() >= MOST_STOPS:
        raise WrongState(_("A round has at most eight stops. Set up a second round."))
    organization = _organization_called(name)
    given = {each: told[each] for each in ("byday", "minutes", "room_grams", "way_in") if each in told}
    made = RoundStop.objects.create(
        round=round, kind=kind, name=name, organization=organization, location=_location_of(organization),
        opens=opens, closes=closes, grams=grams, **given,
    )  # fmt: skip
    for pickup in round.pickups.filter(state=PickupState.PLANNED, starts_at__gt=now):
        _fill(pickup, [made])
    _put_down(round, now)
    return Done(str(made.pk))


@action(
    "exchange.round.end_stop", subject=RoundStop, label=_("Take this stop out"), allow=rules.may_coordinate_stop, event=events.RoundChanged
)
def end_stop(stop: RoundStop, *, now: datetime) -> None:
    """From now on the round goes on without it. What was weighed there stays in the totals."""
    stop.ended_at = now
    stop.save(update_fields=["ended_at"])
    stop.times.filter(state=StopState.EXPECTED, pickup__starts_at__gt=now).delete()


def _organization_called(name: str) -> Organization | None:
    """The organization of exactly this name, if there is only one."""
    found = list(Organization.objects.filter(name__iexact=name, status="active")[:2])
    return found[0] if len(found) == 1 else None


def _location_of(organization: Organization | None) -> Location | None:
    """Where it is, as far as that is public."""
    if organization is None:
        return None
    places = Location.objects.filter(confidential=False, latitude__isnull=False, status="active")
    own = places.filter(organization=organization).order_by("name", "id").first()
    return own or places.filter(services__organization=organization).order_by("name", "id").first()


@action("exchange.stand_by.add", subject=PickupRound, label=_("You can ask me"), allow=rules.may_stand_by, event=events.StoodBy)
def stand_by(round: PickupRound, *, now: datetime) -> None:
    """When nobody can drive, this member can be asked. Twice is once."""
    PickupStandBy.objects.get_or_create(round=round, person=current_person(), defaults={"since_at": now})


@action("exchange.stand_by.remove", subject=PickupStandBy, label=_("Do not ask me any more"), allow=rules.stands_by, event=events.StoodDown)
def stand_down(standing: PickupStandBy, *, now: datetime) -> None:
    """Not asked any more."""
    PickupStandBy.objects.filter(pk=standing.pk).delete()


@action("exchange.pickup.call_off", subject=Pickup, label=_("Call it off"), allow=rules.may_coordinate_pickup,
        event=events.PickupCalledOff, moves=("state", (PickupState.PLANNED,), None))  # fmt: skip
def call_off_pickup(pickup: Pickup, *, now: datetime) -> None:
    """It does not take place this time; whoever drives and whoever waits for food hears of it."""
    from trellis.apps.exchange.actions.pickups_driving import release

    if pickup.stops.filter(state=StopState.LOGGED).exists():
        raise WrongState(_("Food was fetched already. Weigh the stops that are left, or say why there was nothing."))
    pickup.state, pickup.closed_at = PickupState.CALLED_OFF, now
    pickup.save(update_fields=["state", "closed_at"])
    release(pickup, now=now)


@action("exchange.pickup.make", subject=PickupRound, label=_("Put the next times down"), allow=only_by_trellis, event=events.PickupsMade)
def make_pickups(round: PickupRound, *, now: datetime) -> Done:
    """The times of the next two weeks, each once."""
    return Done(None, {"n_made": _put_down(round, now)})


def _put_down(round: PickupRound, now: datetime) -> int:
    today = here(now).date()
    last = today + AHEAD
    stops = [each for each in round.stops.all() if each.ended_at is None]
    if {each.kind for each in stops} != {StopKind.DONOR, StopKind.TAKER}:
        return 0
    calendar, rule, n_made = opening_calendar(), round.rule(), 0
    for ahead in range(AHEAD.days + 1):
        day = today + timedelta(days=ahead)
        if held_on(rule, calendar, day):
            n_made += _put_down_day(round, day, stops, now)
    round.made_until = last
    round.save(update_fields=["made_until"])
    return n_made


def _put_down_day(round: PickupRound, day: date, stops: list[RoundStop], now: datetime) -> int:
    there = [each for each in stops if _is_there(each, day)]
    if {each.kind for each in there} != {StopKind.DONOR, StopKind.TAKER}:
        return 0
    zone = ZoneInfo(round.time_zone)
    starts_at = min(moment(day, each.opens, zone) for each in there if each.kind == StopKind.DONOR)
    ends_at = max(moment(day, each.closes, zone) for each in there)
    if starts_at <= now or ends_at <= starts_at:
        return 0
    pickup, is_new = Pickup.objects.get_or_create(round=round, on=day, defaults={"starts_at": starts_at, "ends_at": ends_at})
    if is_new:
        _fill(pickup, there)
    elif pickup.state == PickupState.PLANNED and (pickup.starts_at, pickup.ends_at) != (starts_at, ends_at):
        pickup.starts_at, pickup.ends_at = starts_at, ends_at
        pickup.save(update_fields=["starts_at", "ends_at"])
    return int(is_new)


def _is_there(stop: RoundStop, day: date) -> bool:
    return not stop.byday or day.weekday() in parse_byday(stop.byday)[0]


def _fill(pickup: Pickup, stops: list[RoundStop]) -> None:
    for each in stops:
        if _is_there(each, pickup.on):
            PickupStop.objects.get_or_create(pickup=pickup, stop=each)


@every("day at 01:20")
@job()
def put_pickups_down() -> None:
    """Put down the times that have come into the next two weeks."""
    put_down_all(timezone.now())


def put_down_all(now: datetime) -> None:
    """For every round that goes on."""
    with as_program("clock"):
        for round in PickupRound.objects.exclude(until_on__lt=here(now).date()):
            make_pickups(round, now=now)
