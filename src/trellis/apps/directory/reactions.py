"""What follows from a change of what is published: a new edition."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F

from trellis.apps.directory import events  # noqa: F401  declares what is reacted to
from trellis.apps.directory.models import Edition
from trellis.core.actions import reacts_to
from trellis.core.log.events import Event, all_events

TURN = (
    "directory.change.approved", "directory.claim.decided", "directory.confirmation.answered", "directory.correction.",
    "directory.feed.decided", "directory.following.", "directory.merge.decided", "directory.mistake.settled",
    "directory.record.", "directory.round.", "directory.service.closed_for_now", "directory.service.reopened",
    "directory.source.", "directory.suggestion.decided",
)  # fmt: skip
"""Beginnings of the codes after which a feed may say something else."""

SAY_NOTHING_NEW = (
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
