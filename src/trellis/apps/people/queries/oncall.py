"""Who watches over worries now, until when, and when nobody does. Every answer is for a moment that is passed in."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from trellis.apps.people.models import OnCallTurn
from trellis.core.people.models import Person

AHEAD_DAYS = 14


@dataclass(frozen=True, slots=True)
class Watch:
    """Whether somebody is watching; until when, or from when on (None when nobody has a turn)."""

    is_kept: bool
    until: datetime | None = None
    next_at: datetime | None = None


def guardians(*, without: Collection = ()) -> QuerySet[Person]:
    """Everybody who may read worries, except these."""
    found = Person.objects.filter(grants__role="guardian", grants__scope_id="", is_active=True).exclude(pk__in=without)
    return found.distinct().order_by("display_name", "id")


def turns(start: datetime, end: datetime, *, without: Collection = ()) -> list[OnCallTurn]:
    """Turns that touch this time, of people who are guardians still."""
    found = OnCallTurn.objects.filter(ends_at__gt=start, starts_at__lt=end, person__in=guardians(without=without))
    return list(found.select_related("person").order_by("starts_at", "ends_at", "id"))


def watchers_at(now: datetime, *, without: Collection = ()) -> list[Person]:
    """Who watches at this moment."""
    return list({turn.person_id: turn.person for turn in turns(now, now + timedelta(seconds=1), without=without)}.values())


def next_on_call(now: datetime, *, without: Collection = ()) -> Person | None:
    """Who watches now, or who will be the next to."""
    coming = turns(now, now + timedelta(days=AHEAD_DAYS), without=without)
    return coming[0].person if coming else None


def watch_at(now: datetime, *, without: Collection = ()) -> Watch:
    """Whether the watch is kept at this moment; turns that follow each other without a gap count as one."""
    coming = turns(now, now + timedelta(days=AHEAD_DAYS), without=without)
    if not coming:
        return Watch(is_kept=False)
    if coming[0].starts_at > now:
        return Watch(is_kept=False, next_at=coming[0].starts_at)
    until = coming[0].ends_at
    for turn in coming[1:]:
        if turn.starts_at > until:
            break
        until = max(until, turn.ends_at)
    return Watch(is_kept=True, until=until)


def gaps(now: datetime, *, days: int = AHEAD_DAYS) -> list[tuple[datetime, datetime]]:
    """The times of the next days in which nobody watches."""
    end, reached, found = now + timedelta(days=days), now, []
    for turn in turns(now, end):
        if turn.starts_at > reached:
            found.append((reached, turn.starts_at))
        reached = max(reached, turn.ends_at)
    return [*found, (reached, end)] if reached < end else found
