"""Two gatherings to talk about: one of the world's group, one of a group elsewhere."""

from datetime import time, timedelta

from trellis.apps.directory.tests.factories import make_organization
from trellis.apps.gatherings.models import Gathering, Series


def add(world, *, now) -> None:
    world.things["talked_of"] = _gathering(world.things["organization"], now)
    world.things["talked_of_elsewhere"] = _gathering(make_organization(name="Another choir"), now)


def _gathering(organization, now) -> Gathering:
    series = Series.objects.create(
        organization=organization, kind="board", title="Board", first_on=now.date(), begins=time(19), minutes=60,
        time_zone="Europe/London", made_at=now, seen_by="members",
    )  # fmt: skip
    return Gathering.objects.create(
        series=series, organization=organization, original_on=now.date(), starts_at=now, ends_at=now + timedelta(hours=1),
        title="Board", kind="board", seen_by="members", changed_at=now,
    )  # fmt: skip
