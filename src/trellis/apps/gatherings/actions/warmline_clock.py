"""What is due on lines and patrols by the clock."""

from __future__ import annotations

from django.utils import timezone

from trellis.apps.gatherings.actions import safety, warmline
from trellis.core.jobs import every, job


@every("minute")
@job()
def watch_lines_and_patrols() -> None:
    """Tell who must be told that nobody follows, or that somebody is not back."""
    now = timezone.now()
    warmline.watch_the_lines(now)
    safety.watch_the_patrols(now)


@every("day at 02:40")
@job()
def count_contacts_and_entries() -> None:
    """Count what is a day old, before it is deleted one day."""
    now = timezone.now()
    warmline.count_all(now)
    safety.count_all(now)
