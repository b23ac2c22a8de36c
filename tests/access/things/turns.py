"""A kitchen in turns for members only: `joined` has one turn, is asked for another, and had one an hour ago; the editor organizes."""

from datetime import time, timedelta

from trellis.apps.gatherings import actions
from trellis.apps.gatherings.actions import Details, make_series
from trellis.apps.gatherings.actions.turns_notes import write_note
from trellis.apps.gatherings.models import Absence, Guide, HandoverNote, Series, StandingTurn
from trellis.apps.gatherings.queries.recurring import Pattern
from trellis.apps.gatherings.tests.line_factories import make_member
from trellis.apps.people.models import Capability
from trellis.apps.people.queries.membership import membership_of
from trellis.core.actions import acting, as_program


def add(world, *, now) -> None:
    """Make them all."""
    organization, joined, editor = world.things["organization"], world.people["joined"], world.people["editor"]
    pattern = Pattern(repeats="LISTED", first_on=now.date(), begins=time(10), minutes=120, time_zone="Europe/London")
    details = Details(title="Soup for all", kind="shift", seen_by="members")
    with as_program():
        series = Series.objects.get(pk=make_series(organization, details=details, pattern=pattern, now=now - timedelta(days=9)))
        ids = [
            actions.add_gathering(series, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), now=now - timedelta(days=9))
            for starts_at in (now - timedelta(hours=1), now + timedelta(days=5), now + timedelta(days=6))
        ]
        begun, coming, later = (series.gatherings.get(pk=each) for each in ids)
        role = actions.add_pattern(series, role="Kitchen", wanted=2, notes_absence=True, now=now - timedelta(days=8))
        free = actions.add_shift(coming, role="Door", starts_at=coming.starts_at + timedelta(hours=1), now=now)
    wren = membership_of(make_member(organization, name="Wren", now=now), series.group)
    with acting(joined):
        had = actions.take_turn(begun.shifts.get(), now=now - timedelta(days=7))
        turn = actions.take_turn(coming.shifts.get(role="Kitchen"), now=now)
        write_note(begun, words="Order milk", now=now)
        actions.begin_standing(role, stands_as="standby", now=now)
    with acting(wren.person):
        stands_by = actions.take_turn(coming.shifts.get(role="Kitchen"), now=now)
        waits = actions.stand_by(free, now=now)
    until_on = now.date() + timedelta(days=90)
    with acting(editor):
        asked = actions.assign_turn(later.shifts.get(), membership=world.things["membership"], now=now)
        seen = actions.see_capability(series, membership=world.things["membership"], kind="first_aid", until_on=until_on, now=now)
    Guide.objects.filter(turn=stands_by).delete()
    world.things |= {
        "shift": turn.shift, "shift_free": free, "shift_begun": had.shift, "shift_turn": turn, "turn_asked": asked, "turn_had": had,
        "turn_waits": waits, "shift_role": role, "shift_series": series, "shift_at": coming, "shift_at_begun": begun,
        "turn_token": turn.link_token, "handover_note": HandoverNote.objects.get(gathering=begun), "wren": wren,
        "standing": StandingTurn.objects.get(person=joined), "first_aid": Capability.objects.get(pk=seen.pk),
        "guide": Guide.objects.create(turn=stands_by, person=joined, asked_at=now, over_at=stands_by.over_at),
        "absence": Absence.objects.create(series=series, role="Kitchen", person=joined, on=now.date(), noted_at=now),
    }  # fmt: skip
