"""What follows from any change of the directory: a new edition of what is published."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F

from trellis.apps.directory import events  # noqa: F401  declares what is reacted to
from trellis.apps.directory.models import Edition
from trellis.core.actions import reacts_to
from trellis.core.log.events import Event, all_events

SAY_NOTHING_NEW = (
    "directory.change.proposed", "directory.change.rejected", "directory.change.withdrawn",
    "directory.service.time_told", "directory.role.given", "directory.role.taken",
    "directory.feed.asked", "directory.feed.checked", "directory.feed.held", "directory.feed.failed", "directory.feed.decided",
    "directory.feed.groups_read", "directory.group.findable", "directory.group.hello",
)  # fmt: skip
"""Events after which the feeds are as they were. Any other event of the directory turns the edition: once too often is cheap."""


def turn_edition(event: Event, *, now: datetime) -> None:
    """Count one edition further, in the transaction of the change."""
    turned = Edition.objects.filter(pk=1).update(number=F("number") + 1, turned_at=now)
    if not turned:
        Edition.objects.get_or_create(pk=1, defaults={"number": 1, "turned_at": now})


reacts_to(*(each for each in all_events() if each.code.startswith("directory.") and each.code not in SAY_NOTHING_NEW))(turn_edition)
