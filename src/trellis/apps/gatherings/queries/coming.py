"""Who comes: for what is told to nobody else, such as the link to take part online."""

from __future__ import annotations

from trellis.apps.gatherings.models import Gathering
from trellis.apps.gatherings.models.places import Place
from trellis.apps.gatherings.models.places_waiting import AskState


def comes_to(person, gathering: Gathering) -> bool:
    """Whether the person has a place there."""
    if person is None:
        return False
    return Place.objects.filter(gathering=gathering, person=person, state=AskState.TAKEN).exists()
