"""What follows from a change of the directory: a new edition of what is published, and parts of records that are fresh again."""

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

SAY_NOTHING_NEW = (
    "directory.change.proposed", "directory.change.rejected", "directory.change.withdrawn",
    "directory.service.time_told", "directory.role.given", "directory.role.taken",
    "directory.feed.asked", "directory.feed.checked", "directory.feed.held", "directory.feed.failed", "directory.feed.decided",
    "directory.suggestion.made", "directory.mistake.reported", "directory.merge.proposed", "directory.merge.not_the_same",
    "directory.claim.made", "directory.claim.tried", "directory.claim.objected", "directory.confirmation.asked",
    "directory.letters.stopped",
    "directory.feed.groups_read", "directory.group.hello",
)  # fmt: skip
"""Events after which the feeds are as they were. Any other event of the directory turns the edition: once too often is cheap."""


def turn_edition(event: Event, *, now: datetime) -> None:
    """Count one edition further, in the transaction of the change."""
    turned = Edition.objects.filter(pk=1).update(number=F("number") + 1, turned_at=now)
    if not turned:
        Edition.objects.get_or_create(pk=1, defaults={"number": 1, "turned_at": now})


reacts_to(*(each for each in all_events() if each.code.startswith("directory.") and each.code not in SAY_NOTHING_NEW))(turn_edition)


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
