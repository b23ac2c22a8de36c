"""A space that can be booked and asks first, with a booking that waits, one that is agreed, and one that was given back."""

from datetime import datetime, timedelta

from trellis.apps.directory.actions import book_space, cancel_booking, confirm_booking, set_space_terms
from trellis.apps.directory.tests.factories import make_space
from trellis.core.actions import acting


def add(world, *, now) -> None:
    """Make them all: the space is the editor's, the bookings are the member's."""
    space = make_space(world.things["location"], name="The hall", organization_key=str(world.things["organization"].pk))
    start = soon(now)
    with acting(world.people["editor"]):
        set_space_terms(space, terms={"asks_first": True, "private_use": True, "keys_note": "Under the mat"}, now=now)
    with acting(world.people["member"]):
        asked, agreed, given_back = (
            book_space(
                space, starts_at=start + timedelta(days=day), ends_at=start + timedelta(days=day, hours=1), display_name="Dot", now=now
            )
            for day in range(3)
        )
        cancel_booking(given_back, now=now)
    with acting(world.people["editor"]):
        confirm_booking(agreed, now=now)
    world.things |= {"bookable": space, "asked_booking": asked, "agreed_booking": agreed, "given_back": given_back}


def soon(now: datetime) -> datetime:
    """Noon in ten days."""
    return (now + timedelta(days=10)).replace(hour=12, minute=0, second=0, microsecond=0)
