"""How many come and wait, for whom, and where one stands in the line."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from trellis.apps.gatherings.models import Gathering, NumberedPlace, Place
from trellis.apps.gatherings.models.places import Way, counted_way
from trellis.apps.gatherings.models.places_waiting import LIVE, Asked, AskState
from trellis.apps.people.queries.blocks import hides
from trellis.apps.people.queries.membership import members_of


@dataclass(frozen=True)
class Room:
    """What anybody may know of a gathering's places."""

    places: int | None
    free: int | None
    """None: as many as like."""
    n_waiting: int

    @property
    def is_full(self) -> bool:
        return self.free == 0


@dataclass(frozen=True)
class Coming:
    """What those who organize may know: how many, names in the group, and what was ticked to be told."""

    in_person: int
    online: int
    waiting: int
    names: list[str]
    others: int
    needs: list[str]


def room_at(gathering: Gathering) -> Room:
    """How many places there are, are free, and how many people wait."""
    n_waiting = Place.objects.filter(gathering=gathering, state=AskState.WAITING).aggregate(n=Sum("n_people"))["n"] or 0
    if gathering.places is None:
        return Room(None, None, n_waiting)
    used = NumberedPlace.objects.filter(gathering=gathering).count()
    return Room(gathering.places, max(0, gathering.places - used), n_waiting)


def place_of(person, gathering: Gathering) -> Place | None:
    """What this person has or waits for there."""
    if person is None:
        return None
    return Place.objects.filter(gathering=gathering, person=person, state__in=LIVE).first()


def n_ahead(row: Asked, **of) -> int:
    """How many asked before and wait as well."""
    return (
        type(row)
        .objects.filter(**of, state=AskState.WAITING)
        .filter(Q(asked_at__lt=row.asked_at) | Q(asked_at=row.asked_at, pk__lt=row.pk))
        .count()
    )


def coming_to(gathering: Gathering, *, reader) -> Coming:
    """For those who organize. A name is the one somebody has in the group; whoever is not in it is counted and not named."""
    by = {
        (each["state"], each["way"]): each["n"]
        for each in Place.objects.filter(gathering=gathering, state__in=LIVE)
        .order_by()
        .values("state", "way")
        .annotate(n=Sum("n_people"), rows=Count("pk"))
    }
    taken = list(Place.objects.filter(gathering=gathering, state=AskState.TAKEN))
    known = [each.person_id for each in taken if each.person_id]
    out = hides(reader)
    members = members_of(gathering.series.group).filter(person__in=known).exclude(person__in=out)
    names = sorted((each.display_name for each in members), key=str.casefold)
    in_person, online = (
        sum(n for (state, each), n in by.items() if state == AskState.TAKEN and each == way) for way in (Way.IN_PERSON, Way.ONLINE)
    )
    return Coming(
        in_person=in_person,
        online=online,
        waiting=sum(n for (state, _way), n in by.items() if state != AskState.TAKEN),
        names=names,
        others=in_person + online - len(names),
        needs=[each.needs for each in taken if each.needs],
    )


def line_about(gathering: Gathering, person) -> Room | None:
    """For the gathering's own page: None where nobody signs up."""
    if gathering.series.head_count_only or gathering.is_called_off:
        return None
    return room_at(gathering)


__all__ = ["Coming", "Room", "coming_to", "counted_way", "line_about", "n_ahead", "place_of", "room_at"]
