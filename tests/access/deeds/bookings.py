"""What is done about booking spaces."""

from datetime import timedelta

from django.utils import timezone

from tests.access.deed import Deed, thing
from tests.access.things.bookings import soon


def _times(days: int):
    def given(world) -> dict:
        start = soon(timezone.now()) + timedelta(days=days)
        return {"starts_at": start, "ends_at": start + timedelta(hours=1)}

    return given


def _weekly(world) -> dict:
    return {"times": [tuple(_times(20)(world).values())], "leave_out_clashes": False}


DEEDS = [
    Deed("directory.booking.set_terms", "there", thing("bookable"), lambda world: {"terms": {"open": True}}),
    Deed("directory.booking.book", "free", thing("bookable"), _times(20)),
    Deed("directory.booking.book", "taken", thing("bookable"), _times(0)),
    Deed("directory.booking.book", "over", thing("bookable"), _times(-30)),
    Deed("directory.booking.book", "a space that is not booked here", thing("space"), _times(20)),
    Deed("directory.booking.book_weekly", "free", thing("bookable"), _weekly),
    Deed("directory.booking.move", "agreed", thing("agreed_booking"), _times(21)),
    Deed("directory.booking.move", "given back", thing("given_back"), _times(21)),
    Deed("directory.booking.cancel", "agreed", thing("agreed_booking")),
    Deed("directory.booking.cancel", "given back", thing("given_back")),
    Deed("directory.booking.confirm", "asked", thing("asked_booking")),
    Deed("directory.booking.confirm", "agreed", thing("agreed_booking")),
    Deed("directory.booking.decline", "asked", thing("asked_booking"), lambda world: {"reason": "The floor is wet."}),
    Deed("directory.booking.decline", "agreed", thing("agreed_booking"), lambda world: {"reason": "The floor is wet."}),
    Deed("directory.booking.remind", "agreed", thing("agreed_booking")),
]
