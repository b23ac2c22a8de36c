"""Who looks for others like them, and the circles that come of it. Counts below three are never given away."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models

from trellis.apps.directory.models import Organization
from trellis.apps.directory.models.interests import (
    INTEREST_DAYS,
    AskState,
    Circle,
    CircleAsk,
    CircleState,
    CircleWish,
    How,
    Interest,
    Path,
    topic_index,
)
from trellis.apps.people.models.membership import group_index
from trellis.apps.people.queries.blocks import hides
from trellis.apps.people.queries.membership import members_of
from trellis.core.references import Ref

FEWEST = 3
"""So many people must say the same before anybody hears of anybody."""


def interests_of(person) -> models.QuerySet[Interest]:
    """What this person looks for."""
    return Interest.objects.filter(person=person).order_by("said_on", "id")


def unasked(topic: str, *, today: date) -> models.QuerySet[Interest]:
    """Those who look for others with this topic and have not been asked about any circle yet, the longest waiting first."""
    oldest = today - timedelta(days=INTEREST_DAYS)
    waiting = Interest.objects.filter(topic_index=topic_index(topic), said_on__gt=oldest, person__is_active=True, asks__isnull=True)
    return waiting.select_related("person").order_by("said_on", "id")


def circle_for(topic: str) -> Circle | None:
    """The circle about this topic that is being asked for. One that has begun is closed: newcomers wait for others who are new."""
    return Circle.objects.filter(topic_index=topic_index(topic), state=CircleState.FORMING).order_by("-made_on", "id").first()


def who_may_meet(topic: str, circle: Circle | None, *, today: date) -> list[Interest]:
    """Those who wait and may be asked together: nobody is asked with somebody whom they blocked, or who blocked them."""
    asked = CircleAsk.objects.filter(circle=circle).values_list("interest__person_id", flat=True) if circle else ()
    together, found = set(asked), []
    for each in unasked(topic, today=today):
        if not hides(each.person) & together:
            together.add(each.person_id)
            found.append(each)
    return found


def asks_of(person) -> models.QuerySet[CircleAsk]:
    """What this person was asked, the newest first."""
    return CircleAsk.objects.filter(interest__person=person).select_related("circle", "interest").order_by("-asked_on", "id")


def has_enough(circle: Circle) -> bool:
    """Whether enough people said yes to begin."""
    return members_of(circle).count() >= FEWEST


def ways_to_meet(circle: Circle) -> list[str]:
    """In which ways at least three of those who said yes would like to talk, the most liked first. A way that fewer like is not told."""
    said = CircleAsk.objects.filter(circle=circle, state=AskState.YES).select_related("interest")
    counts = Counter(way for each in said for way in set(each.interest.how) if way in How.values)
    return [way for way, count in counts.most_common() if count >= FEWEST]


@dataclass(frozen=True)
class Chosen:
    """What more than half of a circle's members want it to become; `path` is "" while it is open."""

    path: str = ""
    agency: Organization | None = None


def chosen_path(circle: Circle) -> Chosen:
    """What more than half of the members want, at least three of them; for an organization to be linked with, the same one."""
    wishes = list(CircleWish.objects.filter(membership__group_index=group_index(Ref.to(circle))).select_related("agency"))
    counts = Counter((each.path, each.agency_id if each.path == Path.AGENCY else None) for each in wishes)
    if not counts:
        return Chosen()
    (path, agency_id), count = counts.most_common(1)[0]
    if count < FEWEST or count * 2 <= members_of(circle).count():
        return Chosen()
    agency = next((each.agency for each in wishes if agency_id and each.agency_id == agency_id), None)
    return Chosen(path, agency)


def folded_by(today: date) -> list[Circle]:
    """Circles that never began within 60 days, and begun ones that nobody belongs to any more."""
    late = Circle.objects.filter(state=CircleState.FORMING, made_on__lt=today - timedelta(days=60))
    begun = [each for each in Circle.objects.filter(state=CircleState.STARTED) if not members_of(each).exists()]
    return [*late, *begun]
