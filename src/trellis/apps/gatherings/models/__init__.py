"""The tables of gatherings."""

from trellis.apps.gatherings.models.gathering import Gathering, GatheringState
from trellis.apps.gatherings.models.series import GatheringAttendance, GatheringKind, Repeats, SeenBy, Series

__all__ = ["Gathering", "GatheringAttendance", "GatheringKind", "GatheringState", "Repeats", "SeenBy", "Series"]
