"""Opening rules and a calendar in; open now, until when, when next, out.

All datetimes are naive and local to the place. The kernel has no clock and knows no time zone: the caller turns
an instant into local time first, and local answers back into instants last. On the two nights a year when the
clocks change this means: a rule from 01:30 in the hour that is skipped is answered as if that hour existed, and in
the hour that comes twice it is open both times. Recurrence follows RFC 5545 section 3.3.10, weeks start on Monday.
"""

from .compact import from_compact, to_compact
from .description import Group, Note, day_runs, grouped
from .mask import mask_bit, weekly_mask
from .recurrence import held_on, next_day
from .rules import ALL_WEEK, NO_CALENDAR, Calendar, Rule
from .status import LOOK_AHEAD_DAYS, Occurrence, Reason, Status, is_open, occurrences, status

__all__ = [
    "ALL_WEEK",
    "LOOK_AHEAD_DAYS",
    "NO_CALENDAR",
    "Calendar",
    "Group",
    "Note",
    "Occurrence",
    "Reason",
    "Rule",
    "Status",
    "day_runs",
    "from_compact",
    "grouped",
    "held_on",
    "is_open",
    "mask_bit",
    "next_day",
    "occurrences",
    "status",
    "to_compact",
    "weekly_mask",
]
