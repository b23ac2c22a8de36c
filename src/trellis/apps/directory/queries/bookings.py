"""When a space is free, who could book it for whom, and which times near another one can be had."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, QuerySet

from trellis.apps.directory.models import Circle, Organization, Schedule, Service, Space
from trellis.apps.directory.models.bookings import Booking, HeldQuarter, SpaceTerms, keeping_organization, moment_of, quarter_of
from trellis.apps.directory.models.vocabulary import Status
from trellis.apps.directory.queries.calendar import opening_calendar
from trellis.apps.directory.queries.opening import rules_of, zone_of
from trellis.apps.people.queries.membership import memberships_of
from trellis.apps.people.queries.naming import named
from trellis.core.references import Ref
from trellis.kernels.hours import occurrences

UTC = ZoneInfo("UTC")
LOOK_DAYS = 14
STEP = 2
"""Times are proposed on half hours: so many quarters."""

Stretch = tuple[datetime, datetime]


@dataclass(frozen=True)
class Span:
    """A stretch of a day in which a space is free, or is booked or being got ready. Never by whom."""

    starts_at: datetime
    ends_at: datetime
    free: bool


@dataclass(frozen=True)
class Day:
    """One day of the page that says when a space is free."""

    on: date
    spans: list[Span]


@dataclass(frozen=True)
class Party:
    """For whom somebody may book: a group, and the name they go by there."""

    group: Ref
    name: str
    display_name: str = ""


def bookable_spaces() -> QuerySet[Space]:
    """Spaces that can be booked here, in places whose address may be known."""
    return (
        Space.objects.filter(status=Status.ACTIVE, terms_of_use__open=True, location__confidential=False)
        .select_related("location", "organization", "terms_of_use")
        .order_by("name", "id")
    )


def terms_of(space: Space) -> SpaceTerms | None:
    """On which terms the space can be booked here; None when it can't."""
    if space.status != Status.ACTIVE or space.location.confidential:
        return None
    return SpaceTerms.objects.filter(space=space, open=True).first()


def zone_at(schedules: Iterable[Schedule]) -> ZoneInfo:
    """The zone on whose clocks a space is booked."""
    return zone_of(schedules)


def schedules_for(space: Space) -> list[Schedule]:
    """When the space is open: its own hours, else the building's."""
    return list(space.schedules.all()) or list(space.location.schedules.all())


def open_stretches(schedules: Sequence[Schedule], *, since: datetime, until: datetime) -> list[Stretch] | None:
    """When it is open between two moments, joined and in UTC; None when nobody has said any hours."""
    rules = rules_of(schedules)
    if not rules or all(rule.by_appointment for rule in rules):
        return None
    zone = zone_at(schedules)
    first, last = (moment.astimezone(zone).replace(tzinfo=None) for moment in (since, until))
    found: list[Stretch] = []
    for each in occurrences(rules, opening_calendar(""), first - timedelta(days=1), last + timedelta(days=1)):
        start, end = (moment.replace(tzinfo=zone).astimezone(UTC) for moment in (each.start, each.end))
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def is_open_throughout(stretches: list[Stretch] | None, starts_at: datetime, ends_at: datetime) -> bool:
    return stretches is None or any(start <= starts_at and ends_at <= end for start, end in stretches)


def held_quarters(space: Space, *, since: datetime, until: datetime, but: Booking | None = None) -> set[int]:
    """The quarters of an hour that are held between two moments, without those of one booking."""
    rows = HeldQuarter.objects.filter(space=space, quarter__gte=quarter_of(since), quarter__lt=quarter_of(until) + 1)
    if but is not None:
        rows = rows.exclude(booking=but)
    return set(rows.values_list("quarter", flat=True))


def quarters_needed(terms: SpaceTerms, starts_at: datetime, ends_at: datetime) -> range:
    """The quarters a booking holds, with setting up before it and clearing after it."""
    first = quarter_of(starts_at - timedelta(minutes=terms.setup_minutes))
    return range(first, quarter_of(ends_at + timedelta(minutes=terms.clearing_minutes) - timedelta(seconds=1)) + 1)


def days_of(space: Space, terms: SpaceTerms, *, first: date, n_days: int, now: datetime) -> list[Day]:
    """For each day the free and booked stretches of its opening hours, from now on. Three queries, however many bookings.

    Free is what can be booked: time that setting up for it or clearing after it would not leave is shown as booked.
    """
    schedules = schedules_for(space)
    zone = zone_at(schedules)
    edges = [datetime.combine(first + timedelta(days=n), time(), tzinfo=zone).astimezone(UTC) for n in range(n_days + 1)]
    stretches = open_stretches(schedules, since=edges[0], until=edges[-1])
    margin = timedelta(minutes=max(terms.setup_minutes, terms.clearing_minutes))
    before, after = terms.clearing_minutes // 15, terms.setup_minutes // 15
    taken = held_quarters(space, since=edges[0] - margin, until=edges[-1] + margin)
    held = {quarter + number for quarter in taken for number in range(-before, after + 1)}
    found = []
    for number in range(n_days):
        begin, end = max(edges[number], moment_of(quarter_of(now) + 1)), edges[number + 1]
        inside = [(begin, end)] if stretches is None else [(max(begin, a), min(end, b)) for a, b in stretches]
        spans = [span for a, b in inside if a < b for span in _spans(a, b, held)]
        found.append(Day(first + timedelta(days=number), spans))
    return found


def _spans(starts_at: datetime, ends_at: datetime, held: set[int]) -> list[Span]:
    found: list[Span] = []
    for quarter in range(quarter_of(starts_at), quarter_of(ends_at - timedelta(seconds=1)) + 1):
        free = quarter not in held
        begin, end = max(moment_of(quarter), starts_at), min(moment_of(quarter + 1), ends_at)
        if found and found[-1].free == free:
            found[-1] = Span(found[-1].starts_at, end, free)
        else:
            found.append(Span(begin, end, free))
    return found


def nearest_free(
    space: Space, terms: SpaceTerms, *, starts_at: datetime, ends_at: datetime, now: datetime, most: int = 4, but: Booking | None = None
) -> list[Stretch]:
    """Free times of the same length, the nearest first: those of the same day, and the same hour on other days. Three queries."""
    length = ends_at - starts_at
    latest = now + timedelta(days=terms.days_ahead)
    since, until = max(now, starts_at - timedelta(days=LOOK_DAYS)), min(latest, starts_at + timedelta(days=LOOK_DAYS))
    if since >= until:
        return []
    schedules = schedules_for(space)
    stretches = open_stretches(schedules, since=since, until=until + length)
    margin = timedelta(hours=5)
    held = held_quarters(space, since=since - margin, until=until + length + margin, but=but)
    step = timedelta(minutes=15 * STEP)
    day = timedelta(days=1)
    earlier, later = ([starts_at + sign * number * step for number in range(1, 25)] for sign in (-1, 1))
    same_hour = [_same_hour(starts_at, days, zone_at(schedules)) for number in range(1, LOOK_DAYS + 1) for days in (number, -number)]
    found: list[Stretch] = []
    for wanted, enough in ((earlier, 1), (later, 2), (same_hour, most)):
        for begin in wanted:
            if len(found) >= enough:
                break
            end = begin + length
            if begin <= now or end > latest + day or not is_open_throughout(stretches, begin, end):
                continue
            if held.isdisjoint(quarters_needed(terms, begin, end)):
                found.append((begin, end))
    return sorted(found)


def _same_hour(moment: datetime, days: int, zone: ZoneInfo) -> datetime:
    """The same time on the clock so many days later, in UTC: a change of the clocks moves nothing."""
    local = moment.astimezone(zone).replace(tzinfo=None) + timedelta(days=days)
    return local.replace(tzinfo=zone).astimezone(UTC)


def weekly(starts_at: datetime, ends_at: datetime, *, until: date, zone: ZoneInfo, most: int) -> list[Stretch]:
    """The same hour every week up to and including a day, the first one too."""
    found = []
    for week in range(most):
        begin, end = (_same_hour(moment, 7 * week, zone) for moment in (starts_at, ends_at))
        if begin.astimezone(zone).date() > until:
            break
        found.append((begin, end))
    return found


def spaces_free(*, starts_at: datetime, ends_at: datetime, people: int | None = None, but: Space | None = None) -> list[Space]:
    """Bookable spaces that are open and free then and hold so many people. Four queries, however many spaces."""
    spaces = bookable_spaces().prefetch_related("schedules", "location__schedules")
    if people:
        spaces = spaces.filter(Q(capacity__gte=people) | Q(capacity=None))
    found = [space for space in spaces if but is None or space.pk != but.pk]
    margin = timedelta(hours=5)
    held: dict[uuid.UUID, set[int]] = {}
    rows = HeldQuarter.objects.filter(
        space__in=found, quarter__gte=quarter_of(starts_at - margin), quarter__lt=quarter_of(ends_at + margin)
    )
    for space_id, quarter in rows.values_list("space_id", "quarter"):
        held.setdefault(space_id, set()).add(quarter)
    return [
        space
        for space in found
        if held.get(space.pk, set()).isdisjoint(quarters_needed(space.terms_of_use, starts_at, ends_at))
        and is_open_throughout(open_stretches(schedules_for(space), since=starts_at, until=ends_at), starts_at, ends_at)
        and (ends_at - starts_at) <= timedelta(minutes=space.terms_of_use.longest_minutes)
    ]


def parties_for(person) -> list[Party]:
    """For which groups a person may book: organizations they edit, and groups they belong to."""
    if person is None:
        return []
    edited = Organization.objects.filter(pk__in=[scope for scope in person.scopes_of("editor") if scope], status=Status.ACTIVE)
    found = {Ref.to(each): Party(Ref.to(each), each.name) for each in edited.order_by("name", "id")}
    memberships = list(memberships_of(person))
    names = named([each.group for each in memberships])
    for each in memberships:
        if each.group in names and each.group.kind in ("directory.organization", "directory.circle"):
            found[each.group] = Party(each.group, names[each.group].name, each.display_name)
    return list(found.values())


def may_name_group(group: Ref) -> bool:
    """Whether the keepers of a space may read which group it is: circles and sensitive groups stay "a group"."""
    if group.kind != "directory.organization":
        return False
    return not Circle.objects.filter(pk=group.id).exists() and not Service.objects.filter(organization_id=group.id, sensitive=True).exists()


def kept_spaces(person) -> QuerySet[Space]:
    """Spaces whose keeper the person is, because they edit the organization whose it is."""
    if person is None:
        return Space.objects.none()
    scopes = [scope for scope in person.scopes_of("editor") if scope]
    theirs = Q(organization_id__in=scopes) | Q(organization=None, location__organization_id__in=scopes)
    return Space.objects.filter(theirs).select_related("location", "organization").order_by("name", "id")


def keepers_of(space: Space) -> QuerySet:
    """The people who keep a space: editors of its organization, else the directory's keepers."""
    from trellis.core.people.models import Person

    organization = keeping_organization(space)
    if organization is None:
        return Person.objects.filter(grants__role="keeper", grants__scope_id="", is_active=True).distinct()
    return Person.objects.filter(grants__role="editor", grants__scope_id=str(organization), is_active=True).distinct()


def calendar_of(space: Space, *, since: datetime, until: datetime | None = None) -> QuerySet[Booking]:
    """What is asked for and booked from a moment on, for the keepers of the space."""
    rows = Booking.objects.filter(space=space, ends_at__gt=since).holding()
    return rows.filter(starts_at__lt=until) if until else rows


def bookings_of(person, *, since: datetime) -> QuerySet[Booking]:
    """What a person booked and is still to come."""
    return Booking.objects.filter(person=person, ends_at__gt=since).select_related("space__location").order_by("starts_at", "id")


def default_zone() -> ZoneInfo:
    """The zone of the place."""
    return ZoneInfo(settings.PLACE_TIME_ZONE)
