"""The group's steps through a crisis, talks afterwards, and supervision that is due."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from django.db.models import QuerySet

from trellis.apps.directory.queries.groups import group_of
from trellis.apps.gatherings.models.warmline import Warmline, WarmlineHandler
from trellis.apps.gatherings.models.warmline_care import Debrief, DebriefState, EscalationStep, StepTaken, Supervision
from trellis.apps.people.queries.blocks import hides
from trellis.apps.people.queries.membership import membership_of

SUPERVISION_EVERY = timedelta(days=31)


def steps_of(line: Warmline) -> QuerySet[EscalationStep]:
    """The steps as they are now, in order."""
    return EscalationStep.objects.filter(line=line, retired_at=None).order_by("position")


def public_steps(line: Warmline) -> QuerySet[EscalationStep]:
    """Those that the group shows to callers while nobody is on."""
    return steps_of(line).filter(shown_to_callers=True)


def walked(line: Warmline, walk: uuid.UUID) -> list[StepTaken]:
    """What was done so far on this way."""
    return list(StepTaken.objects.filter(line=line, walk=walk).order_by("position"))


def to_review(line: Warmline, *, today: date) -> QuerySet[StepTaken]:
    """Steps whose day to be looked at again has come."""
    return StepTaken.objects.filter(line=line, reviewed_at=None, review_on__lte=today).order_by("review_on", "at")


def taken_lately(line: Warmline) -> QuerySet[StepTaken]:
    return StepTaken.objects.filter(line=line).order_by("-at")


def listeners(line: Warmline, *, but) -> list[WarmlineHandler]:
    """Those of the line who agreed to listen, without the person themselves and those who are hidden from each other."""
    out = hides(but)
    agreed = WarmlineHandler.objects.filter(line=line, listens=True, person__is_active=True).exclude(person=but).select_related("person")
    return [each for each in agreed if each.person_id not in out and line.is_worked_by(each.person)]


def listens(person, line: Warmline, *, to) -> bool:
    """Whether this person agreed to listen on this line, and may hear of the one who asks."""
    if person is None or person.pk == to or to in hides(person):
        return False
    return line.is_worked_by(person) and WarmlineHandler.objects.filter(line=line, person=person, listens=True).exists()


def debriefs_for(person, line: Warmline) -> list[Debrief]:
    """What waits for this person as a listener, and what they took on."""
    open_ones = Debrief.objects.filter(line=line, closed_at=None).exclude(person=person).select_related("person", "listener", "line")
    return [each for each in open_ones if each.is_visible_to(person)]


def own_debrief(person, line: Warmline) -> Debrief | None:
    return Debrief.objects.filter(line=line, person=person, closed_at=None).select_related("listener", "line").first()


def name_in(line: Warmline, person) -> str:
    """The name somebody has in the group of the line; "" when they have none there."""
    membership = membership_of(person, group_of(line.organization)) if person is not None else None
    return membership.display_name if membership is not None else ""


def supervision_due(line: Warmline, person, *, today: date) -> bool:
    """Whether this person, who is on the line's list, had no supervision for a month. For the person and the organizers only."""
    latest = Supervision.objects.filter(line=line, person=person).order_by("-on").values_list("on", flat=True).first()
    if latest is None:
        began = WarmlineHandler.objects.filter(line=line, person=person).values_list("since", flat=True).first()
        return began is not None and today - began > SUPERVISION_EVERY
    return today - latest > SUPERVISION_EVERY


def overdue(line: Warmline, *, today: date) -> list[WarmlineHandler]:
    """Handlers whose supervision is due, for organizers: one query for handlers, one for days."""
    latest: dict = {}
    for person_id, on in Supervision.objects.filter(line=line).values_list("person_id", "on"):
        latest[person_id] = max(on, latest.get(person_id, on))
    handlers = WarmlineHandler.objects.filter(line=line).select_related("person").order_by("code")
    return [each for each in handlers if today - latest.get(each.person_id, each.since) > SUPERVISION_EVERY]


def is_open(debrief: Debrief) -> bool:
    return debrief.state not in (DebriefState.DONE, DebriefState.WITHDRAWN)
