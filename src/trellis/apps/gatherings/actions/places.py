"""Every write about places at gatherings."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.apps.gatherings.actions import places_waiting as line
from trellis.apps.gatherings.events import places as events
from trellis.apps.gatherings.models import Gathering, GatheringState, NumberedPlace, Place
from trellis.apps.gatherings.models.places import MOST_TOGETHER, Way, counted_way
from trellis.apps.gatherings.models.places_waiting import LIVE, AskState, code_index
from trellis.apps.gatherings.models.series import GatheringAttendance
from trellis.core.access import anyone, only_by_trellis
from trellis.core.actions import Done, WrongState, action, as_program, current_person
from trellis.core.jobs import every, job

REMIND_BEFORE = timedelta(hours=24)
FULL = _("There are more of you than places.")


class Chairs:
    """The numbered places of one gathering."""

    def __init__(self, gathering: Gathering):
        self.gathering = gathering

    def lock(self) -> None:
        self.gathering = Gathering.objects.select_for_update(of=("self",)).get(pk=self.gathering.pk)

    def waiting(self):
        return Place.objects.filter(gathering=self.gathering).waiting()

    def give(self, asked: Place, now: datetime) -> bool:
        if self.gathering.is_called_off:
            return False
        if asked.way != counted_way(self.gathering):
            return True
        used = set(NumberedPlace.objects.filter(gathering=self.gathering).values_list("number", flat=True))
        if self.gathering.places is not None and len(used) + asked.n_people > self.gathering.places:
            return False
        numbers: list[int] = []
        number = 0
        while len(numbers) < asked.n_people:
            number += 1
            if number not in used:
                numbers.append(number)
        NumberedPlace.objects.bulk_create([NumberedPlace(gathering=self.gathering, number=each, place=asked) for each in numbers])
        return True

    def take_back(self, asked: Place) -> None:
        asked.numbers.all().delete()

    def held_until(self, asked: Place, now: datetime) -> datetime | None:
        return line.short_of(self.gathering.starts_at, now)


@action("gatherings.place.ask", subject=Gathering, label=_("I’m coming"), allow=anyone, event=events.PlaceAsked)
def ask_place(
    gathering: Gathering,
    *,
    way: str = "",
    n_people: int = 1,
    needs: str = "",
    address: str = "",
    code: str = "",
    language: str = "en",
    now: datetime,
) -> Done:
    """Say that one comes: have a place, or wait for one. Without an account whoever has the code has the place.

    `needs` is what those who organize may know; leave it out unless the person ticked that they may.
    """
    person = current_person()
    _must_take_names(gathering, now)
    ways = ways_of(gathering)
    way = way or ways[0]
    if way not in ways:
        raise WrongState(_("One cannot take part in this way."))
    if not 1 <= n_people <= MOST_TOGETHER:
        raise WrongState(_("You can say it for up to ten people at once."))
    if way == counted_way(gathering) and gathering.places is not None and n_people > gathering.places:
        raise WrongState(FULL)
    if person is None and not code:
        raise WrongState(_("Please sign in first."))
    place = Place(
        gathering=gathering, person=person, address="" if person is not None else address, way=way, n_people=n_people, needs=needs,
        code_index=code_index(code) if person is None else None, language=language, asked_at=now, gathering_ends_at=gathering.ends_at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            line.begin(place, Chairs(gathering), now=now)
    except IntegrityError as twice:
        raise WrongState(_("You have said it already. Your place is under “My week”.")) from twice
    return Done(str(place.pk), {"state": str(place.state)}, subject=place)


@action("gatherings.place.accept", label=_("Yes, I take it"), allow=anyone, event=events.PlaceAccepted)
def accept_place(*, place: uuid.UUID | str, code: str = "", now: datetime) -> Done:
    """Take the place that is held: the person's own, or with the code or the link of the letter."""
    row = line.found(Place, place, code)
    _must_be_on(row.gathering, now)
    line.accept(row, now)
    return Done(None, subject=row)


@action("gatherings.place.give_up", label=_("I can’t be there"), allow=anyone, event=events.PlaceGivenUp)
def give_place_up(*, place: uuid.UUID | str, code: str = "", now: datetime) -> Done:
    """Give the place back, or stop waiting. No reason is asked; what comes free goes on to the next."""
    row = line.found(Place, place, code)
    line.let_go(row, Chairs(row.gathering), now=now, hold_one=hold_place)
    _forget_needs(row)
    return Done(None, subject=row)


@action("gatherings.place.take_needs_back", label=_("Stop telling them"), allow=anyone, event=events.PlaceNeedsTakenBack)
def take_needs_back(*, place: uuid.UUID | str, code: str = "", now: datetime) -> Done:
    """Those who organize no longer read what one needs; the words are gone."""
    row = line.found(Place, place, code)
    _forget_needs(row)
    return Done(None, subject=row)


@action(
    "gatherings.place.hold",
    subject=Place,
    label=_("Hold a place"),
    allow=only_by_trellis,
    event=events.PlaceHeld,
    moves=("state", (AskState.WAITING,), None),
)
def hold_place(place: Place, *, until: datetime, now: datetime) -> None:
    """Hold the place that came free, until then. Called where it was given."""
    line.hold(place, until)


@action(
    "gatherings.place.pass_on",
    subject=Place,
    label=_("Pass it on"),
    allow=only_by_trellis,
    event=events.PlacePassedOn,
    moves=("state", (AskState.HELD,), None),
)
def pass_place_on(place: Place, *, now: datetime) -> None:
    """Nobody took it in time: it goes on to the next."""
    if place.held_until > now:
        raise WrongState(_("It is still held."))
    line.let_go(place, Chairs(place.gathering), state=AskState.PASSED_ON, now=now, hold_one=hold_place)
    _forget_needs(place)


@action("gatherings.places.hand_on", subject=Gathering, label=_("Hand on"), allow=only_by_trellis, event=events.PlacesHandedOn)
def hand_places_on(gathering: Gathering, *, now: datetime) -> Done:
    """Hold what is free for those who wait: after more places were made, or somebody's rows went with them."""
    if gathering.starts_at <= now:
        return Done(None)
    return Done(None, {"n": line.hand_on(Chairs(gathering), now=now, hold_one=hold_place)})


@action(
    "gatherings.place.remind",
    subject=Place,
    label=_("Remind"),
    allow=only_by_trellis,
    event=events.PlaceReminded,
    moves=("state", (AskState.TAKEN,), None),
)
def remind_of_place(place: Place, *, now: datetime) -> None:
    """A word a day ahead, once."""
    place.reminded_at = now
    place.save(update_fields=["reminded_at"])


def ways_of(gathering: Gathering) -> list[str]:
    """How one can take part in it."""
    return {
        GatheringAttendance.ONLINE: [Way.ONLINE],
        GatheringAttendance.HYBRID: [Way.IN_PERSON, Way.ONLINE],
    }.get(gathering.attendance, [Way.IN_PERSON])


def move_with(gathering: Gathering) -> None:
    """Its places go with a gathering that moves: they are kept until some days after it, and people are reminded again."""
    Place.objects.filter(gathering=gathering).update(gathering_ends_at=gathering.ends_at)
    Place.objects.filter(gathering=gathering, state__in=LIVE).update(reminded_at=None)


def _must_take_names(gathering: Gathering, now: datetime) -> None:
    if gathering.series.head_count_only:
        raise WrongState(_("Nobody has to say that they come. Just come."))
    _must_be_on(gathering, now)


def _must_be_on(gathering: Gathering, now: datetime) -> None:
    if gathering.is_called_off:
        raise WrongState(_("It is called off."))
    if gathering.starts_at <= now:
        raise WrongState(_("It has begun already."))


def _forget_needs(place: Place) -> None:
    if place.needs:
        place.needs = ""
        place.save(update_fields=["needs"])


def look_after_places(*, now: datetime) -> dict[str, int]:
    """What is due: holds that ran out, places that came free because somebody was erased, reminders. May be run again."""
    counts = {"passed_on": 0, "handed_on": 0, "reminded": 0}
    with as_program():
        for place in Place.objects.run_out(now).select_related("gathering")[: line.MOST_AT_ONCE]:
            counts["passed_on"] += line.tried(pass_place_on, place, now=now)
        upcoming = Gathering.objects.filter(state=GatheringState.PLANNED, starts_at__gt=now)
        for gathering in upcoming.filter(people_coming__state=AskState.WAITING).distinct()[: line.MOST_AT_ONCE]:
            if has_free(gathering):
                counts["handed_on"] += line.tried(hand_places_on, gathering, now=now)
        due = Place.objects.filter(state=AskState.TAKEN, reminded_at=None, gathering__state=GatheringState.PLANNED)
        due = due.filter(gathering__starts_at__gt=now, gathering__starts_at__lte=now + REMIND_BEFORE, asked_at__lt=now - timedelta(hours=6))
        for place in due[: line.MOST_AT_ONCE]:
            counts["reminded"] += line.tried(remind_of_place, place, now=now)
    return counts


def has_free(gathering: Gathering) -> bool:
    """Whether any chair is nobody's."""
    return gathering.places is None or NumberedPlace.objects.filter(gathering=gathering).count() < gathering.places


@every("minute")
@job(limit_seconds=50)
def look_after_places_now() -> dict[str, int]:
    """Every minute, so that what is held goes on when it was said."""
    return look_after_places(now=timezone.now())
