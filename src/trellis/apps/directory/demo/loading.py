"""Writes the demo place through the directory's own actions; a second run changes nothing."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from trellis.apps.directory.actions.gazetteer import ensure_gazetteer
from trellis.apps.directory.actions.imports import import_records
from trellis.apps.directory.demo.calendar import make_calendar
from trellis.apps.directory.demo.reading import records
from trellis.apps.directory.models import Source
from trellis.apps.directory.models.records import Record
from trellis.core.actions import as_program
from trellis.core.search.vocabulary import learn_synonyms

SOURCE = "demo"


def load(*, now: datetime) -> dict[str, int]:
    """Make or refresh the demo place; how many records of each sort it has.

    What somebody has edited since stays as they left it.
    """
    place = records(now.astimezone(ZoneInfo(settings.PLACE_TIME_ZONE)).date())
    ensure_gazetteer()
    make_calendar()
    with as_program("demo"):
        source = _source()
        everything: list[Record] = [*place.organizations, *place.locations, *place.services, *place.spaces]
        import_records(source, everything, now=now)
    learn_synonyms()
    return {
        "organizations": len(place.organizations),
        "services": len(place.services),
        "locations": len(place.locations),
        "spaces": len(place.spaces),
    }


def _source() -> Source:
    """The demo place as a source of records; saved with its first record."""
    return Source.objects.filter(code=SOURCE).first() or Source(
        code=SOURCE,
        name="Demo place: Tendring and Maldon coast",
        kind="demo",
        licence="AGPL-3.0-or-later",
        time_zone=settings.PLACE_TIME_ZONE,
    )
