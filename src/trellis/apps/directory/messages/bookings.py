"""What is told about bookings of spaces. Subjects name nobody, no group and no space."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory import events
from trellis.apps.directory.models import Booking, BookingState
from trellis.apps.directory.queries.bookings import keepers_of
from trellis.core.letters import letter, tells
from trellis.core.log.people import person_of


def _booking(event) -> Booking:
    return Booking.objects.select_related("space__location", "person").get(pk=event.subject_id)


def _path(booking: Booking) -> str:
    return reverse("directory-booking", args=[booking.pk])


@tells(events.SpaceBooked, events.BookingMoved)
def keepers_hear_what_waits_for_an_answer(fact, event) -> None:
    """The keepers of a space that asks first."""
    if event.state != BookingState.ASKED:
        return
    booking = _booking(event)
    for keeper in keepers_of(booking.space):
        if keeper.pk != booking.person_id:
            letter(
                fact, to=keeper, subject=_("Something waits for you to look at"), template="directory/letters/booking_asked.txt",
                path=_path(booking),
            )  # fmt: skip


@tells(events.BookingConfirmed, events.BookingDeclined)
def whoever_booked_hears_the_answer(fact, event) -> None:
    """And where there is a reason, the reason."""
    booking = _booking(event)
    if booking.person is not None:
        letter(
            fact, to=booking.person, subject=_("There is an answer for you"), template="directory/letters/booking_answered.txt",
            context={"yes": isinstance(event, events.BookingConfirmed), "reason": booking.reason}, path=_path(booking),
        )  # fmt: skip


@tells(events.BookingCancelled)
def the_others_hear_that_it_was_cancelled(fact, event) -> None:
    """Whoever booked, when somebody else of their group cancelled it."""
    booking, by = _booking(event), person_of(fact)
    if booking.person is not None and (by is None or by.pk != booking.person_id):
        letter(
            fact, to=booking.person, subject=_("Something you planned has changed"), template="directory/letters/booking_cancelled.txt",
            path=_path(booking),
        )  # fmt: skip


@tells(events.BookingReminded)
def whoever_booked_is_reminded(fact, event) -> None:
    """The day before; how to get in stands on the page only."""
    booking = _booking(event)
    letter(
        fact, to=booking.person, subject=_("Something you planned is soon"), template="directory/letters/booking_soon.txt",
        context={"at": booking.starts_at}, path=_path(booking),
    )  # fmt: skip
