"""A person's own turns and what they are asked, for their week and their calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from trellis.apps.gatherings.models import GuideState
from trellis.apps.gatherings.models.turns import TurnState
from trellis.apps.gatherings.queries.turns import asked_to_guide, my_turns
from trellis.core.agenda import Line

_SHOWN = (TurnState.TAKEN, TurnState.ASKED, TurnState.CALLED)


def coming_up(person, *, since: datetime, until: datetime) -> Iterator[Line]:
    """What was taken, and what is asked. As many queries for ten as for one."""
    for turn in my_turns(person, since, until=until).filter(state__in=_SHOWN, shift__dropped=False):
        shift, gathering = turn.shift, turn.shift.gathering
        asks = turn.state != TurnState.TAKEN
        if asks and gathering.is_called_off:
            continue
        place = gathering.location
        yield Line(
            at=shift.starts_at,
            until=shift.ends_at,
            title=_("%(role)s, %(title)s") % {"role": shift.role, "title": gathering.title},
            neutral_title=_("Turn"),
            url=reverse("turns-shift", args=[shift.pk]),
            uid=f"turn-{turn.pk}",
            where=place.name if place is not None and not place.confidential else "",
            asks=asks,
            called_off=gathering.is_called_off,
        )
    for guide in asked_to_guide(person, since).filter(state=GuideState.ASKED, turn__shift__starts_at__lt=until):
        yield Line(
            at=guide.turn.shift.starts_at,
            title=_("Will you show somebody the way?"),
            neutral_title=_("Turn"),
            url=reverse("turns-mine") + "#guiding",
            uid=f"guide-{guide.pk}",
            asks=True,
        )
