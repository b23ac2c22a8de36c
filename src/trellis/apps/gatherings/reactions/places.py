"""Places and plots go along with what happens elsewhere: a gathering that moves, a person who is erased."""

from __future__ import annotations

from datetime import datetime

from trellis.apps.gatherings.actions.places import move_with
from trellis.apps.gatherings.events import calendar
from trellis.apps.gatherings.models import AskState, Gathering, Tenancy
from trellis.core.actions import reacts_to
from trellis.core.forgetting import Identity, also_forgets


@reacts_to(calendar.GatheringMoved)
def places_move_with_it(event, *, now: datetime) -> None:
    """Those who have a place keep it, and are reminded for the new time."""
    gathering = Gathering.objects.filter(pk=event.subject_id).first()
    if gathering is not None:
        move_with(gathering)


@also_forgets
def a_plot_of_two_stays_with_the_other(them: Identity, now: datetime) -> int:
    """Whoever looks after a plot together with somebody who is erased does not lose it."""
    if them.person_id is None:
        return 0
    n = 0
    for each in Tenancy.objects.filter(person=them.person_id, second__isnull=False, state=AskState.TAKEN):
        Tenancy.objects.filter(garden=each.garden_id, person=each.second_id, state=AskState.WAITING).delete()
        n += Tenancy.objects.filter(pk=each.pk).update(person=each.second_id, second=None)
    return n
