"""The tables of gatherings."""

from trellis.apps.gatherings.models.gardens import Garden, Harvest, HarvestShare, Measure, Plot, Tenancy
from trellis.apps.gatherings.models.gathering import Gathering, GatheringState
from trellis.apps.gatherings.models.leagues import Fixture, Score, Season, Team, TeamCaptain, TeamDay
from trellis.apps.gatherings.models.places import NumberedPlace, Place, Way
from trellis.apps.gatherings.models.places_waiting import AskState
from trellis.apps.gatherings.models.respite import Bed, BedNight, RespiteHouse, Stay
from trellis.apps.gatherings.models.rota import RotaAnswer, RotaPlan, RotaTurn, RotaWish
from trellis.apps.gatherings.models.safety import PatrolAlarm, PatrolArea, PatrolBack, SafetyCount, SafetyEntry
from trellis.apps.gatherings.models.series import GatheringAttendance, GatheringKind, Repeats, SeenBy, Series
from trellis.apps.gatherings.models.subscribing import CalendarAddress
from trellis.apps.gatherings.models.turns import Shift, ShiftPattern, StandingAs, StandingTurn, Turn, TurnState
from trellis.apps.gatherings.models.turns_more import Absence, CapabilityReminder, Guide, GuideState, HandoverNote
from trellis.apps.gatherings.models.warmline import Warmline, WarmlineContact, WarmlineCount, WarmlineHandler, WarmlineWatch
from trellis.apps.gatherings.models.warmline_care import Debrief, EscalationStep, StepTaken, Supervision

__all__ = ["CalendarAddress", "Gathering", "GatheringAttendance", "GatheringKind", "GatheringState", "Repeats", "SeenBy", "Series"]
__all__ += [
    "AskState", "Bed", "BedNight", "Garden", "Harvest", "HarvestShare", "Measure", "NumberedPlace", "Place", "Plot",
    "RespiteHouse", "Stay", "Tenancy", "Way",
]  # fmt: skip
__all__ += ["Fixture", "Score", "Season", "Team", "TeamCaptain", "TeamDay"]
__all__ += ["Absence", "CapabilityReminder", "Guide", "GuideState", "HandoverNote"]
__all__ += ["Shift", "ShiftPattern", "StandingAs", "StandingTurn", "Turn", "TurnState"]
__all__ += [
    "Debrief", "EscalationStep", "PatrolAlarm", "PatrolArea", "PatrolBack", "SafetyCount", "SafetyEntry", "StepTaken", "Supervision",
    "Warmline", "WarmlineContact", "WarmlineCount", "WarmlineHandler", "WarmlineWatch",
]  # fmt: skip
__all__ += ["RotaAnswer", "RotaPlan", "RotaTurn", "RotaWish"]
