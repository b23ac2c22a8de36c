"""Booking spaces: on which terms, booking once or weekly, moving, cancelling; what keepers of a space answer; reminding the day before.

That nobody has a space twice is not promised here but held by the database: each booking lays down a row for every quarter of an hour,
and a second row for the same quarter can't exist (`HeldQuarter`).
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory import events, rules
from trellis.apps.directory.models import Space
from trellis.apps.directory.models.bookings import Booking, BookingState, HeldQuarter, SpaceTerms
from trellis.apps.directory.queries import bookings as free
from trellis.apps.directory.queries.booking_terms import Dated, plan
from trellis.apps.people.models.membership import group_index
from trellis.apps.people.models.names import usable_name
from trellis.core.access import only_by_trellis
from trellis.core.actions import Done, Refused, WrongState, action, as_program, current_person
from trellis.core.actions.context import acting_as_program
from trellis.core.jobs import every, job
from trellis.core.references import Ref
from trellis.core.texts.writing import written_in

MOST_WEEKS = 30
REMIND = timedelta(hours=24)
TAKEN = _("Somebody else has this space at that time.")
CLASHES = _("The space can’t be had on some of these dates.")


class NotFree(WrongState):
    """Somebody else has it; `dates` says what each wanted date would have got."""

    def __init__(self, reason: Any, dates: Sequence[Dated] = ()):
        super().__init__(reason)
        self.dates = list(dates)


class NotOnTheseTerms(WrongState):
    """The terms of the space do not allow it; the reason says which."""


@action(
    "directory.booking.set_terms",
    subject=Space,
    label=_("Save"),
    allow=rules.may_keep_space,
    event=events.SpaceTermsSet,
)
def set_space_terms(space: Space, *, terms: dict[str, Any], now: datetime) -> None:
    """Say on which terms a space can be booked. What is booked already stays as it is."""
    SpaceTerms.objects.update_or_create(space=space, defaults=terms)


@action("directory.booking.book", subject=Space, label=_("Book it"), allow=rules.may_book, event=events.SpaceBooked)
def book_space(
    space: Space,
    *,
    starts_at: datetime,
    ends_at: datetime,
    now: datetime,
    group: Ref | None = None,
    display_name: str = "",
    what: str = "",
    for_what: Ref | None = None,
) -> Done:
    """Book a space once, for a group or privately. `for_what` is the row of an app above that it is for, if any.

    Raises `NotFree` when somebody else has it, `NotOnTheseTerms` when its terms do not allow it.
    """
    terms = _terms(space, group)
    (dated,) = _planned(space, terms, [(starts_at, ends_at)], group=group, now=now)
    if not dated.can_be_had:
        raise NotOnTheseTerms(dated.why) if dated.why else NotFree(TAKEN, [dated])
    made = _lay_down(
        space, terms, dated, group=group, display_name=display_name, what=what, for_what=for_what, batch=None, now=now
    )  # fmt: skip
    return Done(made, {"state": str(made.state)}, subject=made)


@action("directory.booking.book_weekly", subject=Space, label=_("Book these dates"), allow=rules.may_book, event=events.SpaceBooked)
def book_weekly(
    space: Space,
    *,
    times: Sequence[tuple[datetime, datetime]],
    leave_out_clashes: bool,
    now: datetime,
    group: Ref | None = None,
    display_name: str = "",
    what: str = "",
    for_what: Ref | None = None,
) -> Done:
    """Book the same hour on several dates. When some can't be had, nothing is booked unless the person said to leave those out."""
    if not 1 <= len(times) <= MOST_WEEKS:
        raise NotOnTheseTerms(_("Choose between one and %(most)s dates.") % {"most": MOST_WEEKS})
    terms = _terms(space, group)
    dates = _planned(space, terms, times, group=group, now=now)
    possible = [each for each in dates if each.can_be_had]
    if not possible or (len(possible) < len(dates) and not leave_out_clashes):
        raise NotFree(CLASHES, dates)
    batch = uuid.uuid4()
    made = [
        _lay_down(space, terms, each, group=group, display_name=display_name, what=what, for_what=for_what, batch=batch, now=now)
        for each in possible
    ]
    return Done(made, {"state": str(made[0].state), "n_times": len(made)}, subject=made[0])


@action(
    "directory.booking.move",
    subject=Booking,
    label=_("Move it"),
    allow=rules.may_change_booking,
    event=events.BookingMoved,
    moves=("state", (BookingState.ASKED, BookingState.BOOKED), None),
)
def move_booking(booking: Booking, *, starts_at: datetime, ends_at: datetime, now: datetime) -> Done:
    """Another time for it. The old time stays theirs until the new one is, so nothing is lost when that is taken."""
    _not_over(booking, now)
    space = Space.objects.select_for_update().get(pk=booking.space_id)
    terms = _terms(space, booking.group, person_checked=True)
    (dated,) = plan(space, terms, [(starts_at, ends_at)], group=booking.group, person=booking.person, now=now, but=booking)
    if not dated.can_be_had:
        raise NotOnTheseTerms(dated.why) if dated.why else NotFree(TAKEN, [dated])
    booking.starts_at, booking.ends_at, booking.reminded_at = starts_at, ends_at, None
    booking.state = BookingState.ASKED if terms.asks_first else BookingState.BOOKED
    booking.save(update_fields=["starts_at", "ends_at", "reminded_at", "state"])
    booking.quarters.all().delete()
    _hold(booking, terms)
    return Done(booking, {"state": str(booking.state)})


@action(
    "directory.booking.cancel",
    subject=Booking,
    label=_("Cancel this booking"),
    allow=rules.may_change_booking,
    event=events.BookingCancelled,
    moves=("state", (BookingState.ASKED, BookingState.BOOKED), BookingState.CANCELLED),
)
def cancel_booking(booking: Booking, *, now: datetime) -> None:
    """Give the space back. No reason is asked."""
    _not_over(booking, now)
    booking.quarters.all().delete()


@action(
    "directory.booking.confirm",
    subject=Booking,
    label=_("Say yes"),
    allow=rules.may_answer_booking,
    event=events.BookingConfirmed,
    moves=("state", (BookingState.ASKED,), BookingState.BOOKED),
)
def confirm_booking(booking: Booking, *, now: datetime) -> None:
    """The keepers of a space that asks first say yes."""


@action(
    "directory.booking.decline",
    subject=Booking,
    label=_("Say no"),
    allow=rules.may_answer_booking,
    event=events.BookingDeclined,
    moves=("state", (BookingState.ASKED,), BookingState.DECLINED),
)
def decline_booking(booking: Booking, *, reason: str, now: datetime) -> None:
    """The keepers of a space that asks first say no, and why. The time is free for others again."""
    if not reason.strip():
        raise WrongState(_("Say why, so that they can look for something else."))
    booking.reason = reason.strip()
    booking.save(update_fields=["reason"])
    booking.quarters.all().delete()


@action("directory.booking.remind", subject=Booking, label=_("Remind"), allow=only_by_trellis, event=events.BookingReminded)
def remind_booking(booking: Booking, *, now: datetime) -> None:
    """Note that whoever booked was told the day before; from then on they can read how to get in."""
    booking.reminded_at = now
    booking.save(update_fields=["reminded_at"])


@every("hour")
@job()
def remind_who_booked() -> int:
    """Each hour, what is booked for tomorrow."""
    return remind_of_tomorrow(now=timezone.now())


def remind_of_tomorrow(*, now: datetime) -> int:
    """Tell people about tomorrow's bookings, once each; how many were told."""
    due = Booking.objects.filter(
        state=BookingState.BOOKED, reminded_at=None, person__isnull=False, starts_at__gt=now, starts_at__lte=now + REMIND
    )
    n = 0
    with as_program("job"):
        for booking in due.order_by("starts_at", "id")[:500]:
            remind_booking(booking, now=now)
            n += 1
    return n


def _terms(space: Space, group: Ref | None, *, person_checked: bool = False) -> SpaceTerms:
    """The terms, when this person may book on them for this group or privately."""
    terms = free.terms_of(space)
    if terms is None:
        raise WrongState(_("This space can’t be booked here now."))
    if acting_as_program() or person_checked:
        return terms
    if group is None and not terms.private_use:
        raise NotOnTheseTerms(_("This space is for groups. Choose the group you book it for."))
    if group is not None and group not in {party.group for party in free.parties_for(current_person())}:
        raise Refused(_("You can book for groups that you belong to or look after."))
    return terms


def _planned(
    space: Space, terms: SpaceTerms, times: Sequence[tuple[datetime, datetime]], *, group: Ref | None, now: datetime
) -> list[Dated]:
    return plan(space, terms, times, group=group, person=current_person(), now=now)


def _lay_down(
    space: Space, terms: SpaceTerms, dated: Dated, *, group: Ref | None, display_name: str, what: str, for_what: Ref | None,
    batch: uuid.UUID | None, now: datetime,
) -> Booking:  # fmt: skip
    booking = Booking.objects.create(
        space=space,
        person=current_person(),
        group_index=group_index(group) if group is not None else "",
        group_ref=str(group) if group is not None else "",
        display_name=usable_name(display_name) if display_name else "",
        what=what.strip(),
        language=written_in(),
        for_what=for_what,
        starts_at=dated.starts_at,
        ends_at=dated.ends_at,
        state=BookingState.ASKED if terms.asks_first else BookingState.BOOKED,
        batch=batch,
        made_at=now,
    )
    _hold(booking, terms)
    return booking


def _hold(booking: Booking, terms: SpaceTerms) -> None:
    """Lay down the rows that forbid a second booking. When one is there already, somebody was quicker by an instant."""
    needed = free.quarters_needed(terms, booking.starts_at, booking.ends_at)
    try:
        with transaction.atomic():
            HeldQuarter.objects.bulk_create([HeldQuarter(booking=booking, space_id=booking.space_id, quarter=each) for each in needed])
    except IntegrityError as taken:
        raise NotFree(TAKEN, [Dated(booking.starts_at, booking.ends_at, taken=True)]) from taken


def _not_over(booking: Booking, now: datetime) -> None:
    if booking.ends_at <= now:
        raise WrongState(_("This booking is over."))
