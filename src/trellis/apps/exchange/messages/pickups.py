"""What is told about pickups of surplus food. Subjects and letters name nobody."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.queries.groups import group_of
from trellis.apps.exchange.events import pickups as events
from trellis.apps.exchange.models import Pickup, PickupStop
from trellis.apps.exchange.models.pickups import PickupState, StopKind, StopState
from trellis.apps.people.queries.membership import is_member
from trellis.core.letters import letter, tells
from trellis.core.people.models import Person

ABOUT = _("About a pickup of food")
WORDS = {
    "yours": _(
        "You drive a pickup of food. Open the page for the stops in their order. If you can’t be there, one button there is enough."
    ),
    "tomorrow": _(
        "You drive a pickup of food within the next day. If you can’t be there, press the button on the page; no reason is asked."
    ),
    "open": _("A pickup of food needs somebody to drive. Open the page if you can."),
    "called_off": _("A pickup of food does not take place this time."),
    "left_out": _("A stop was left out of the pickup that you drive. The page shows the new order and the new shares."),
    "put_in": _("A stop was put in again in the pickup that you drive. The page shows the new order and the new shares."),
    "arrived": _("Food was handed over to you. Please confirm how much arrived."),
    "withdrawn": _("A stop was left out of a pickup. Open the page to see whether all of the food still finds a place."),
}


def editors_of(organization_id) -> QuerySet[Person]:
    return Person.objects.filter(grants__role="editor", grants__scope_id=str(organization_id), is_active=True).distinct()


def _pickup(event) -> Pickup:
    return Pickup.objects.select_related("round", "round__hub", "driver").get(pk=event.subject_id)


def _row(event) -> PickupStop:
    found = PickupStop.objects.select_related("pickup", "pickup__driver", "pickup__round", "pickup__round__hub", "stop")
    return found.get(pk=event.subject_id)


def _tell(fact, to, words: str, path: str) -> None:
    letter(fact, to=to, subject=ABOUT, template="exchange/letters/plain.txt", context={"words": WORDS[words]}, path=path)


def _page(pickup: Pickup) -> str:
    return reverse("pickups-pickup", args=[pickup.pk])


def _somebody_is_needed(fact, pickup: Pickup, *, but=None) -> None:
    """Whoever coordinates, and the stand-bys who still belong to the hub."""
    told = set()
    hub = pickup.round.hub
    stand_bys = [each.person for each in pickup.round.stand_bys.select_related("person")]
    for person in [*editors_of(hub.pk), *(each for each in stand_bys if is_member(each, group_of(hub)))]:
        if person.pk not in told and person.pk != but:
            told.add(person.pk)
            _tell(fact, person, "open", _page(pickup))


@tells(events.PickupTaken)
def whoever_drives_hears_where(fact, event) -> None:
    pickup = _pickup(event)
    if pickup.driver is not None:
        _tell(fact, pickup.driver, "yours", _page(pickup))


@tells(events.PickupOpened)
def others_hear_that_it_is_open(fact, event) -> None:
    from trellis.core.actions import current_person

    _somebody_is_needed(fact, _pickup(event), but=getattr(current_person(), "pk", None))


@tells(events.PickupReminded)
def of_a_pickup_that_comes(fact, event) -> None:
    pickup = _pickup(event)
    if pickup.driver is not None:
        _tell(fact, pickup.driver, "tomorrow", _page(pickup))
    else:
        _somebody_is_needed(fact, pickup)


@tells(events.PickupCalledOff)
def of_what_is_called_off(fact, event) -> None:
    pickup = _pickup(event)
    if pickup.state != PickupState.CALLED_OFF:
        return
    told = set()
    for row in pickup.stops.exclude(state=StopState.WITHDRAWN).exclude(stop__organization=None).select_related("stop"):
        for person in editors_of(row.stop.organization_id):
            if person.pk not in told:
                told.add(person.pk)
                _tell(fact, person, "called_off", reverse("pickups-mine"))


@tells(events.StopWithdrawn, events.StopRejoined)
def whoever_drives_hears_of_a_change(fact, event) -> None:
    pickup = _row(event).pickup
    gone = isinstance(event, events.StopWithdrawn)
    if pickup.driver is not None:
        _tell(fact, pickup.driver, "left_out" if gone else "put_in", _page(pickup))
    if gone:
        for person in editors_of(pickup.round.hub_id):
            if person.pk != pickup.driver_id:
                _tell(fact, person, "withdrawn", _page(pickup))


@tells(events.StopWeighed)
def takers_are_asked_to_confirm(fact, event) -> None:
    row = _row(event)
    if row.stop.kind == StopKind.TAKER and row.grams and row.stop.organization_id and row.received_at is None:
        for person in editors_of(row.stop.organization_id):
            _tell(fact, person, "arrived", reverse("pickups-receive", args=[row.pk]))
