"""Followed lists, where a record came from, what was corrected here, and groups elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from trellis.apps.directory.models import (
    Correction,
    Findable,
    Following,
    FollowState,
    GroupElsewhere,
    Hello,
    Organization,
    Origin,
    RecordKind,
)
from trellis.apps.directory.models.vocabulary import CATEGORIES, Status
from trellis.apps.directory.queries.keeping import MODELS


def followings(person) -> QuerySet[Following]:
    """Every list that was ever followed, for keepers; none for others."""
    rows = Following.objects.select_related("source")
    return rows if person is not None and person.holds("keeper") else rows.none()


def followings_due(now: datetime) -> QuerySet[Following]:
    """What is to be read now."""
    return Following.objects.exclude(state=FollowState.STOPPED).filter(next_check_at__lte=now).select_related("source")


def n_held() -> int:
    """How many lists wait for a keeper's word."""
    return Following.objects.filter(state=FollowState.HELD).count()


@dataclass(frozen=True)
class CameFrom:
    """Where a record came from: `signed` is None when its list is not signed at all."""

    place: str
    home: str
    page: str
    checked_at: datetime | None
    signed: bool | None
    through: str
    corrections: list[Correction]


def came_from(row: Any) -> CameFrom | None:
    """Where a record came from and what was corrected here; None for what no list that is followed brought."""
    following = Following.objects.filter(source_id=row.source_id).first() if row is not None and row.source_id else None
    if following is None:
        return None
    kind = RecordKind(row._meta.model_name)
    corrections = list(Correction.objects.filter(kind=kind, record_id=row.pk))
    origin = Origin.objects.filter(kind=kind, record_id=row.pk).first()
    if origin is None:
        name = following.place_name or row.source.name
        return CameFrom(name, following.home or following.url, "", following.last_checked_at, None, "", corrections)
    page = f"{origin.home}/{kind.value}/{origin.origin_id}"
    return CameFrom(
        origin.place_name, origin.home, page, following.last_checked_at, True,
        following.place_name if origin.home != following.home else "", corrections,
    )  # fmt: skip


def corrections_to_look_at(person) -> QuerySet[Correction]:
    """Corrections whose owner has changed the same field since, oldest first; for keepers."""
    if person is None or not person.holds("keeper"):
        return Correction.objects.none()
    return Correction.objects.filter(owner_changed_at__isnull=False).order_by("owner_changed_at", "id")


def rows_of(corrections: Iterable[Correction]) -> dict[tuple[str, UUID], Any]:
    """The records that corrections are about."""
    wanted: dict[str, set[UUID]] = {}
    for each in corrections:
        wanted.setdefault(each.kind, set()).add(each.record_id)
    return {(kind, row.pk): row for kind, ids in wanted.items() for row in MODELS[RecordKind(kind)].objects.filter(pk__in=ids)}


@dataclass(frozen=True)
class Twice:
    """Two records that may be the same group, listed in two ways."""

    kind: str
    first: Any
    second: Any


def perhaps_the_same(following: Following, *, limit: int = 20) -> list[Twice]:
    """Organizations of a followed list that have the name of a running one from elsewhere: shown, never merged by itself."""
    theirs = Organization.objects.filter(source=following.source, status=Status.ACTIVE)
    found = []
    others = Organization.objects.filter(status=Status.ACTIVE).exclude(source=following.source)
    others = others | Organization.objects.filter(status=Status.ACTIVE, source__isnull=True)
    by_name = {each.name.casefold(): each for each in others.filter(name__in=theirs.values("name"))}
    for each in theirs.filter(name__in=[row.name for row in by_name.values()]).order_by("name", "id")[:limit]:
        found.append(Twice("organization", each, by_name[each.name.casefold()]))
    return found


def public_findable() -> QuerySet[Findable]:
    """Running groups of this place that agreed to be found."""
    own = Q(organization__source__isnull=True) | Q(organization__source__following__isnull=True)
    return Findable.objects.filter(own, organization__status=Status.ACTIVE).select_related("organization").order_by("organization__name")


@dataclass(frozen=True)
class Topic:
    """A topic and how many groups there are under it, here and elsewhere."""

    code: str
    name: Any
    n: int


def topics() -> list[Topic]:
    """Topics under which some group agreed to be found, in the order of the place's categories."""
    counted = dict(GroupElsewhere.objects.values_list("topic").annotate(n=Count("id")))
    for each in public_findable():
        for topic in each.topics:
            counted[topic] = counted.get(topic, 0) + 1
    return [Topic(code, name, counted[code]) for code, name in CATEGORIES.items() if counted.get(code)]


def groups_elsewhere(codes: Iterable[str]) -> QuerySet[GroupElsewhere]:
    """Groups of followed places under these topics, by place."""
    return GroupElsewhere.objects.filter(topic__in=list(codes)).order_by("place_name", "name", "id")


def hellos_for(organization: Organization) -> QuerySet[Hello]:
    """First words that came for a group, newest first; for its editors."""
    return Hello.objects.filter(organization=organization)
