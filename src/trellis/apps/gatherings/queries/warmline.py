"""Who is on a line now, truly; who is next; and what a handler needs to know on the screen.

Somebody is on when three things are true at this moment: they hold a turn of the line, they said "I'm on now", and the time they said
is not over. Nothing of it is kept anywhere but in those rows, so the page is right the second somebody leaves.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet, Sum

from trellis.apps.gatherings.models import GatheringKind, GatheringState
from trellis.apps.gatherings.models.turns import Shift, Turn, TurnState
from trellis.apps.gatherings.models.warmline import Warmline, WarmlineContact, WarmlineCount, WarmlineHandler, WarmlineWatch

HELD = (TurnState.TAKEN,)
BEGIN_EARLY = timedelta(minutes=15)
BREAK_AFTER = timedelta(hours=2)
LONGEST_ON = timedelta(hours=6)
MOST_STAYED = timedelta(hours=2)
REST = timedelta(hours=11)
LATE_NOTES = timedelta(hours=12)
LOOK_AHEAD = timedelta(days=14)
HIDDEN_UP_TO = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Staffed:
    """How a line is staffed at one moment. `until` is covered by those who are on; `next_at` by a turn that somebody holds."""

    n_on: int = 0
    until: datetime | None = None
    n_resting: int = 0
    expected_since: datetime | None = None
    next_at: datetime | None = None
    closed: bool = False

    @property
    def is_on(self) -> bool:
        return self.n_on > 0


def turns_of(line: Warmline) -> QuerySet[Turn]:
    """The turns of this line that somebody holds, at times that take place."""
    return Turn.objects.filter(
        shift__gathering__organization_id=line.organization_id,
        shift__gathering__kind=GatheringKind.WARMLINE,
        shift__gathering__state=GatheringState.PLANNED,
        shift__dropped=False,
        state__in=HELD,
    )


def watches_now(line: Warmline, now: datetime) -> QuerySet[WarmlineWatch]:
    """Those who are on, resting or not."""
    return WarmlineWatch.objects.filter(
        line=line,
        ended_at=None,
        started_at__lte=now,
        ends_at__gt=now,
        turn__state__in=HELD,
        turn__shift__gathering__state=GatheringState.PLANNED,
        turn__shift__dropped=False,
    )


def staffed(line: Warmline, now: datetime) -> Staffed:
    """What may be said of the line at this moment."""
    if line.closed_at is not None:
        return Staffed(closed=True)
    on = list(watches_now(line, now))
    awake = [watch for watch in on if watch.break_since is None]
    begun = {watch.turn_id for watch in on}
    ended = set(WarmlineWatch.objects.filter(line=line, ended_at__isnull=False, ends_at__gt=now).values_list("turn_id", flat=True))
    coming = turns_of(line).filter(shift__ends_at__gt=now, shift__starts_at__lt=now + LOOK_AHEAD)
    times = sorted((starts_at, turn_id) for turn_id, starts_at in coming.values_list("pk", "shift__starts_at"))
    late = [starts_at for starts_at, turn_id in times if starts_at <= now and turn_id not in begun | ended]
    later = [starts_at for starts_at, _turn in times if starts_at > now]
    return Staffed(
        n_on=len(awake),
        until=max((watch.ends_at for watch in awake), default=None),
        n_resting=len(on) - len(awake),
        expected_since=late[0] if late and not awake else None,
        next_at=later[0] if later else None,
    )


def line_of(organization_id) -> Warmline | None:
    """The open line of an organization."""
    return Warmline.objects.filter(organization_id=organization_id, closed_at=None).first()


def open_lines() -> QuerySet[Warmline]:
    return Warmline.objects.filter(closed_at=None).select_related("organization").order_by("name", "pk")


def own_watch(line: Warmline, person, now: datetime) -> WarmlineWatch | None:
    """The watch that this person has not ended, also one whose time is over."""
    if person is None:
        return None
    return WarmlineWatch.objects.filter(line=line, person=person, ended_at=None).select_related("turn__shift__gathering", "line").first()


def is_on(line: Warmline, person, now: datetime) -> bool:
    """Whether this person is on the line now."""
    return person is not None and watches_now(line, now).filter(person=person).exists()


def may_note(line: Warmline, person, now: datetime) -> bool:
    """Whoever is on, or was within half a day: notes are sometimes made afterwards."""
    if person is None:
        return False
    recent = Q(ended_at=None, ends_at__gt=now - LATE_NOTES) | Q(ended_at__gt=now - LATE_NOTES)
    return WarmlineWatch.objects.filter(recent, line=line, person=person).exists()


def turn_to_begin(line: Warmline, person, now: datetime) -> Turn | None:
    """The turn this person holds that runs now, or begins within a quarter of an hour; the later one where two touch."""
    near = turns_of(line).filter(person=person, shift__starts_at__lte=now + BEGIN_EARLY, shift__ends_at__gt=now)
    return near.select_related("shift__gathering").order_by("-shift__starts_at", "pk").first()


def next_turn_of(line: Warmline, person, now: datetime) -> Turn | None:
    """The next turn this person holds on the line."""
    later = turns_of(line).filter(person=person, shift__starts_at__gt=now)
    return later.select_related("shift__gathering").order_by("shift__starts_at").first()


def followers(watch: WarmlineWatch) -> QuerySet[Turn]:
    """The turns of others that go on when this watch ends."""
    others = turns_of(watch.line).exclude(person=watch.person_id)
    return others.filter(shift__starts_at__lte=watch.ends_at, shift__ends_at__gt=watch.ends_at)


def others_on(watch: WarmlineWatch, now: datetime) -> bool:
    """Whether somebody else who is on stays longer than this one."""
    return watches_now(watch.line, now).exclude(pk=watch.pk).filter(ends_at__gt=watch.ends_at).exists()


def watches_hold(watch: WarmlineWatch) -> bool:
    """Whether the turn behind it is still held, at a time that takes place."""
    shift = watch.turn.shift
    return watch.turn.state in HELD and not shift.dropped and shift.gathering.state == GatheringState.PLANNED


def shifts_after(watch: WarmlineWatch) -> QuerySet[Shift]:
    """The shifts of the line that run when this watch ends and that nobody has taken: those who stand by can be asked."""
    return Shift.objects.filter(
        gathering__organization_id=watch.line.organization_id,
        gathering__kind=GatheringKind.WARMLINE,
        gathering__state=GatheringState.PLANNED,
        dropped=False,
        starts_at__lte=watch.ends_at,
        ends_at__gt=watch.ends_at,
    )


def latest_stay(watch: WarmlineWatch) -> datetime:
    """Until when they may stay: two hours beyond the turn, six hours in all, and eleven hours of rest before their next turn anywhere."""
    turn_ends = watch.turn.shift.ends_at
    bounds = [turn_ends + MOST_STAYED, watch.started_at + LONGEST_ON]
    following = (
        Turn.objects.filter(person=watch.person_id, state__in=HELD, shift__starts_at__gte=turn_ends)
        .filter(shift__gathering__state=GatheringState.PLANNED)
        .order_by("shift__starts_at")
        .values_list("shift__starts_at", flat=True)
        .first()
    )
    if following is not None:
        bounds.append(following - REST)
    return max(watch.ends_at, min(bounds))


def ways_to_stay(watch: WarmlineWatch, now: datetime) -> list[datetime]:
    """The half hours that may be chosen, at most four."""
    latest = latest_stay(watch)
    begin = max(watch.ends_at, now)
    first = begin.replace(minute=30 if begin.minute < 30 else 0, second=0, microsecond=0)
    if begin.minute >= 30:
        first += timedelta(hours=1)
    return [moment for n in range(4) if (moment := first + n * timedelta(minutes=30)) <= latest and moment > watch.ends_at]


def needs_break(watch: WarmlineWatch, now: datetime) -> bool:
    """Two hours without a break."""
    return watch.break_since is None and now - (watch.rested_at or watch.started_at) >= BREAK_AFTER


def handler_of(line: Warmline, person) -> WarmlineHandler | None:
    return WarmlineHandler.objects.filter(line=line, person=person).first() if person is not None else None


def contacts_of(line: Warmline, code: str, *, since: datetime) -> QuerySet[WarmlineContact]:
    """What one handler noted lately."""
    return WarmlineContact.objects.filter(line=line, handler_code=code, started_at__gte=since)


def ending(now: datetime, *, within: timedelta) -> QuerySet[WarmlineWatch]:
    """Watches that end soon, to be told beforehand."""
    open_ones = WarmlineWatch.objects.filter(ended_at=None, started_at__lte=now, turn__state__in=HELD, line__closed_at=None)
    return open_ones.filter(ends_at__gt=now, ends_at__lte=now + within).select_related("line", "turn__shift__gathering", "person")


def run_out(now: datetime) -> QuerySet[WarmlineWatch]:
    """Watches whose time is over and that nobody ended."""
    return WarmlineWatch.objects.filter(ended_at=None, ends_at__lte=now).select_related("line", "turn__shift__gathering", "person")


@dataclass(frozen=True, slots=True)
class MonthOfContacts:
    """What may be shown of a month. None where a number is small and the reader is outside."""

    month: date
    n: int | None
    parts: list[tuple[str, int | None]]


def months(line: Warmline, *, inside: bool, most: int = 12) -> list[MonthOfContacts]:
    """Counts by month, the latest first. Outside the group 1 to 7 are hidden, and so is what could be worked out from a total."""
    counted: dict[date, dict[str, int]] = {}
    for row in WarmlineCount.objects.filter(line=line).order_by("-month", "what"):
        counted.setdefault(row.month, {})[row.what] = row.n
    found = []
    for month in sorted(counted, reverse=True)[:most]:
        numbers = counted[month]
        parts = [(what, shown(n, inside=inside)) for what, n in sorted(numbers.items()) if what not in ("all", "minutes")]
        found.append(MonthOfContacts(month, shown(numbers.get("all", 0), inside=inside), parts))
    return found


def shown(n: int, *, inside: bool) -> int | None:
    """A count as the reader may see it: outside 1 to 7 are hidden and the rest is rounded to five."""
    if inside or n == 0:
        return n
    return None if n <= HIDDEN_UP_TO else 5 * round(n / 5)


def load(line: Warmline, *, since: datetime) -> list[tuple[str, int, int]]:
    """For organizers: contacts and minutes by handler code since then."""
    rows = WarmlineContact.objects.filter(line=line, started_at__gte=since).values("handler_code")
    return [
        (row["handler_code"], row["n"], row["minutes"])
        for row in rows.annotate(n=Count("pk"), minutes=Sum("minutes")).order_by("handler_code")
    ]


def lines_worked(person, lines: Iterable[Warmline]) -> list[Warmline]:
    """Those of these lines whose people this person belongs to."""
    return [line for line in lines if line.is_worked_by(person)]
