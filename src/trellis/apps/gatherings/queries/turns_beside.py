"""Ways to turns from other pages: a group's page for its members, and the page of a gathering."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from trellis.apps.gatherings.models import Gathering
from trellis.apps.gatherings.models.turns import Shift, Turn, TurnState
from trellis.apps.gatherings.queries.turns import OPEN_AHEAD
from trellis.core.beside import Way


def beside_group(group, person, *, now: datetime) -> Iterator[Way]:
    """For its members: that there are turns. One query."""
    of = Q(gathering__series__organization=group.pk) | Q(gathering__series__circle=group.pk)
    if person is not None and Shift.objects.filter(of, dropped=False, starts_at__gt=now, starts_at__lt=now + OPEN_AHEAD).exists():
        yield Way(label=_("Turns to take"), url=reverse("turns-open"))


def beside_gathering(gathering: Gathering, person, *, now: datetime) -> Iterator[Way]:
    """For those of the group; for whoever organizes the way to say what is needed."""
    from trellis.apps.gatherings.rules import may_organize_gathering

    if person is None:
        return
    if may_organize_gathering(person, gathering):
        yield Way(label=_("Who does what: shifts and turns"), url=reverse("turns-gathering", args=[gathering.pk]))
        yield Way(label=_("What each time needs"), url=reverse("turns-each-time", args=[gathering.series_id]))
    mine = Turn.objects.filter(person=person, shift__gathering=gathering, state=TurnState.TAKEN, shift__dropped=False).first()
    if mine is not None:
        yield Way(label=_("Your turn"), url=reverse("turns-shift", args=[mine.shift_id]))
        yield Way(label=_("Handover notes"), url=reverse("turns-notes", args=[gathering.pk]))
