"""Every write of commitments. Apps above call these inside actions of their own; the row itself has no page."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from trellis.apps.commitments import events, rules
from trellis.apps.commitments.models import Commitment, State
from trellis.core.access import only_by_trellis
from trellis.core.actions import Done, action
from trellis.core.references import Ref


@action("commitments.commitment.make", label=_("Agree"), allow=only_by_trellis, event=events.CommitmentMade)
def make_commitment(*, about: models.Model, promiser, promisee, due_at: datetime, now: datetime) -> Done:
    """Note that `promiser` will do what `about` tells by `due_at`. Called inside the action by which both agreed."""
    made = Commitment.objects.create(about=Ref.to(about), promiser=promiser, promisee=promisee, due_at=due_at, made_at=now)
    return Done(made, subject=made)


@action(
    "commitments.commitment.move",
    subject=Commitment,
    label=_("Agree on another time"),
    allow=rules.is_one_side,
    event=events.CommitmentMoved,
    moves=("state", (State.OPEN,), None),
)
def move_commitment(commitment: Commitment, *, due_at: datetime, now: datetime) -> None:
    """Another time by which it is due; there will be a reminder again."""
    commitment.due_at, commitment.reminded_at = due_at, None
    commitment.save(update_fields=["due_at", "reminded_at"])


@action(
    "commitments.commitment.settle",
    subject=Commitment,
    label=_("Say what became of it"),
    allow=rules.is_one_side,
    event=events.CommitmentSettled,
    moves=("state", (State.OPEN,), None),
)
def settle_commitment(commitment: Commitment, *, state: str, now: datetime) -> Done:
    """Kept, not kept, or released: either side may say so, the first word counts."""
    commitment.state, commitment.settled_at = State(state), now
    commitment.save(update_fields=["state", "settled_at"])
    return Done(None, {"state": str(commitment.state)})
