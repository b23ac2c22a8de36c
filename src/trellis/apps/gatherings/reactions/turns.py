"""Turns go along with what happens elsewhere: gatherings that are made, moved, called off or on again, and somebody who leaves a group."""

from __future__ import annotations

from datetime import datetime

from trellis.apps.gatherings.actions.turns import release_all_of
from trellis.apps.gatherings.actions.turns_after import ask_all_again, move_with
from trellis.apps.gatherings.actions.turns_line import part_blocked
from trellis.apps.gatherings.actions.turns_patterns import make_shifts
from trellis.apps.gatherings.events import calendar
from trellis.apps.gatherings.models import Gathering, Series, Shift
from trellis.apps.people.events import GroupLeft, PersonBlocked
from trellis.core.actions import current_person, reacts_to


@reacts_to(calendar.SeriesMadeAhead, calendar.SeriesRescheduled)
def each_gathering_has_its_shifts(event, *, now: datetime) -> None:
    """What is the same each time is copied to those that are new."""
    series = Series.objects.filter(pk=event.subject_id, shift_patterns__ended_at=None, shift_patterns__isnull=False).distinct().first()
    if series is not None:
        make_shifts(series, now=now)


@reacts_to(calendar.GatheringAdded)
def one_more_has_its_shifts(event, *, now: datetime) -> None:
    gathering = Gathering.objects.select_related("series").filter(pk=event.subject_id, series__shift_patterns__isnull=False).first()
    if gathering is not None:
        make_shifts(gathering.series, now=now)


@reacts_to(calendar.GatheringMoved)
def shifts_move_with_it(event, *, now: datetime) -> None:
    """Those who have a turn are asked whether the new time suits them."""
    gathering = Gathering.objects.select_related("series").filter(pk=event.subject_id).first()
    if gathering is not None:
        move_with(gathering, now=now)


@reacts_to(calendar.GatheringBackOn)
def those_who_had_a_turn_are_asked_again(event, *, now: datetime) -> None:
    """They may have made other plans."""
    for shift in Shift.objects.filter(gathering=event.subject_id, dropped=False).select_related("gathering__series"):
        ask_all_again(shift, now=now)


@reacts_to(GroupLeft)
def who_leaves_a_group_leaves_its_turns(event, *, now: datetime) -> None:
    """Quietly: the places are free again."""
    person = current_person()
    if person is not None:
        release_all_of(person, now=now)


@reacts_to(PersonBlocked)
def who_blocked_somebody_is_not_paired_with_them(event, *, now: datetime) -> None:
    """A newcomer gets another companion; nobody is told why."""
    person = current_person()
    if person is not None:
        part_blocked(person, now=now)
