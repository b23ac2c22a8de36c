"""Following by the clock and on request."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from trellis.apps.directory.models import Following, FollowState
from trellis.apps.directory.queries.following import followings_due
from trellis.core.jobs import every, job
from trellis.interfaces.feeds.following import checking

EARLY = timedelta(minutes=10)
"""What was checked some seconds after an hour is due again at the next, and not at the one after."""


@job(limit_seconds=1800, attempts=3)
def check_list(following_id: str) -> str:
    """Ask one list. A second run finds what the first one took, and finishes it."""
    following = Following.objects.select_related("source").filter(pk=following_id).first()
    if following is None or following.state == FollowState.STOPPED:
        return "stopped"
    return checking.check(following, now=timezone.now())


@job(limit_seconds=1800, attempts=3)
def withdraw_list(following_id: str) -> int:
    """Take what came from a list that is no longer followed out of search."""
    following = Following.objects.select_related("source").filter(pk=following_id, state=FollowState.STOPPED, withdraw=True).first()
    return checking.withdraw_all(following, now=timezone.now()) if following else 0


@every("hour")
@job()
def check_due_lists() -> int:
    """Queue every list whose time has come."""
    due = list(followings_due(timezone.now() + EARLY).values_list("pk", flat=True))
    for pk in due:
        check_list.enqueue_once(f"following:{pk}", str(pk))
    return len(due)
