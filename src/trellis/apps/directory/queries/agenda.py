"""What is coming up for a person in spaces: those they booked, and what waits for an answer where they keep one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.models import Booking, BookingState
from trellis.apps.directory.queries.bookings import bookings_of, kept_spaces
from trellis.core.agenda import Line


def coming_up(person, *, since: datetime, until: datetime) -> Iterator[Line]:
    """Lines for "My week". Two queries."""
    for each in bookings_of(person, since=since).filter(starts_at__lt=until).holding():
        yield _line(each, _("You have a space"), asks=False)
    waiting = Booking.objects.filter(space__in=kept_spaces(person).order_by().values("pk"), state=BookingState.ASKED)
    for each in waiting.filter(starts_at__gte=since, starts_at__lt=until).exclude(person=person).select_related("space"):
        yield _line(each, _("Somebody asks for a space that you keep"), asks=True)


def _line(booking: Booking, title, *, asks: bool) -> Line:
    return Line(
        at=booking.starts_at, until=booking.ends_at, title=title, neutral_title=_("Something you planned"),
        url=reverse("directory-booking", args=[booking.pk]), uid=f"booking-{booking.pk}", where=booking.space.name, asks=asks,
    )  # fmt: skip
