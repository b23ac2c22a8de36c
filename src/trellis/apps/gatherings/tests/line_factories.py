"""Plain makers of lines, patrols, and turns on them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from trellis.apps.directory.tests.factories import make_organization, make_person
from trellis.apps.gatherings.models import Gathering, GatheringKind, PatrolArea, Shift, Turn, TurnState, Warmline
from trellis.apps.gatherings.tests.factories import make_gathering, make_series
from trellis.apps.people.actions import join_group
from trellis.apps.people.queries.membership import membership_of
from trellis.core.actions import acting
from trellis.core.references import Ref

SEVEN = datetime(2026, 11, 23, 19, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def make_line(organization=None, **fields) -> Warmline:
    """The line "Night Light"."""
    told = {"name": "Night Light", "number": "0300 123 4567", "made_at": SEVEN} | fields
    return Warmline.objects.create(organization=organization or make_organization(), **told)


def make_member(organization, *, name="Wren", role: str = "", now: datetime = SEVEN):
    """Somebody in the group of an organization."""
    person = make_person(role, organization) if role else make_person()
    with acting(person):
        join_group(person, group=Ref.to(organization), display_name=name, now=now)
    return person


def make_shift(host, *, kind: str = GatheringKind.WARMLINE, starts_at: datetime = SEVEN, hours: float = 2, **fields) -> Shift:
    """A shift of its own gathering."""
    series = make_series(host, kind=kind, minutes=int(hours * 60), first_on=starts_at.date(), title="Evening")
    gathering = make_gathering(series, starts_at=starts_at, **fields)
    return Shift.objects.create(gathering=gathering, role="Listening", wanted=4, starts_at=gathering.starts_at, ends_at=gathering.ends_at)


def give_turn(shift: Shift, person, *, state: str = TurnState.TAKEN) -> Turn:
    """A turn that somebody holds."""
    place = Turn.objects.filter(shift=shift, place__isnull=False).count() + 1
    membership = membership_of(person, shift.gathering.series.group)
    return Turn.objects.create(shift=shift, person=person, membership=membership, state=state, place=place, changed_at=SEVEN)


def make_patrol(host, *people, starts_at: datetime = SEVEN, hours: float = 2) -> Gathering:
    """A patrol on which these people go."""
    shift = make_shift(host, kind=GatheringKind.PATROL, starts_at=starts_at, hours=hours)
    for person in people:
        give_turn(shift, person)
    return shift.gathering


def make_area(host, name: str = "Seafront") -> PatrolArea:
    from trellis.apps.gatherings.queries.safety import hosted

    return PatrolArea.objects.create(name=name, **hosted(host))
