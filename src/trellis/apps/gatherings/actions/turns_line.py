"""Who is asked next: stand-bys when somebody is missing, and companions for those who are new."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from trellis.apps.gatherings.events import turns as events
from trellis.apps.gatherings.models import Gathering, Guide, GuideState
from trellis.apps.gatherings.models.turns import Shift, Turn, TurnState
from trellis.apps.gatherings.queries.turns_free import n_done, n_free, standbys_in_order
from trellis.apps.gatherings.rules import is_own_guiding
from trellis.apps.people.queries.blocks import hides
from trellis.core.access import only_by_trellis
from trellis.core.actions import Done, action

WAVE = 3
"""How many stand-bys are asked at once."""


@action("gatherings.standbys.ask", subject=Shift, label=_("Ask stand-bys"), allow=only_by_trellis, event=events.StandBysAsked)
def call_standbys(shift: Shift, *, now: datetime) -> Done:
    """Ask the next few, least recently asked first. Those who were asked before may still say yes. Called where a place came free."""
    if shift.is_off or shift.has_begun(now) or n_free(shift, None, now) <= 0:
        return Done(0)
    asked = standbys_in_order(shift, now)[:WAVE]
    for turn in asked:
        turn.shift = shift
        call_standby(turn, now=now)
    shift.wave_at = now
    shift.save(update_fields=["wave_at"])
    return Done(len(asked), {"n": len(asked)})


@action(
    "gatherings.standby.ask",
    subject=Turn,
    label=_("Ask a stand-by"),
    allow=only_by_trellis,
    event=events.StandByAsked,
    moves=("state", (TurnState.STANDBY,), TurnState.CALLED),
)
def call_standby(turn: Turn, *, now: datetime) -> None:
    """One of those who are asked."""
    turn.asked_at = turn.changed_at = now
    turn.n_links += 1
    turn.save(update_fields=["asked_at", "changed_at", "n_links"])


def find_guides(gathering: Gathering, *, now: datetime) -> int:
    """For each newcomer who has no companion yet, ask somebody who knows the way. How many were asked."""
    there = Turn.objects.filter(shift__gathering=gathering, state=TurnState.TAKEN, shift__starts_at__gt=now)
    turns = list(there.select_related("shift", "person"))
    if not any(turn.shift.n_guided for turn in turns) or len(turns) < 2:
        return 0
    done = n_done(gathering.series_id, {turn.person_id for turn in turns}, now)
    served = set(Guide.objects.filter(turn__in=turns, state__in=[GuideState.ASKED, GuideState.AGREED]).values_list("turn_id", flat=True))
    asked = 0
    for turn in turns:
        if done.get(turn.person_id, 0) >= turn.shift.n_guided or turn.pk in served:
            continue
        guide = _next_guide(turn, turns, done)
        if guide is not None:
            ask_guide(turn=turn, person=guide, now=now)
            asked += 1
    return asked


def _next_guide(new: Turn, turns: list[Turn], done: dict):
    """Somebody who is there too and has done it before, least recently asked first. Never two of whom one blocked the other."""
    apart = hides(new.person) | set(Guide.objects.filter(turn=new).values_list("person_id", flat=True)) | {new.person_id}
    can = {
        turn.person_id: turn.person
        for turn in turns
        if turn.person_id not in apart
        and done.get(turn.person_id, 0) >= max(1, new.shift.n_guided)
        and turn.shift.starts_at < new.shift.ends_at
        and turn.shift.ends_at > new.shift.starts_at
    }
    if not can:
        return None
    last = dict(Guide.objects.filter(person__in=can).order_by().values_list("person").annotate(last=Max("asked_at")))
    return can[min(can, key=lambda each: (last[each].timestamp() if each in last else 0, str(each)))]


@action("gatherings.guide.ask", label=_("Ask them"), allow=only_by_trellis, event=events.GuideAsked)
def ask_guide(*, turn: Turn, person, now: datetime) -> Done:
    """Ask somebody to show this newcomer the way."""
    made = Guide.objects.create(turn=turn, person=person, asked_at=now, over_at=turn.over_at)
    return Done(made, subject=made)


@action(
    "gatherings.guide.answer",
    subject=Guide,
    label=_("Answer"),
    allow=is_own_guiding,
    event=events.GuideAnswered,
    moves=("state", (GuideState.ASKED, GuideState.AGREED), None),
)
def answer_guiding(guide: Guide, *, agreed: bool, now: datetime) -> Done:
    """Yes, I show them the way; or no, and somebody else is asked. A yes can be taken back."""
    guide.state = GuideState.AGREED if agreed else GuideState.DECLINED
    guide.save(update_fields=["state"])
    if not agreed:
        find_guides(guide.turn.shift.gathering, now=now)
    return Done(None, {"agreed": agreed})


def part_blocked(person, *, now: datetime) -> int:
    """Nobody shows the way to somebody of whom they, or who of them, wanted to be kept apart. Nothing is said of why; another is asked."""
    apart = hides(person)
    pairs = Guide.objects.filter(Q(person=person, turn__person__in=apart) | Q(turn__person=person, person__in=apart), over_at__gt=now)
    gatherings = list(Gathering.objects.filter(shifts__turns__guides__in=pairs).distinct())
    n = pairs.delete()[0]
    for gathering in gatherings:
        find_guides(gathering, now=now)
    return n


def no_guides(turn: Turn, *, now: datetime) -> None:
    """The turn is given back: nobody shows its holder the way, and those whom they would have shown it get somebody else."""
    Guide.objects.filter(turn=turn).delete()
    if Guide.objects.filter(person=turn.person, turn__shift__gathering=turn.shift.gathering_id).delete()[0]:
        find_guides(turn.shift.gathering, now=now)
