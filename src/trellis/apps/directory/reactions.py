"""What follows from a change of what is published: a new edition, and parts of records that are fresh again."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F

from trellis.apps.directory import events
from trellis.apps.directory.actions.reminding import close_round
from trellis.apps.directory.models import AskingRound, ClassAssured, Edition, Revision
from trellis.apps.directory.queries.freshness import classes_of_fields
from trellis.core.actions import reacts_to
from trellis.core.log.events import Event, all_events
from trellis.core.ui.words import here

TURN = (
    "directory.change.approved", "directory.claim.decided", "directory.confirmation.answered", "directory.correction.",
    "directory.feed.decided", "directory.following.", "directory.merge.decided", "directory.mistake.settled",
    "directory.record.", "directory.round.", "directory.service.closed_for_now", "directory.service.reopened",
    "directory.source.", "directory.suggestion.decided",
)  # fmt: skip
"""Beginnings of the codes after which a feed may say something else."""

SAY_NOTHING_NEW = (
    "directory.booking.",
    "directory.change.proposed", "directory.change.rejected", "directory.change.withdrawn", "directory.circle.",
    "directory.claim.made", "directory.claim.objected", "directory.claim.tried", "directory.confirmation.asked",
    "directory.feed.asked", "directory.feed.checked", "directory.feed.failed", "directory.feed.groups_read",
    "directory.feed.held", "directory.group.", "directory.interest.", "directory.joining.", "directory.leadership.",
    "directory.letters.", "directory.membership.", "directory.merge.not_the_same", "directory.merge.proposed",
    "directory.mistake.reported", "directory.role.", "directory.service.time_told", "directory.suggestion.made",
)  # fmt: skip
"""After which every feed is as it was. What people do in confidence is among them: a new edition would tell when they did it."""


def turn_edition(event: Event, *, now: datetime) -> None:
    """Count one edition further, in the transaction of the change."""
    turned = Edition.objects.filter(pk=1).update(number=F("number") + 1, turned_at=now)
    if not turned:
        Edition.objects.get_or_create(pk=1, defaults={"number": 1, "turned_at": now})


reacts_to(*(each for each in all_events() if each.code.startswith(TURN)))(turn_edition)


@reacts_to(events.RecordChanged, events.ChangeApproved)
def parts_that_changed_are_fresh(event: Event, *, now: datetime) -> None:
    """A part that somebody just wrote anew was right on that day, and a round of asking about it is over."""
    revision = Revision.objects.filter(pk=getattr(event, "revision", "") or event.subject_id).first()
    if revision is None or revision.is_new:
        return
    for part in classes_of_fields(revision.kind, revision.changed):
        ClassAssured.objects.update_or_create(
            kind=revision.kind, record_id=revision.record_id, field_class=part, defaults={"assured_on": here(now).date()}
        )
        close_round(revision.record_id, AskingRound.End.CHANGED, part=part, now=now)


@reacts_to(events.RecordConfirmed)
def a_confirmed_record_is_asked_about_no_more(event: Event, *, now: datetime) -> None:
    """The round is over, whoever confirmed."""
    close_round(event.subject_id, AskingRound.End.CONFIRMED, now=now)
