"""Stays at a respite house: asking, a bed held, accepted, given back, and the guest's own plan."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.apps.gatherings.actions import places_waiting as line
from trellis.apps.gatherings.events import respite as events
from trellis.apps.gatherings.models import Bed, BedNight, RespiteHouse, Stay
from trellis.apps.gatherings.models.places_waiting import AskState, code_index
from trellis.apps.gatherings.queries.respite_sealing import are_enough, seal
from trellis.apps.people.queries.blocks import hides
from trellis.core.access import anyone, only_by_trellis
from trellis.core.actions import Done, WrongState, action, as_program, current_person
from trellis.core.jobs import every, job
from trellis.core.ui.words import here

FARTHEST = timedelta(days=180)
MOST_FLEXIBLE = 28
LAST_ARRIVAL = time(22)


class Beds:
    """The beds of one house, night by night."""

    def __init__(self, house: RespiteHouse):
        self.house = house

    def lock(self) -> None:
        self.house = RespiteHouse.objects.select_for_update(of=("self",)).get(pk=self.house.pk)

    def waiting(self):
        return Stay.objects.filter(house=self.house).waiting()

    def give(self, asked: Stay, now: datetime) -> bool:
        """The earliest nights within what they said, in a bed that is theirs for all of them; never beside somebody they blocked."""
        if not self.house.open:
            return False
        beds = list(Bed.objects.filter(house=self.house, in_use=True))
        days = [asked.first_on + timedelta(days=each) for each in range(asked.flexible_days + 1)]
        days = [each for each in days if each >= here(now).date()]
        if not beds or not days:
            return False
        known = BedNight.objects.filter(bed__house=self.house, night__gte=days[0], night__lt=days[-1] + timedelta(days=asked.nights))
        known = list(known.values_list("bed_id", "night", "stay__person_id"))
        taken = {(bed, night) for bed, night, _person in known}
        out = hides(asked.person) if asked.person_id else set()
        not_together = {night for _bed, night, person in known if person in out}
        for first in days:
            nights = [first + timedelta(days=each) for each in range(asked.nights)]
            if not_together.intersection(nights):
                continue
            for bed in beds:
                if not any((bed.pk, night) in taken for night in nights):
                    _settle(asked, bed, nights)
                    return True
        return False

    def take_back(self, asked: Stay) -> None:
        asked.bed_nights.all().delete()
        asked.arrives_on = asked.leaves_on = None
        asked.last_night_on = latest_day(asked)
        asked.save(update_fields=["arrives_on", "leaves_on", "last_night_on"])

    def held_until(self, asked: Stay, now: datetime) -> datetime | None:
        return line.short_of(datetime.combine(asked.arrives_on, LAST_ARRIVAL, tzinfo=here(now).tzinfo), now)


def _settle(asked: Stay, bed: Bed, nights: list[date]) -> None:
    BedNight.objects.bulk_create([BedNight(bed=bed, night=night, stay=asked) for night in nights])
    asked.arrives_on, asked.leaves_on = nights[0], nights[-1] + timedelta(days=1)
    asked.last_night_on = asked.leaves_on
    asked.save(update_fields=["arrives_on", "leaves_on", "last_night_on"])


def latest_day(asked: Stay) -> date:
    """The last day that what they asked for could reach."""
    return asked.first_on + timedelta(days=asked.flexible_days + asked.nights)


@action("gatherings.stay.ask", subject=RespiteHouse, label=_("Ask for a stay"), allow=anyone, event=events.StayAsked)
def ask_stay(
    house: RespiteHouse,
    *,
    alias: str,
    first_on: date,
    nights: int,
    flexible_days: int = 0,
    words: str = "",
    address: str = "",
    code: str = "",
    language: str = "en",
    now: datetime,
) -> Done:
    """Ask for some nights. If a bed is free it is held at once, to accept; else one waits in the order of asking."""
    person, today = current_person(), here(now).date()
    if person is None and not code:
        raise WrongState(_("Please sign in first."))
    if not house.open:
        raise WrongState(_("The house takes nobody in at the moment."))
    if not 1 <= nights <= house.longest_nights:
        raise WrongState(_("A stay here is at most %(n)d nights.") % {"n": house.longest_nights})
    if not today <= first_on <= today + FARTHEST:
        raise WrongState(_("The first night must be between today and half a year from now."))
    if not 0 <= flexible_days <= MOST_FLEXIBLE:
        raise WrongState(_("A stay can begin up to four weeks later than you said, not more."))
    if person is not None and Stay.objects.filter(house=house, person=person).live().exists():
        raise WrongState(_("You have asked already. It is under “My week”."))
    stay = Stay(
        house=house, person=person, alias=alias, words=words, first_on=first_on, nights=nights, flexible_days=flexible_days,
        address="" if person is not None else address, code_index=code_index(code) if person is None else None,
        language=language, asked_at=now, last_night_on=first_on + timedelta(days=flexible_days + nights),
    )  # fmt: skip
    try:
        with transaction.atomic():
            line.begin(stay, Beds(house), now=now, first=AskState.HELD)
    except IntegrityError as twice:
        raise WrongState(_("Somebody was there a moment before you. Please send it again.")) from twice
    return Done(str(stay.pk), {"state": str(stay.state)}, subject=stay)


@action("gatherings.stay.accept", label=_("Yes, I come"), allow=anyone, event=events.StayAccepted)
def accept_stay(*, stay: uuid.UUID | str, agreed: bool, emergency_contact: str = "", code: str = "", now: datetime) -> Done:
    """Take the nights that are held, and accept what the house asks of everybody."""
    row = line.found(Stay, stay, code)
    if not agreed:
        raise WrongState(_("Everybody in the house agrees to this. Without it you can’t stay there."))
    line.accept(row, now)
    row.agreed_at, row.emergency_contact, row.words = now, emergency_contact, ""
    row.save(update_fields=["agreed_at", "emergency_contact", "words"])
    return Done(None, subject=row)


@action("gatherings.stay.give_up", label=_("I don’t come"), allow=anyone, event=events.StayGivenUp)
def give_stay_up(*, stay: uuid.UUID | str, code: str = "", now: datetime) -> Done:
    """Not come, stop waiting, or leave earlier. No reason is asked; the nights go on to whoever is next."""
    row = line.found(Stay, stay, code)
    today = here(now).date()
    if row.is_taken and row.arrives_on < today:
        _leave_now(row, today, now)
    else:
        line.let_go(row, Beds(row.house), now=now, hold_one=hold_bed)
        _forget_all(row)
    return Done(None, subject=row)


def _leave_now(stay: Stay, today: date, now: datetime) -> None:
    """The nights that were stay as numbers; those to come go to others."""
    beds = Beds(stay.house)
    if stay.leaves_on > today:
        beds.lock()
        stay.bed_nights.filter(night__gte=today).delete()
        stay.leaves_on = stay.last_night_on = today
    stay.state, stay.settled_at = AskState.OVER, now
    stay.save(update_fields=["leaves_on", "last_night_on", "state", "settled_at"])
    line.hand_on(beds, now=now, hold_one=hold_bed)


@action("gatherings.stay.seal", label=_("Seal it"), allow=anyone, event=events.PlanSealed)
def seal_plan(*, stay: uuid.UUID | str, plan: str, words: str = "", code: str = "", now: datetime) -> Done:
    """Keep the guest's own plan, sealed with words that only they have; an empty one throws it away."""
    row = line.found(Stay, stay, code)
    if not row.is_live:
        raise WrongState(line.ALREADY_OVER)
    if plan and not are_enough(words):
        raise WrongState(_("Use at least four different words with sixteen letters together, so that nobody can guess them."))
    row.sealed_plan = seal(plan, words, place=str(row.pk)) if plan else ""
    row.save(update_fields=["sealed_plan"])
    return Done(None, subject=row)


@action(
    "gatherings.stay.hold", subject=Stay, label=_("Hold a bed"), allow=only_by_trellis, event=events.StayHeld,
    moves=("state", (AskState.WAITING,), None),
)  # fmt: skip
def hold_bed(stay: Stay, *, until: datetime, now: datetime) -> None:
    """Hold the bed that came free, until then. Called where it was given."""
    line.hold(stay, until)


@action(
    "gatherings.stay.pass_on", subject=Stay, label=_("Pass it on"), allow=only_by_trellis, event=events.StayPassedOn,
    moves=("state", (AskState.HELD,), None),
)  # fmt: skip
def pass_stay_on(stay: Stay, *, now: datetime) -> None:
    """Nobody took it in time: the bed goes on to whoever is next."""
    if stay.held_until > now:
        raise WrongState(_("It is still held."))
    line.let_go(stay, Beds(stay.house), state=AskState.PASSED_ON, now=now, hold_one=hold_bed)
    _forget_all(stay)


@action("gatherings.beds.hand_on", subject=RespiteHouse, label=_("Hand on"), allow=only_by_trellis, event=events.BedsHandedOn)
def hand_beds_on(house: RespiteHouse, *, now: datetime) -> Done:
    """Hold what is free for those who wait."""
    return Done(None, {"n": line.hand_on(Beds(house), now=now, hold_one=hold_bed)})


@action("gatherings.stay.end", subject=Stay, label=_("End it"), allow=only_by_trellis, event=events.StayOver)
def end_stay(stay: Stay, *, now: datetime) -> Done:
    """The nights have been, or the days passed on which a bed could have come free."""
    today, stayed = here(now).date(), stay.is_taken
    if not (stayed and stay.leaves_on < today) and not (stay.waits and stay.first_on + timedelta(days=stay.flexible_days) < today):
        raise WrongState(_("It is not over yet."))
    stay.state, stay.settled_at, stay.words = AskState.OVER, now, ""
    stay.save(update_fields=["state", "settled_at", "words"])
    return Done(None, {"stayed": stayed})


@action("gatherings.stay.nears", subject=Stay, label=_("Tell the way"), allow=only_by_trellis, event=events.StayNears)
def tell_stay_nears(stay: Stay, *, now: datetime) -> None:
    """From the day before, the guest can read where the house is."""
    if stay.told_way_at is not None or not stay.may_know_where(here(now).date()):
        raise WrongState(_("It is not the time for it."))
    stay.told_way_at = now
    stay.save(update_fields=["told_way_at"])


def _forget_all(stay: Stay) -> None:
    """Who does not come after all is nobody's business: only the letter about it still needs the address."""
    stay.words = stay.emergency_contact = stay.sealed_plan = ""
    stay.save(update_fields=["words", "emergency_contact", "sealed_plan"])


def look_after_stays(*, now: datetime) -> dict[str, int]:
    """What is due: holds that ran out, beds that came free, stays that are over, the way told. May be run again."""
    today = here(now).date()
    counts = {"passed_on": 0, "handed_on": 0, "over": 0, "told": 0}
    with as_program():
        for stay in Stay.objects.run_out(now)[: line.MOST_AT_ONCE]:
            counts["passed_on"] += line.tried(pass_stay_on, stay, now=now)
        over = Stay.objects.filter(state=AskState.TAKEN, leaves_on__lt=today) | Stay.objects.filter(
            state=AskState.WAITING, first_on__lt=today
        )
        for stay in over[: line.MOST_AT_ONCE]:
            counts["over"] += line.tried(end_stay, stay, now=now)
        for house in RespiteHouse.objects.filter(open=True, stays__state=AskState.WAITING).distinct():
            counts["handed_on"] += line.tried(hand_beds_on, house, now=now)
        near = Stay.objects.filter(state=AskState.TAKEN, told_way_at=None, arrives_on__lte=today + timedelta(days=1), leaves_on__gte=today)
        for stay in near[: line.MOST_AT_ONCE]:
            counts["told"] += line.tried(tell_stay_nears, stay, now=now)
    return counts


@every("hour")
@job(limit_seconds=120)
def look_after_stays_hourly() -> dict[str, int]:
    """Every hour."""
    return look_after_stays(now=timezone.now())
