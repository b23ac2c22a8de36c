"""The calendar by which opening rules are read."""

import time

from trellis.apps.directory.models.calendar import Holiday, SchoolTerm
from trellis.kernels.hours import Calendar

KEEP_SECONDS = 300

_kept: dict[str, tuple[float, Calendar]] = {}


def opening_calendar(region: str = "") -> Calendar:
    """Public holidays and school terms of the place, and of the region when one is named.

    Holiday names are codes of HOLIDAY_NAMES or plain words. Kept in the process for five minutes, since every search asks
    for it: two queries, then none. `forget_calendar` drops it in this process; the others follow within the five minutes.
    """
    kept = _kept.get(region)
    if kept is not None and kept[0] > time.monotonic():
        return kept[1]
    regions = {"", region}
    calendar = Calendar(
        holidays=dict(Holiday.objects.filter(region__in=regions).order_by("date", "region").values_list("date", "name")),
        terms=tuple(SchoolTerm.objects.filter(region__in=regions).order_by("first", "last").values_list("first", "last")),
    )
    _kept[region] = (time.monotonic() + KEEP_SECONDS, calendar)
    return calendar


def forget_calendar() -> None:
    """Read the calendar again next time: after a change, and between tests."""
    _kept.clear()
