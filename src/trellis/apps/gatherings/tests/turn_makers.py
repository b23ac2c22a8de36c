"""A café with a shift, and people of its group: plain makers for the tests of turns."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from trellis.apps.directory.tests.factories import make_organization, make_person
from trellis.apps.gatherings import actions
from trellis.apps.gatherings.models import Gathering, Series, Shift, Turn
from trellis.apps.gatherings.tests.factories import make_gathering, make_series
from trellis.apps.people.actions import join_group, note_capability
from trellis.apps.people.models import Membership
from trellis.core.actions import acting, as_program
from trellis.core.references import Ref

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SOON = NOW + timedelta(days=7)


class Cafe:
    """An organization with an editor, a weekly series and one gathering in a week."""

    def __init__(self, **series_fields):
        self.organization = make_organization(name="Community café")
        self.editor = make_person("editor", self.organization)
        self.series: Series = make_series(self.organization, kind="shift", title="Café", minutes=180, **series_fields)
        self.gathering: Gathering = make_gathering(self.series, starts_at=SOON)
        self.n = 0

    def shift(self, role: str = "Kitchen", at: Gathering | None = None, **more) -> Shift:
        with acting(self.editor):
            return actions.add_shift(at or self.gathering, role=role, now=NOW, **more)

    def member(self, name: str = "") -> Membership:
        self.n += 1
        person = make_person()
        with acting(person):
            return join_group(person, group=Ref.to(self.organization), display_name=name or f"Robin {self.n}", now=NOW)

    def regular(self, name: str = "") -> Membership:
        """Somebody who has done three turns of the series."""
        member = self.member(name)
        for weeks in (1, 2, 3):
            at = Gathering.objects.filter(series=self.series, starts_at=NOW - timedelta(weeks=weeks)).first()
            at = at or make_gathering(self.series, starts_at=NOW - timedelta(weeks=weeks))
            shift = Shift.objects.filter(gathering=at).first() or Shift(gathering=at, role="Kitchen", wanted=20)
            shift.save()
            place = shift.turns.count() + 1
            Turn.objects.create(shift=shift, person=member.person, membership=member, state="taken", place=place, changed_at=NOW)
        return member

    def sees(self, member: Membership, kind: str) -> None:
        with as_program():
            note_capability(person=member.person, group=Ref.to(self.organization), kind=kind, seen_on=NOW.date(), now=NOW)


def take(shift: Shift, member: Membership, now: datetime = NOW, **more) -> Turn:
    with acting(member.person):
        return actions.take_turn(shift, now=now, **more)


def stand_by(shift: Shift, member: Membership, now: datetime = NOW) -> Turn:
    with acting(member.person):
        return actions.stand_by(shift, now=now)


def give_back(turn: Turn, now: datetime) -> None:
    with acting(turn.person):
        actions.give_back_turn(turn, now=now)
