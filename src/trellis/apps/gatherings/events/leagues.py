"""What happened in leagues: ids and codes only."""

from dataclasses import dataclass

from trellis.core.log.events import Event

_NO_WORDS = "it keeps no words; people are random ids"


@dataclass(frozen=True, kw_only=True)
class SeasonStarted(Event):
    """An organization began to gather teams for a season."""

    code = "gatherings.season.started"
    keeps = None
    forgets = _NO_WORDS


@dataclass(frozen=True, kw_only=True)
class SeasonDrawn(Event):
    """The fixtures of a season were made."""

    code = "gatherings.season.drawn"
    keeps = None
    forgets = _NO_WORDS


@dataclass(frozen=True, kw_only=True)
class SeasonEnded(Event):
    """A season is over."""

    code = "gatherings.season.ended"
    keeps = None
    forgets = _NO_WORDS


@dataclass(frozen=True, kw_only=True)
class TeamAdded(Event):
    """A team joined a season."""

    code = "gatherings.team.added"
    keeps = None
    forgets = _NO_WORDS


@dataclass(frozen=True, kw_only=True)
class TeamRenamed(Event):
    """A team has another name."""

    code = "gatherings.team.renamed"
    keeps = None
    forgets = _NO_WORDS


@dataclass(frozen=True, kw_only=True)
class TeamRemoved(Event):
    """A team was taken out before the season was drawn."""

    code = "gatherings.team.removed"
    keeps = None
    forgets = _NO_WORDS


@dataclass(frozen=True, kw_only=True)
class TeamWithdrawn(Event):
    """A team plays no more this season."""

    code = "gatherings.team.withdrawn"
    keeps = None
    forgets = _NO_WORDS


@dataclass(frozen=True, kw_only=True)
class CaptainAsked(Event):
    """Somebody asked to speak for a team."""

    code = "gatherings.captain.asked"
    keeps = None
    forgets = _NO_WORDS


@dataclass(frozen=True, kw_only=True)
class CaptainAgreed(Event):
    """Whoever organizes agreed that they do."""

    code = "gatherings.captain.agreed"
    keeps = None
    forgets = _NO_WORDS


@dataclass(frozen=True, kw_only=True)
class CaptainEnded(Event):
    """Somebody speaks for a team no more, or was not agreed to."""

    code = "gatherings.captain.ended"
    keeps = None
    forgets = _NO_WORDS


@dataclass(frozen=True, kw_only=True)
class ScoreTold(Event):
    """A captain told the score of a match."""

    code = "gatherings.score.told"
    keeps = None
    forgets = _NO_WORDS
    outcome: str = ""


@dataclass(frozen=True, kw_only=True)
class ScoreAgreed(Event):
    """A score counts now."""

    code = "gatherings.score.agreed"
    keeps = None
    forgets = _NO_WORDS


@dataclass(frozen=True, kw_only=True)
class ScoreDisputed(Event):
    """The other captain sees a score differently."""

    code = "gatherings.score.disputed"
    keeps = None
    forgets = _NO_WORDS


@dataclass(frozen=True, kw_only=True)
class ScoreCorrected(Event):
    """A score was put right, with a reason."""

    code = "gatherings.score.corrected"
    keeps = None
    forgets = _NO_WORDS
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class FixturePostponed(Event):
    """A match was postponed."""

    code = "gatherings.fixture.postponed"
    keeps = None
    forgets = _NO_WORDS
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class FixtureMoved(Event):
    """A match has another time."""

    code = "gatherings.fixture.moved"
    keeps = None
    forgets = _NO_WORDS


@dataclass(frozen=True, kw_only=True)
class FixtureReplayed(Event):
    """A match is to be played again."""

    code = "gatherings.fixture.replayed"
    keeps = None
    forgets = _NO_WORDS
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class FixtureWalkedOver(Event):
    """A match went to a team that did not have to play it."""

    code = "gatherings.fixture.walked_over"
    keeps = None
    forgets = _NO_WORDS


@dataclass(frozen=True, kw_only=True)
class FixtureVoided(Event):
    """A match will not be played and counts for nobody."""

    code = "gatherings.fixture.voided"
    keeps = None
    forgets = _NO_WORDS
    why: str = ""
