"""Whether a booking keeps the terms of a space, with a reason when not; and what each of several dates would get."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.apps.directory.models import Space
from trellis.apps.directory.models.bookings import QUARTER, Booking, SpaceTerms
from trellis.apps.directory.queries import bookings as free
from trellis.apps.people.models.membership import group_index
from trellis.core.references import Ref

RELEASED = timedelta(hours=48)
"""So long before, prime hours that nobody took are anybody's: an empty hall serves nobody."""
UTC = free.UTC


@dataclass(frozen=True)
class Dated:
    """One date that is wanted: whether somebody else has it, or why it is not possible; both empty when it can be had."""

    starts_at: datetime
    ends_at: datetime
    taken: bool = False
    why: str = ""

    @property
    def can_be_had(self) -> bool:
        return not self.taken and not self.why


def plan(
    space: Space,
    terms: SpaceTerms,
    times: Iterable[tuple[datetime, datetime]],
    *,
    group: Ref | None,
    person,
    now: datetime,
    but: Booking | None = None,
) -> list[Dated]:
    """What each of these times would get, counting the earlier ones as booked. Five queries, however many times."""
    wanted = sorted(times)
    schedules = free.schedules_for(space)
    zone = free.zone_at(schedules)
    since, until = wanted[0][0] - timedelta(hours=5), wanted[-1][1] + timedelta(hours=5)
    stretches = free.open_stretches(schedules, since=since, until=until)
    held = free.held_quarters(space, since=since, until=until, but=but)
    share = Share(space, terms, zone=zone, group=group, person=person, but=but)
    found = []
    for starts_at, ends_at in wanted:
        why = _why_not(terms, stretches, starts_at, ends_at, now=now)
        why = why or share.why_not(starts_at, ends_at, now=now)
        needed = set(free.quarters_needed(terms, starts_at, ends_at))
        taken = not held.isdisjoint(needed)
        if not taken and not why:
            held |= needed
            share.count(starts_at, ends_at)
        found.append(Dated(starts_at, ends_at, taken, why))
    return found


def _why_not(terms: SpaceTerms, stretches: Any, starts_at: datetime, ends_at: datetime, *, now: datetime) -> str:
    """Why the terms of the space do not let it be booked then; "" when they do."""
    if ends_at <= starts_at:
        return _("The end must be after the beginning.")
    if any((moment - datetime(1970, 1, 1, tzinfo=UTC)) % QUARTER for moment in (starts_at, ends_at)):
        return _("Choose full hours, or quarters of an hour.")
    if starts_at <= now:
        return _("This time is over. Choose a time that is still to come.")
    if starts_at > now + timedelta(days=terms.days_ahead):
        return ngettext(
            "This space can be booked %(n)d day ahead at most.", "This space can be booked %(n)d days ahead at most.", terms.days_ahead
        ) % {"n": terms.days_ahead}
    if ends_at - starts_at > timedelta(minutes=terms.longest_minutes):
        return _("This space can be booked for %(hours)s hours at a time at most.") % {"hours": _hours(terms.longest_minutes)}
    if not free.is_open_throughout(stretches, starts_at, ends_at):
        return _("The space is not open for all of that time.")
    return ""


class Share:
    """How many prime hours of a month a group has in a space. Whoever books privately counts for themselves."""

    def __init__(self, space: Space, terms: SpaceTerms, *, zone: ZoneInfo, group: Ref | None, person, but: Booking | None = None):
        self.terms, self.zone = terms, zone
        self.is_group = group is not None
        self.minutes: dict[tuple[int, int], int] = defaultdict(int)
        if terms.prime_hours is None:
            return
        who = Q(group_index=group_index(group)) if group is not None else Q(group_index="", person=person)
        rows = Booking.objects.filter(who, space=space).holding()
        for booking in rows.exclude(pk=but.pk) if but is not None else rows:
            self.count(booking.starts_at, booking.ends_at)

    def count(self, starts_at: datetime, ends_at: datetime) -> None:
        for month, minutes in self._prime(starts_at, ends_at).items():
            self.minutes[month] += minutes

    def why_not(self, starts_at: datetime, ends_at: datetime, *, now: datetime) -> str:
        """The rule and how it stands, when this booking would go beyond it; "" otherwise."""
        terms = self.terms
        if terms.prime_hours is None or starts_at - now <= RELEASED:
            return ""
        for month, minutes in self._prime(starts_at, ends_at).items():
            if minutes and self.minutes[month] + minutes > terms.prime_hours * 60:
                words = {
                    "most": terms.prime_hours,
                    "had": _hours(self.minutes[month]),
                    "from": f"{terms.prime_from:%H:%M}",
                    "to": f"{terms.prime_to:%H:%M}",
                }
                if self.is_group:
                    return _(
                        "Between %(from)s and %(to)s each group can have %(most)s hours a month here, so that all get a turn. Your "
                        "group has %(had)s already. Another time of day or another month is possible; what is still free two days "
                        "before, anybody can have."
                    ) % words  # fmt: skip
                return _(
                    "Between %(from)s and %(to)s everybody can have %(most)s hours a month here, so that all get a turn. You have "
                    "%(had)s already. Another time of day or another month is possible; what is still free two days before, anybody "
                    "can have."
                ) % words  # fmt: skip
        return ""

    def _prime(self, starts_at: datetime, ends_at: datetime) -> dict[tuple[int, int], int]:
        """Minutes between the prime hours, by month, on the clocks of the space."""
        found: dict[tuple[int, int], int] = defaultdict(int)
        if self.terms.prime_hours is None:
            return found
        day = starts_at.astimezone(self.zone).date()
        while True:
            begin, end = (_at(day, hour, self.zone) for hour in (self.terms.prime_from, self.terms.prime_to))
            if begin >= ends_at:
                return found
            overlap = min(end, ends_at) - max(begin, starts_at)
            if overlap > timedelta():
                found[day.year, day.month] += int(overlap.total_seconds()) // 60
            day += timedelta(days=1)


def _at(day, hour: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, hour, tzinfo=zone).astimezone(UTC)


def _hours(minutes: int) -> str:
    return f"{minutes / 60:g}"
