"""A monthly evening for everybody with one called off, one for members only, a festival, and an address of a calendar."""

from datetime import time, timedelta

from trellis.apps.gatherings.actions import Details, call_off_gathering, make_series
from trellis.apps.gatherings.actions.subscribing import make_calendar_address
from trellis.apps.gatherings.models import CalendarAddress, Series
from trellis.apps.gatherings.queries.recurring import Pattern
from trellis.core.actions import acting, as_program

CALENDAR_TOKEN = "a" * 40


def add(world, *, now) -> None:
    """Make them all."""
    organization, today = world.things["organization"], now.date()

    def series(title: str, repeats: str, **told) -> Series:
        pattern = Pattern(repeats=repeats, first_on=today + timedelta(days=2), begins=time(19), minutes=60, time_zone="Europe/London")
        details = Details(title=title, kind=told.pop("kind", "workshop"), **told)
        return Series.objects.get(pk=make_series(organization, details=details, pattern=pattern, now=now))

    with as_program():
        evening, closed = series("Mending evening", "WEEKLY"), series("For us alone", "WEEKLY", seen_by="members")
        festival = series("Harbour lights", "LISTED", kind="festival")
        first, second, third = evening.gatherings.order_by("starts_at")[:3]
        call_off_gathering(second, note="Snow", now=now)
    second.refresh_from_db()
    begun = evening.gatherings.order_by("starts_at")[3]
    type(begun).objects.filter(pk=begun.pk).update(
        starts_at=now - timedelta(hours=2), ends_at=now - timedelta(hours=1), held_on=today, changed=True
    )
    begun.refresh_from_db()
    with acting(world.people["member"]):
        make_calendar_address(token=CALENDAR_TOKEN, now=now)
    world.things |= {
        "evening": evening, "closed_evening": closed, "festival": festival, "evening_one": first, "evening_off": second,
        "evening_third": third, "evening_begun": begun, "closed_one": closed.gatherings.order_by("starts_at").first(),
        "calendar_address": CalendarAddress.objects.get(), "calendar_token": CALENDAR_TOKEN,
    }  # fmt: skip
