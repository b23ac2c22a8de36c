"""Plain makers of series and gatherings, as rows: quick, and without the pages that people use."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from trellis.apps.directory.models import Circle, Organization
from trellis.apps.gatherings.models import Gathering, GatheringKind, Repeats, SeenBy, Series

NOW = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)


def make_series(host: Organization | Circle, **fields) -> Series:
    """A workshop on a Tuesday evening, once."""
    circle = host if isinstance(host, Circle) else None
    told = {
        "organization": None if circle else host, "circle": circle, "kind": GatheringKind.WORKSHOP, "title": "Mending evening",
        "seen_by": SeenBy.MEMBERS if circle else SeenBy.EVERYBODY, "repeats": Repeats.ONCE, "first_on": date(2026, 12, 1),
        "begins": time(19), "minutes": 90, "time_zone": "Europe/London", "made_at": NOW,
    }  # fmt: skip
    return Series.objects.create(**(told | fields))


def make_gathering(series: Series, *, starts_at: datetime | None = None, **fields) -> Gathering:
    """One time of the series; its first day unless another start is given."""
    starts_at = starts_at or datetime.combine(series.first_on, series.begins, series.zone).astimezone(UTC)
    told = {
        "series": series, "organization": series.organization, "original_on": starts_at.astimezone(series.zone).date(),
        "starts_at": starts_at, "ends_at": starts_at + timedelta(minutes=series.minutes), "title": series.title, "kind": series.kind,
        "seen_by": series.seen_by, "sensitive": series.sensitive, "attendance": series.attendance, "location": series.location,
        "space": series.space, "places": series.places, "changed_at": NOW,
    }  # fmt: skip
    return Gathering.objects.create(**(told | fields))
