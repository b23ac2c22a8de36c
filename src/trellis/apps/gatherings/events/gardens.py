"""What happened in gardens: ids and codes only."""

from dataclasses import dataclass

from trellis.core.log.events import Event

_FORGETS = "it says neither which garden nor which plot; people are random ids"


@dataclass(frozen=True, kw_only=True)
class GardenAdded(Event):
    """An organization said that it has a garden."""

    code = "gatherings.garden.added"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class GardenChanged(Event):
    """What a garden says of itself, or its plots, changed."""

    code = "gatherings.garden.changed"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class SeasonSet(Event):
    """A garden said until when plots are given; who has one may keep it on."""

    code = "gatherings.garden.season_set"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class PlotAsked(Event):
    """Somebody asked for a plot."""

    code = "gatherings.plot.asked"
    keeps = None
    forgets = _FORGETS
    state: str = ""


@dataclass(frozen=True, kw_only=True)
class PlotHeld(Event):
    """A plot came free and is held for the next in line."""

    code = "gatherings.plot.held"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class PlotAccepted(Event):
    """Whoever it was held for takes it."""

    code = "gatherings.plot.accepted"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class PlotGivenUp(Event):
    """Somebody gave a plot back, or no longer waits."""

    code = "gatherings.plot.given_up"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class PlotPassedOn(Event):
    """The time for which a plot was held ran out."""

    code = "gatherings.plot.passed_on"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class PlotKeptOn(Event):
    """Somebody keeps a plot for another season."""

    code = "gatherings.plot.kept_on"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class PlotShared(Event):
    """Somebody looks after a plot together with another."""

    code = "gatherings.plot.shared"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class PlotOver(Event):
    """A season ended and the plot was not kept on."""

    code = "gatherings.plot.over"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class PlotsHandedOn(Event):
    """Plots that came free are held for those who wait."""

    code = "gatherings.plots.handed_on"
    keeps = None
    forgets = _FORGETS
    n: int = 0


@dataclass(frozen=True, kw_only=True)
class HarvestNoted(Event):
    """Something was picked."""

    code = "gatherings.harvest.noted"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class HarvestWished(Event):
    """Somebody would like some of it, or no longer."""

    code = "gatherings.harvest.wished"
    keeps = None
    forgets = _FORGETS


@dataclass(frozen=True, kw_only=True)
class HarvestSharedOut(Event):
    """It was shared out, to those who had least first."""

    code = "gatherings.harvest.shared_out"
    keeps = None
    forgets = _FORGETS
    n: int = 0
