"""What happened to shifts and turns: ids and codes only."""

from dataclasses import dataclass

from trellis.core.log.events import Event

_FORGETS = "people are random ids, and a gathering's shift is all that it says"


@dataclass(frozen=True, kw_only=True)
class ShiftAdded(Event):
    """A gathering, or each gathering of a series, needs people for something."""

    code = "gatherings.shift.added"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class ShiftChanged(Event):
    """What a shift is, or how many it needs, was changed."""

    code = "gatherings.shift.changed"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class ShiftDropped(Event):
    """A shift is no longer wanted. Whoever had a turn there is told."""

    code = "gatherings.shift.dropped"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class PatternAdded(Event):
    """Each gathering of a series needs people for something."""

    code = "gatherings.shift_pattern.added"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class PatternChanged(Event):
    """What each gathering of a series needs people for was changed."""

    code = "gatherings.shift_pattern.changed"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class PatternEnded(Event):
    """The gatherings of a series no longer need people for something."""

    code = "gatherings.shift_pattern.ended"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class ShiftsMade(Event):
    """The gatherings of a series got the shifts that each of them has."""

    code = "gatherings.shifts.made"
    keeps = None
    forgets = _FORGETS
    n: int = 0


@dataclass(frozen=True, kw_only=True)
class TurnTaken(Event):
    """Somebody takes a turn: by themselves, or by saying yes."""

    code = "gatherings.turn.taken"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class TurnAsked(Event):
    """Somebody is asked to take a turn; the place is kept until they answer."""

    code = "gatherings.turn.asked"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class TurnAskedAgain(Event):
    """The time of a turn changed, so whoever had it is asked again."""

    code = "gatherings.turn.asked_again"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class TurnDeclined(Event):
    """Somebody who was asked cannot; nothing follows from it."""

    code = "gatherings.turn.declined"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class TurnLapsed(Event):
    """Nobody answered in time; the place is free again."""

    code = "gatherings.turn.lapsed"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class TurnGivenBack(Event):
    """Somebody cannot be there. `late` says whether the shift was less than two days away."""

    code = "gatherings.turn.given_back"
    keeps = None
    forgets = _FORGETS
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class TurnAnsweredByLink(Event):
    """Somebody answered with the link of a letter; what they said is told by the event inside."""

    code = "gatherings.turn.answered_by_link"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class TurnPutForward(Event):
    """Somebody would be glad if their turn were taken for them, or no longer."""

    code = "gatherings.turn.put_forward"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class TurnTakenOver(Event):
    """Somebody took a turn for somebody else."""

    code = "gatherings.turn.taken_over"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class TurnHandedOn(Event):
    """A turn was taken for whoever had it: they are free."""

    code = "gatherings.turn.handed_on"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class StoodBy(Event):
    """Somebody stands by for a shift."""

    code = "gatherings.turn.stood_by"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class StandBysAsked(Event):
    """The next few stand-bys of a shift are asked; the first who says yes has the turn."""

    code = "gatherings.standbys.asked"
    keeps = None
    forgets = _FORGETS
    n: int = 0


@dataclass(frozen=True, kw_only=True)
class StandByAsked(Event):
    """One stand-by is asked whether they can step in."""

    code = "gatherings.standby.asked"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class ShiftShort(Event):
    """A shift is near and lacks people: whoever organizes hears of it."""

    code = "gatherings.shift.short"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class TurnReminded(Event):
    """Somebody was reminded of their turn, six days or one day ahead."""

    code = "gatherings.turn.reminded"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class TurnUnfilled(Event):
    """Nobody was there for a turn."""

    code = "gatherings.turn.unfilled"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class AbsenceExcused(Event):
    """That somebody was not there is excused, or no longer. No reason is kept."""

    code = "gatherings.absence.excused"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class GuideAsked(Event):
    """Somebody is asked to show a newcomer the way."""

    code = "gatherings.guide.asked"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class GuideAnswered(Event):
    """Whoever was asked to show a newcomer the way said yes or no."""

    code = "gatherings.guide.answered"
    keeps = None
    forgets = _FORGETS
    agreed: bool = False


@dataclass(frozen=True, kw_only=True)
class StandingBegun(Event):
    """Somebody takes a turn each time, or stands by each time."""

    code = "gatherings.standing.begun"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class StandingEnded(Event):
    """Somebody no longer takes a turn each time. Those they have stay theirs until they give them back."""

    code = "gatherings.standing.ended"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class HandoverWritten(Event):
    """Somebody left a note for the next shift."""

    code = "gatherings.handover_note.written"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class HandoverDone(Event):
    """A handover note is done or taken back; its words are gone."""

    code = "gatherings.handover_note.done"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class CapabilitySeen(Event):
    """Whoever organizes noted that somebody is checked, trained or able."""

    code = "gatherings.capability.seen"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class CapabilityRunsOut(Event):
    """Somebody was told that what a group has seen of them runs out soon."""

    code = "gatherings.capability.runs_out"
    keeps = None
    forgets = _FORGETS
