"""What calendars show: a month, a day, a group's own, with filters. Only what everybody may know, but for members of the group."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from trellis.apps.directory.models import Circle, Location, Organization
from trellis.apps.directory.queries.groups import group_of
from trellis.apps.gatherings.models import Gathering, GatheringKind, GatheringState, SeenBy, Series
from trellis.apps.people.queries.membership import is_member

SHOWN_A_DAY = 3
_OF_ROW = ("series__organization", "location")

_IN_A_MONTH = (
    "pk", "title", "starts_at", "held_on", "state", "series__time_zone", "series__language", "location_id", "location__name",
    "location__address_1", "location__city", "location__confidential", "location__public_area",
)  # fmt: skip
"""What a month shows of each, and no more: whole rows would be read and decrypted for nothing."""


class WhereShown(NamedTuple):
    """As much of a location as a month shows."""

    name: str
    address_1: str
    city: str
    confidential: bool
    public_area: str


class Shown(NamedTuple):
    """One gathering in a month."""

    pk: Any
    title: str
    starts_at: datetime
    held_on: date
    state: str
    time_zone: str
    language: str
    location: WhereShown | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to see: everything, unless narrowed."""

    kind: str = ""
    town: str = ""
    group: str = ""

    def filtered(self, rows: QuerySet[Gathering]) -> QuerySet[Gathering]:
        if self.kind:
            rows = rows.filter(kind=self.kind)
        if self.town:
            rows = rows.filter(location__in=list(Location.objects.filter(city=self.town, confidential=False).values_list("pk", flat=True)))
        if self.group:
            rows = rows.filter(organization=self.group)
        return rows


@dataclass(slots=True)
class Day:
    """One day of a month: the first few, and how many more there are."""

    on: date
    rows: list[Shown] = field(default_factory=list)
    n: int = 0

    @property
    def n_more(self) -> int:
        return self.n - len(self.rows)


def everybodys(asked: Asked) -> QuerySet[Gathering]:
    """What everybody may know of."""
    return asked.filtered(Gathering.objects.public().shown())


def month(asked: Asked, *, first: date, last: date) -> list[Day]:
    """The days from `first` to `last` on which something begins. Two queries, however many there are."""
    rows = everybodys(asked).filter(held_on__range=(first, last)).order_by()
    counted = dict(rows.values_list("held_on").annotate(n=Count("pk")))
    if not counted:
        return []
    place = Window(RowNumber(), partition_by=[F("held_on")], order_by=[F("starts_at").asc()])
    ids = list(rows.annotate(place=place).filter(place__lte=SHOWN_A_DAY).values_list("pk", flat=True))
    found = {day: Day(day, n=n) for day, n in sorted(counted.items())}
    for *told, location, name, address, city, secret, area in (
        Gathering.objects.filter(pk__in=ids).order_by("starts_at", "pk").values_list(*_IN_A_MONTH)
    ):
        row = Shown(*told, WhereShown(name, address, city, secret, area) if location is not None else None)
        found[row.held_on].rows.append(row)
    return list(found.values())


def day(asked: Asked, on: date) -> QuerySet[Gathering]:
    """All of a day, the earliest first."""
    return everybodys(asked).filter(held_on=on).select_related(*_OF_ROW).order_by("starts_at", "pk")


def next_for_everybody(asked: Asked, *, now: datetime) -> QuerySet[Gathering]:
    """What begins after now, the earliest first; none that is sensitive or called off."""
    rows = everybodys(asked).filter(starts_at__gt=now, sensitive=False, state=GatheringState.PLANNED)
    return rows.select_related("location").order_by("starts_at", "pk")


def next_day_with_some(asked: Asked, after: date) -> date | None:
    """The next day after this one on which something begins."""
    return everybodys(asked).filter(held_on__gt=after).order_by("held_on").values_list("held_on", flat=True).first()


def towns() -> list[str]:
    """Towns in which something takes place that everybody may know of."""
    rows = Series.objects.filter(seen_by=SeenBy.EVERYBODY, ended_at=None).exclude(location=None)
    found = Location.objects.filter(pk__in=rows.values("location"), confidential=False).exclude(city="")
    return sorted(set(found.values_list("city", flat=True)))


def kinds() -> list[str]:
    """Kinds of which there are some that everybody may know of, in the order in which they are named."""
    there = set(Series.objects.filter(seen_by=SeenBy.EVERYBODY, ended_at=None).order_by().values_list("kind", flat=True).distinct())
    return [kind for kind in GatheringKind.values if kind in there]


def edition(asked: Asked, *, first: date, last: date) -> tuple[str, int]:
    """When anything was last changed, and how many there are in these days: cheap, and different whenever the page would be."""
    latest = Gathering.objects.order_by("-changed_at").values_list("changed_at", flat=True).first()
    return (latest.isoformat() if latest else "", everybodys(asked).filter(held_on__range=(first, last)).count())


def of_group(group: Organization | Circle, *, inside: bool) -> QuerySet[Gathering]:
    """A group's gatherings: all of them for those who belong to it, else only what everybody may know of."""
    rows = Gathering.objects.shown().select_related("series", *_OF_ROW)
    if isinstance(group, Circle):
        return rows.filter(series__circle=group) if inside else rows.none()
    rows = rows.filter(organization=group)
    if inside:
        # A circle that is listed has both; its members see what was planned under either.
        circle = group_of(group)
        if circle.kind == Circle._meta.label_lower:
            rows = (
                Gathering.objects.shown().select_related("series", *_OF_ROW).filter(Q(organization=group) | Q(series__circle_id=circle.id))
            )
        return rows
    return rows.public()


def is_inside(person, group: Organization | Circle) -> bool:
    """Whether a person belongs to a group, or organizes for it."""
    if person is None:
        return False
    if isinstance(group, Circle):
        return is_member(person, group)
    return str(group.pk) in person.scopes_of("editor") or is_member(person, group_of(group))


def hosts_for(person) -> tuple[list[Organization], list[Circle]]:
    """The groups for which a person may set up gatherings."""
    from trellis.apps.people.queries.membership import memberships_of

    if person is None:
        return [], []
    scopes = [each for each in person.scopes_of("editor") if each]
    circles = [each.group.id for each in memberships_of(person) if each.group.kind == Circle._meta.label_lower]
    return list(Organization.objects.filter(pk__in=scopes).order_by("name")), list(Circle.objects.filter(pk__in=circles).order_by("pk"))


def coming(series: Series, *, now: datetime) -> QuerySet[Gathering]:
    """Those of a series still to come, called-off ones too."""
    return series.gatherings.shown().filter(ends_at__gt=now).select_related("location").order_by("starts_at", "pk")


def month_of(day: date) -> tuple[date, date]:
    """The first and the last day of its month."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def in_months(rows: Iterable[Gathering]) -> list[tuple[date, list[Gathering]]]:
    """Rows under the first day of their month, in their order."""
    found: dict[date, list[Gathering]] = {}
    for row in rows:
        found.setdefault(row.held_on.replace(day=1), []).append(row)
    return list(found.items())
