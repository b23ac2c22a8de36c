"""Driving a pickup: take it, give it back, weigh at each stop, leave a stop out, confirm what arrived."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.apps.commitments.actions import make_commitment, settle_commitment
from trellis.apps.commitments.models import Commitment, State
from trellis.apps.exchange.events import pickups as events
from trellis.apps.exchange.models import Pickup, PickupStop
from trellis.apps.exchange.models.pickups import MOST_GRAMS, PickupState, StopKind, StopState, ZeroReason
from trellis.apps.exchange.queries.pickups import all_is_fetched, sharing_of, stops_of
from trellis.apps.exchange.rules import pickups as rules
from trellis.core.access import only_by_trellis
from trellis.core.actions import Done, WrongState, action, as_program, current_person
from trellis.core.jobs import every, job
from trellis.core.people.models import Person

REMINDED_AHEAD = timedelta(hours=26)
LEFT_OPEN = timedelta(days=2)


@action("exchange.pickup.take", subject=Pickup, label=_("I drive it"), allow=rules.may_drive, event=events.PickupTaken,
        moves=("state", (PickupState.PLANNED,), None))  # fmt: skip
def take_pickup(pickup: Pickup, *, now: datetime) -> None:
    """Drive it. The place for a driver holds one: who comes second hears so, and nobody drives two at the same time."""
    driver = Person.objects.select_for_update().get(pk=current_person().pk)
    if pickup.driver_id == driver.pk:
        return
    if pickup.driver_id is not None:
        raise WrongState(_("Somebody else took it a moment ago. Thank you all the same."))
    if pickup.ends_at <= now:
        raise WrongState(_("It is over."))
    same_time = driver.pickups.filter(state=PickupState.PLANNED, starts_at__lt=pickup.ends_at, ends_at__gt=pickup.starts_at)
    if same_time.exists():
        raise WrongState(_("You drive another pickup at the same time."))
    pickup.driver, pickup.reminded_at = driver, None
    pickup.save(update_fields=["driver", "reminded_at"])
    make_commitment(about=pickup, promiser=driver, promisee=None, due_at=pickup.ends_at, now=now)


@action("exchange.pickup.give_back", subject=Pickup, label=_("I can’t be there"), allow=rules.drives, event=events.PickupOpened,
        moves=("state", (PickupState.PLANNED,), None))  # fmt: skip
def give_back_pickup(pickup: Pickup, *, now: datetime) -> None:
    """No reason is asked. It is open again at once; whoever coordinates and the stand-bys hear of it. Who it was is not kept."""
    release(pickup, now=now)


def release(pickup: Pickup, *, now: datetime) -> None:
    """Nobody drives it now, and nothing is owed."""
    pickup.driver = None
    pickup.save(update_fields=["driver"])
    _settle(pickup, State.RELEASED, now)


def _settle(pickup: Pickup, state: State, now: datetime) -> None:
    for each in Commitment.objects.about(pickup).open():
        settle_commitment(each, state=state, now=now)


@action("exchange.pickup_stop.weigh", subject=PickupStop, label=_("Save the weight"), allow=rules.may_weigh, event=events.StopWeighed,
        moves=("state", (StopState.EXPECTED, StopState.LOGGED), None))  # fmt: skip
def weigh_stop(row: PickupStop, *, grams: int, zero_reason: str = "", food_note: str = "", now: datetime) -> Done:
    """What was fetched or handed over, in grams; nothing at all needs a reason. It can be put right for two days."""
    pickup = _locked(row)
    if pickup.state == PickupState.CALLED_OFF:
        raise WrongState(_("This pickup was called off."))
    if pickup.closed_at is not None and pickup.closed_at < now - rules.CORRECTED_WITHIN:
        raise WrongState(_("It is too late to put this right here. Write to whoever coordinates."))
    if not 0 <= grams <= MOST_GRAMS or (grams == 0 and zero_reason not in ZeroReason.values):
        raise WrongState(_("Say how much it was, or why there was nothing."))
    row.state, row.grams, row.logged_at = StopState.LOGGED, grams, now
    row.zero_reason, row.food_note = ("" if grams else zero_reason), food_note
    row.save()
    _share_again(pickup, now)
    return Done(None, {"what": row.stop.kind})


@action("exchange.pickup_stop.withdraw", subject=PickupStop, label=_("Leave it out this time"), allow=rules.may_withdraw,
        event=events.StopWithdrawn, moves=("state", (StopState.EXPECTED,), StopState.WITHDRAWN))  # fmt: skip
def withdraw_stop(row: PickupStop, *, now: datetime) -> Done:
    """Not this time, even when the van is on its way: the others get its share, and whoever drives hears at once."""
    pickup = _locked(row)
    if pickup.state != PickupState.PLANNED:
        raise WrongState(_("This pickup is over."))
    row.state, row.share_grams = StopState.WITHDRAWN, None
    row.save(update_fields=["state", "share_grams"])
    _share_again(pickup, now)
    return Done(None, {"what": row.stop.kind})


@action("exchange.pickup_stop.rejoin", subject=PickupStop, label=_("Put it in again"), allow=rules.may_withdraw,
        event=events.StopRejoined, moves=("state", (StopState.WITHDRAWN,), StopState.EXPECTED))  # fmt: skip
def rejoin_stop(row: PickupStop, *, now: datetime) -> None:
    """It is part of it again after all."""
    pickup = _locked(row)
    if pickup.state != PickupState.PLANNED:
        raise WrongState(_("This pickup is over."))
    row.state = StopState.EXPECTED
    row.save(update_fields=["state"])
    _share_again(pickup, now)


@action("exchange.pickup_stop.confirm", subject=PickupStop, label=_("Confirm"), allow=rules.may_confirm, event=events.ReceiptConfirmed,
        moves=("state", (StopState.LOGGED,), None))  # fmt: skip
def confirm_receipt(row: PickupStop, *, grams: int, now: datetime) -> None:
    """What arrived, by those who received it. Both weights are kept; nobody is blamed for a difference."""
    if row.stop.kind != StopKind.TAKER:
        raise WrongState(_("Only those who take food confirm it."))
    row.received_grams, row.received_at = grams, now
    row.save(update_fields=["received_grams", "received_at"])


def _locked(row: PickupStop) -> Pickup:
    """The pickup, so that two who weigh or withdraw come one after the other; and the row as it is now."""
    pickup = Pickup.objects.select_for_update().select_related("round").get(pk=row.pickup_id)
    row.refresh_from_db()
    return pickup


def _share_again(pickup: Pickup, now: datetime) -> None:
    """Once every donor was seen, each taker still to come has its share. When no stop is left, it is done."""
    rows = stops_of(pickup)
    given = sharing_of(pickup, rows) if all_is_fetched(rows) else {}
    for each in rows:
        if each.stop.kind == StopKind.TAKER and each.state == StopState.EXPECTED and each.share_grams != given.get(each.pk):
            each.share_grams = given.get(each.pk)
            each.save(update_fields=["share_grams"])
    if pickup.state == PickupState.PLANNED and all(each.state != StopState.EXPECTED for each in rows):
        pickup.state, pickup.closed_at = PickupState.DONE, now
        pickup.save(update_fields=["state", "closed_at"])
        _settle(pickup, State.KEPT, now)


@action("exchange.pickup.remind", subject=Pickup, label=_("Remind"), allow=only_by_trellis, event=events.PickupReminded,
        moves=("state", (PickupState.PLANNED,), None))  # fmt: skip
def remind_of_pickup(pickup: Pickup, *, now: datetime) -> Done:
    """It comes within a day: whoever drives is reminded; when nobody drives, whoever coordinates and the stand-bys hear."""
    pickup.reminded_at = now
    pickup.save(update_fields=["reminded_at"])
    return Done(None, {"driven": pickup.driver_id is not None})


@action("exchange.pickup.lapse", subject=Pickup, label=_("End it"), allow=only_by_trellis, event=events.PickupCalledOff,
        moves=("state", (PickupState.PLANNED,), None))  # fmt: skip
def lapse_pickup(pickup: Pickup, *, now: datetime) -> None:
    """It is two days over and nobody weighed anything more: what was weighed stays, the rest was not driven."""
    weighed = pickup.stops.filter(state=StopState.LOGGED).exists()
    if not weighed and pickup.driver_id is None:
        donors = pickup.stops.filter(state=StopState.EXPECTED, stop__kind=StopKind.DONOR)
        donors.update(state=StopState.LOGGED, grams=0, zero_reason=ZeroReason.NO_DRIVER, logged_at=now)
    pickup.state, pickup.closed_at = (PickupState.DONE if weighed else PickupState.CALLED_OFF), now
    pickup.save(update_fields=["state", "closed_at"])
    _settle(pickup, State.KEPT if weighed else State.RELEASED, now)


@every("hour")
@job()
def look_after_pickups() -> None:
    """Remind of what comes, end what nobody ended."""
    look_after(timezone.now())


def look_after(now: datetime) -> int:
    """Do what is due at this moment; how many pickups it was."""
    with as_program("clock"):
        coming = Pickup.objects.filter(state=PickupState.PLANNED, reminded_at=None, starts_at__gt=now, starts_at__lte=now + REMINDED_AHEAD)
        over = Pickup.objects.filter(state=PickupState.PLANNED, ends_at__lte=now - LEFT_OPEN)
        n_done = 0
        for pickup in coming:
            remind_of_pickup(pickup, now=now)
            n_done += 1
        for pickup in over:
            lapse_pickup(pickup, now=now)
            n_done += 1
    return n_done
