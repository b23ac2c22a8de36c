"""What is done about series, gatherings and addresses of calendars."""

from datetime import date, time, timedelta

from django.utils import timezone

from tests.access.deed import Deed, thing
from trellis.apps.gatherings.actions import Details
from trellis.apps.gatherings.queries.recurring import Pattern


def _pattern() -> Pattern:
    first = timezone.localdate() + timedelta(days=9)
    return Pattern(repeats="WEEKLY", first_on=first, begins=time(18), minutes=60, time_zone="Europe/London")


def _made(world, **told) -> dict:
    return {"details": Details(title="A new evening", kind="workshop", **told), "pattern": _pattern()}


def _described(name: str):
    return lambda world: {"details": Details(**Details.of(world.things[name]).values() | {"title": "Another title"})}


def _rescheduled(world) -> dict:
    pattern = _pattern()
    return {"pattern": pattern, "from_on": pattern.first_on, "today": timezone.localdate()}


def _times(world) -> dict:
    at = timezone.now() + timedelta(days=5, hours=3)
    return {"starts_at": at, "ends_at": at + timedelta(hours=1)}


def _last(world) -> dict:
    return {"last_on": timezone.localdate() + timedelta(days=30)}


def _followed(world) -> dict:
    return _times(world) | {"original_on": date(2030, 1, 1)}


DEEDS = [
    Deed("gatherings.series.make", "for everybody", thing("organization"), _made),
    Deed("gatherings.series.make_in_circle", "for members", thing("circle"), lambda world: _made(world, seen_by="members")),
    Deed("gatherings.series.make_in_circle", "for everybody", thing("circle"), _made),
    Deed("gatherings.series.describe", "there", thing("evening"), _described("evening")),
    Deed("gatherings.series.describe", "for members", thing("closed_evening"), _described("closed_evening")),
    Deed("gatherings.series.reschedule", "there", thing("evening"), _rescheduled),
    Deed("gatherings.series.reschedule", "a festival", thing("festival"), _rescheduled),
    Deed("gatherings.series.end", "there", thing("evening"), _last),
    Deed("gatherings.series.make_ahead", "there", thing("evening"), lambda world: {"today": timezone.localdate()}),
    Deed("gatherings.gathering.move", "planned", thing("evening_one"), _times),
    Deed("gatherings.gathering.move", "for members", thing("closed_one"), _times),
    Deed("gatherings.gathering.move", "called off", thing("evening_off"), _times),
    Deed("gatherings.gathering.move", "begun", thing("evening_begun"), _times),
    Deed("gatherings.gathering.call_off", "planned", thing("evening_one"), lambda world: {"note": "Snow"}),
    Deed("gatherings.gathering.call_off", "called off", thing("evening_off"), lambda world: {"note": "Snow"}),
    Deed("gatherings.gathering.put_back_on", "called off", thing("evening_off")),
    Deed("gatherings.gathering.put_back_on", "planned", thing("evening_one")),
    Deed("gatherings.gathering.note", "planned", thing("evening_one"), lambda world: {"note": "Bring gloves"}),
    Deed("gatherings.gathering.add", "there", thing("evening"), _times),
    Deed("gatherings.gathering.count_heads", "begun", thing("evening_begun"), lambda world: {"number": 7}),
    Deed("gatherings.gathering.count_heads", "planned", thing("evening_one"), lambda world: {"number": 7}),
    Deed("gatherings.gathering.follow", "planned", thing("evening_one"), _followed),
    Deed("gatherings.gathering.drop", "planned", thing("evening_one"), lambda world: {"note": ""}),
    Deed("gatherings.calendar_address.make", "a new one", given=lambda world: {"token": "b" * 40}),
    Deed("gatherings.calendar_address.end", "of the member", thing("calendar_address")),
]
