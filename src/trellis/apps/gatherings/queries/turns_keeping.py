"""What those who organize see of turns: by gathering, by shift, and whom they can ask."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from trellis.apps.gatherings.models import Gathering, GuideState
from trellis.apps.gatherings.models.turns import HOLDS, Shift, Turn, TurnState
from trellis.apps.gatherings.queries.turns import guides_of, lines_for, turns_at
from trellis.apps.gatherings.queries.turns_free import n_done
from trellis.apps.people.models import Capability, Membership
from trellis.apps.people.queries.blocks import hides
from trellis.apps.people.queries.capabilities import capabilities_of


@dataclass(slots=True, kw_only=True)
class Kept:
    """One shift, for those who organize it."""

    shift: Shift
    n_missing: int = 0
    lead_missing: bool = False
    taken: list[Turn] = field(default_factory=list)
    asked: list[Turn] = field(default_factory=list)
    standbys: list[Turn] = field(default_factory=list)
    n_unfilled: int = 0
    alone: set[UUID] = field(default_factory=set)
    """Turns of newcomers with whom nobody goes yet."""


def kept(gathering: Gathering, reader, now: datetime) -> list[Kept]:
    """The shifts of a gathering with everybody who has to do with them."""
    shifts = turns_at(gathering)
    lines = {line.shift.pk: line for line in lines_for(reader, shifts, now)}
    rows = {shift.pk: Kept(shift=shift) for shift in shifts}
    turns = list(Turn.objects.filter(shift__in=shifts).select_related("membership").order_by("place", "changed_at"))
    guides = guides_of([turn for turn in turns if turn.is_taken], reader)
    done = n_done(gathering.series_id, {turn.person_id for turn in turns if turn.person_id}, now)
    for turn in turns:
        row = rows[turn.shift_id]
        if turn.state == TurnState.TAKEN:
            row.taken.append(turn)
            agreed = turn.pk in guides and guides[turn.pk].state == GuideState.AGREED
            if done.get(turn.person_id, 0) < row.shift.n_guided and not agreed:
                row.alone.add(turn.pk)
        elif turn.state == TurnState.ASKED:
            row.asked.append(turn)
        elif turn.state in (TurnState.STANDBY, TurnState.CALLED):
            row.standbys.append(turn)
        elif turn.state == TurnState.UNFILLED:
            row.n_unfilled += 1
    for pk, row in rows.items():
        row.n_missing, row.lead_missing = lines[pk].n_missing, lines[pk].lead_missing
    return list(rows.values())


def with_missing(gatherings: Iterable[Gathering]) -> list[tuple[Gathering, int]]:
    """Gatherings, and how many people each lacks. Two queries."""
    gatherings = list(gatherings)
    shifts = Shift.objects.filter(gathering__in=gatherings, dropped=False).annotate(n=Count("turns", filter=Q(turns__state__in=HOLDS)))
    lacking: dict[UUID, int] = {}
    for shift in shifts:
        lacking[shift.gathering_id] = lacking.get(shift.gathering_id, 0) + max(0, shift.wanted - shift.n)
    return [(gathering, lacking.get(gathering.pk, 0)) for gathering in gatherings]


def can_be_asked(shift: Shift, reader, now: datetime) -> list[Membership]:
    """Those who had a turn or stood by at the same series lately, and have no turn here: nobody's membership shows who did not show it."""
    series = shift.gathering.series
    lately = Turn.objects.filter(shift__gathering__series=series, membership__isnull=False).exclude(person__in=hides(reader))
    here = Turn.objects.filter(shift=shift, state__in=HOLDS).values("person")
    ids = lately.exclude(person__in=here).order_by().values_list("membership", flat=True).distinct()
    return sorted(
        Membership.objects.filter(pk__in=ids).select_related("person"), key=lambda each: (each.display_name.casefold(), str(each.pk))
    )


def seen_of(turn: Turn, now: datetime) -> list[Capability]:
    """What this group has seen of whoever has the turn."""
    return list(capabilities_of(turn.person).of_group(turn.shift.gathering.series.group))
