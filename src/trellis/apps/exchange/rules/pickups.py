"""Who may run rounds of surplus food, drive them, weigh and confirm."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.models import Organization
from trellis.apps.exchange.models import Pickup, PickupRound, PickupStandBy, PickupStop, RoundStop
from trellis.apps.exchange.models.pickups import coordinates, knows_hub
from trellis.core.access import Verdict, no, yes

_SIGN_IN = _("Please sign in first.")
_COORDINATORS = _("Only those who coordinate for the hub may do this.")
CORRECTED_WITHIN = timedelta(days=2)


def may_coordinate_hub(person, hub: Organization) -> Verdict:
    """Editors of the hub."""
    if person is None:
        return no(_SIGN_IN)
    return yes() if coordinates(person, hub) else no(_COORDINATORS)


def may_coordinate(person, round: PickupRound) -> Verdict:
    """Editors of the hub whose round it is."""
    return may_coordinate_hub(person, round.hub)


def may_coordinate_stop(person, stop: RoundStop) -> Verdict:
    """Editors of the hub whose stop it is."""
    return may_coordinate_hub(person, stop.round.hub)


def may_coordinate_pickup(person, pickup: Pickup) -> Verdict:
    """Editors of the hub whose pickup it is."""
    return may_coordinate_hub(person, pickup.round.hub)


def may_drive(person, pickup: Pickup) -> Verdict:
    """Members of the hub and whoever coordinates it."""
    return may_stand_by(person, pickup.round)


def may_stand_by(person, round: PickupRound) -> Verdict:
    """Members of the hub and whoever coordinates it."""
    if person is None:
        return no(_SIGN_IN)
    return yes() if knows_hub(person, round.hub) else no(_("Only members of the hub may do this."))


def stands_by(person, stand_by: PickupStandBy) -> Verdict:
    """Whoever stands by."""
    if person is None:
        return no(_SIGN_IN)
    return yes() if stand_by.person_id == person.pk else no(_("Only whoever stands by may do this."))


def drives(person, pickup: Pickup) -> Verdict:
    """Whoever drives it."""
    if person is None:
        return no(_SIGN_IN)
    return yes() if pickup.driver_id == person.pk else no(_("Only whoever drives may do this."))


def may_weigh(person, stop: PickupStop) -> Verdict:
    """Whoever drives it, and whoever coordinates."""
    if drives(person, stop.pickup):
        return yes()
    return may_coordinate_pickup(person, stop.pickup)


def may_withdraw(person, stop: PickupStop) -> Verdict:
    """Whoever is at the stop, and whoever coordinates."""
    return yes() if person is not None and stop.is_taken_by(person) else may_coordinate_pickup(person, stop.pickup)


def may_confirm(person, stop: PickupStop) -> Verdict:
    """Whoever is at the stop: the editors of its organization."""
    if person is None:
        return no(_SIGN_IN)
    return yes() if stop.is_taken_by(person) else no(_("Only those at the stop may confirm what arrived."))
