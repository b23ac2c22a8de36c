"""What follows for matches when somebody is blocked, or erased."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F

from trellis.apps.commitments.models import Commitment
from trellis.apps.commitments.models import State as Settled
from trellis.apps.exchange.actions.tending import end_between_blocked
from trellis.apps.exchange.models import Handover, Match, MatchState, Need, NeedState, Offer
from trellis.apps.exchange.models.asking import email_index
from trellis.apps.people.events import PersonBlocked
from trellis.core.actions import current_person, reacts_to
from trellis.core.forgetting import Identity, also_forgets


@reacts_to(PersonBlocked)
def what_they_arranged_ends(event: PersonBlocked, now: datetime) -> None:
    """The pages of the two are shut at once, since a block hides them; the job calls off what was to come."""
    person = current_person()
    if person is not None:
        end_between_blocked.enqueue(str(person.pk))


@also_forgets
def matches_of_the_erased(them: Identity, now: datetime) -> int:
    """Their own rows go by themselves. What stays of others is put right: a need is open again, an offer is free again,
    a promise about a meeting that is gone is released. And what was asked with an address and no account goes with the address."""
    without_account = Need.objects.filter(person=None, email_index__in=[email_index(each) for each in them.addresses])
    n = without_account.delete()[0]
    if them.person_id is None:
        return n
    helped = Match.objects.filter(state=MatchState.CHOSEN, offer__person=them.person_id)
    waiting = Need.objects.filter(pk__in=helped.values("need_id"), state=NeedState.ARRANGED).exclude(person=them.person_id)
    n += waiting.update(state=NeedState.OPEN, next_wave_at=now)
    served = Match.objects.filter(state=MatchState.CHOSEN, need__person=them.person_id).values("offer_id")
    n += Offer.objects.filter(pk__in=served, n_taken__gt=0).exclude(person=them.person_id).update(n_taken=F("n_taken") - 1)
    for handovers in (
        Handover.objects.filter(match__offer__person=them.person_id), Handover.objects.filter(match__need__person=them.person_id),
    ):  # fmt: skip
        for handover in handovers:
            n += Commitment.objects.about(handover).open().update(state=Settled.RELEASED, settled_at=now)
    return n
