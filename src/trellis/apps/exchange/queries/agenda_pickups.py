"""What is coming up for one person about surplus food: what they drive, and what comes to the organization they speak for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from trellis.apps.exchange.models import Pickup
from trellis.apps.exchange.models.pickups import PickupState, StopKind, StopState
from trellis.apps.exchange.queries.pickups import arriving_at
from trellis.core.agenda import Line


def coming_up(person, *, since: datetime, until: datetime) -> Iterable[Line]:
    """Two queries."""
    mine = Pickup.objects.filter(driver=person, state=PickupState.PLANNED, ends_at__gt=since, starts_at__lt=until)
    for pickup in mine.select_related("round"):
        yield Line(
            at=pickup.starts_at,
            until=pickup.ends_at,
            title=_("You drive: %(round)s") % {"round": pickup.round.name},
            neutral_title=_("Driving"),
            url=reverse("pickups-pickup", args=[pickup.pk]),
            uid=f"exchange.pickup/{pickup.pk}",
        )
    for row in arriving_at(person, since=since).filter(pickup__starts_at__lt=until, stop__kind=StopKind.TAKER):
        if row.state == StopState.EXPECTED:
            yield Line(
                at=row.pickup.starts_at,
                until=row.pickup.ends_at,
                title=_("Food arrives at %(stop)s") % {"stop": row.stop.name},
                neutral_title=_("A delivery"),
                url=reverse("pickups-receive", args=[row.pk]),
                uid=f"exchange.pickupstop/{row.pk}",
            )
