"""The rota of those who watch, and reminding of what is overdue."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.apps.people import events, rules
from trellis.apps.people.actions.cases import remind_of_case
from trellis.apps.people.models import OnCallTurn
from trellis.apps.people.queries.cases import to_remind_of
from trellis.core.actions import Done, WrongState, action, as_program
from trellis.core.jobs import every, job
from trellis.core.people.models import Person


@action("people.turn.add", label=_("Put it on the rota"), allow=rules.may_guard, event=events.TurnAdded)
def add_turn(*, person: Person, starts_at: datetime, ends_at: datetime, now: datetime) -> Done:
    """A guardian watches from here to there. The same turn again changes only its end."""
    if ends_at <= starts_at:
        raise WrongState(_("A turn must end after it starts."))
    if not person.holds("guardian"):
        raise WrongState(_("Only a guardian can be on call."))
    turn, _is_new = OnCallTurn.objects.update_or_create(person=person, starts_at=starts_at, defaults={"ends_at": ends_at})
    return Done(turn, subject=turn)


@action("people.turn.remove", subject=OnCallTurn, label=_("Take it off"), allow=rules.may_guard, event=events.TurnRemoved)
def remove_turn(turn: OnCallTurn, *, now: datetime) -> None:
    """Nobody watches then, unless somebody else does."""
    OnCallTurn.objects.filter(pk=turn.pk).delete()


@every("minute")
@job()
def watch_the_clock() -> None:
    """Remind of every case that is overdue."""
    remind_of_overdue(timezone.now())


def remind_of_overdue(now: datetime) -> int:
    """Remind of what is overdue at this moment; how many cases it was."""
    overdue = to_remind_of(now)
    with as_program("clock"):
        for case in overdue:
            remind_of_case(case_id=case.pk, now=now)
    return len(overdue)
