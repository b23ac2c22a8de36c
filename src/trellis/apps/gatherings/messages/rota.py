"""Members hear that they are asked when they can. Of their turns they hear as of any turn. The subject names no group."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trellis.apps.gatherings.events import rota as events
from trellis.apps.gatherings.models.rota import RotaPlan
from trellis.apps.people.queries.membership import members_of
from trellis.core.letters import letter, tells


@tells(events.RotaAsked)
def members_hear_that_they_are_asked(fact, event) -> None:
    rota = RotaPlan.objects.select_related("series__organization", "series__circle").filter(pk=event.subject_id).first()
    if rota is None:
        return
    for membership in members_of(rota.series.group).select_related("person"):
        letter(
            fact, to=membership.person, subject=_("When can you?"), template="gatherings/rota/letters/asked.txt",
            context={"by": rota.answer_by_on}, path=reverse("rota-answer", args=[rota.pk]),
        )  # fmt: skip
