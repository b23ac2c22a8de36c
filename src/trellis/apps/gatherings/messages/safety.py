"""What is told about patrols: that one is late. Names stand on the page, never in a letter."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trellis.apps.gatherings.events import safety as events
from trellis.apps.gatherings.messages.warmline import organizers_of
from trellis.apps.gatherings.models import Gathering
from trellis.apps.people.queries.membership import members_of
from trellis.core.letters import letter, tells
from trellis.core.people.models import Person

LATE = _("Please look: not everybody has said that they are back")


@tells(events.PatrolMissed)
def coordinators_hear_of_a_late_patrol(fact, event) -> None:
    """Those who organize for the organization; in a circle, which all organize, its members."""
    gathering = Gathering.objects.select_related("series__circle").filter(pk=event.subject_id).first()
    if gathering is None:
        return
    path = reverse("safety-patrol", args=[gathering.pk])
    for person in _coordinators(gathering):
        context = {"ended_at": gathering.ends_at}
        letter(fact, to=person, subject=LATE, template="gatherings/safety/letters/late.txt", context=context, path=path)


def _coordinators(gathering: Gathering):
    if gathering.organization_id is not None:
        return organizers_of(gathering.organization_id)
    people = members_of(gathering.series.circle).values("person_id")
    return Person.objects.filter(pk__in=people, is_active=True)
