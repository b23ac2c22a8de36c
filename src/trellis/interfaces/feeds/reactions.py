"""What the feeds do when a keeper wants a list looked at, or follows it no longer."""

from __future__ import annotations

from datetime import datetime

from trellis.apps.directory import events
from trellis.core.actions import reacts_to
from trellis.interfaces.feeds.following.jobs import check_list, withdraw_list


@reacts_to(events.FeedAsked, events.HeldFeedDecided)
def look_at_the_list(event: events.FeedAsked | events.HeldFeedDecided, *, now: datetime) -> None:
    """Soon, in the worker."""
    if getattr(event, "take", True):
        check_list.enqueue_once(f"following:{event.subject_id}", event.subject_id)


@reacts_to(events.FollowingStopped)
def withdraw_what_it_listed(event: events.FollowingStopped, *, now: datetime) -> None:
    """Soon, in the worker, if the keeper wished it."""
    if event.withdraw:
        withdraw_list.enqueue_once(f"withdraw:{event.subject_id}", event.subject_id)
