"""Booking a space: nobody has it twice, on the terms of its keepers, for a group or privately."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import IntegrityError

from trellis.apps.directory.actions import (
    NotFree,
    NotOnTheseTerms,
    book_space,
    book_weekly,
    cancel_booking,
    confirm_booking,
    decline_booking,
    move_booking,
    set_space_terms,
)
from trellis.apps.directory.actions.bookings import remind_of_tomorrow
from trellis.apps.directory.actions.groups import join_openly, set_joining
from trellis.apps.directory.models import Booking, BookingState, HeldQuarter
from trellis.apps.directory.models.records import ScheduleRecord
from trellis.apps.directory.queries import bookings as free
from trellis.apps.directory.queries.booking_terms import plan
from trellis.apps.directory.tests.factories import NOW, make_location, make_organization, make_person, make_space
from trellis.core.actions import NotFound, Refused, WrongState, acting, as_program
from trellis.core.letters.models import Letter
from trellis.core.references import Ref

pytestmark = pytest.mark.django_db
EVENING = datetime(2026, 12, 1, 18, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def make_hall(**terms):
    owner = make_organization(name="Hall Trust")
    location = make_location(owner)
    hall = make_space(
        location,
        organization_key=str(owner.pk),
        schedules=[ScheduleRecord(weekdays=[0, 1, 2, 3, 4, 5, 6], opens_at="09:00", closes_at="22:00")],
    )
    with as_program():
        set_space_terms(hall, terms={"private_use": True, **terms}, now=NOW)
    return hall


def make_member(name="Dot", group=None):
    """Somebody who belongs to a group, and the group."""
    group = group or make_organization(name=f"{name}’s Friends")
    person = make_person()
    with as_program():
        set_joining(group, joinable="open", members_listed=False, now=NOW)
    with acting(person):
        join_openly(person, organization=group, display_name=name, now=NOW)
    return person, Ref.to(group)


def test_a_booking_holds_its_quarters_with_setting_up_and_clearing():
    hall = make_hall(setup_minutes=30, clearing_minutes=15)
    person = make_person()

    with acting(person):
        booking = book_space(hall, starts_at=EVENING, ends_at=EVENING + HOUR, now=NOW)

    assert booking.state == BookingState.BOOKED
    assert booking.quarters.count() == 4 + 2 + 1


@pytest.mark.parametrize("minutes, fits", [(-60, True), (-45, False), (0, False), (45, False), (60, True)])
def test_nobody_has_a_space_twice(minutes, fits):
    hall = make_hall(clearing_minutes=0)
    moved = timedelta(minutes=minutes)
    with acting(make_person()):
        book_space(hall, starts_at=EVENING, ends_at=EVENING + HOUR, now=NOW)

    with acting(make_person()):
        if fits:
            book_space(hall, starts_at=EVENING + moved, ends_at=EVENING + moved + HOUR, now=NOW)
        else:
            with pytest.raises(NotFree):
                book_space(hall, starts_at=EVENING + moved, ends_at=EVENING + moved + HOUR, now=NOW)

    assert Booking.objects.count() == 1 + fits


def test_the_database_itself_refuses_the_second(monkeypatch):
    hall = make_hall(clearing_minutes=0)
    with acting(make_person()):
        first = book_space(hall, starts_at=EVENING, ends_at=EVENING + HOUR, now=NOW)
    monkeypatch.setattr(free, "held_quarters", lambda *args, **kwargs: set())

    with acting(make_person()), pytest.raises(NotFree):
        book_space(hall, starts_at=EVENING, ends_at=EVENING + HOUR, now=NOW)

    assert list(Booking.objects.all()) == [first]
    with pytest.raises(IntegrityError):
        HeldQuarter.objects.create(booking=first, space=hall, quarter=first.quarters.first().quarter)


@pytest.mark.parametrize(
    "starts_at, hours, words",
    [
        (NOW - HOUR, 1, "over"),
        (EVENING + timedelta(minutes=7), 1, "quarters"),
        (EVENING, -1, "after the beginning"),
        (EVENING, 0, "after the beginning"),
        (EVENING + timedelta(days=300), 1, "120 days"),
        (EVENING - 8 * HOUR, 9, "8 hours"),
        (EVENING + 3 * HOUR, 2, "not open"),
    ],
)
def test_the_terms_of_the_space_are_kept(starts_at, hours, words):
    hall = make_hall()

    with acting(make_person()), pytest.raises(NotOnTheseTerms, match=words):
        book_space(hall, starts_at=starts_at, ends_at=starts_at + hours * HOUR, now=NOW)

    assert not HeldQuarter.objects.exists()


def test_privately_only_where_the_space_allows_it():
    hall = make_hall(private_use=False)
    person, group = make_member()

    with acting(person):
        with pytest.raises(NotOnTheseTerms):
            book_space(hall, starts_at=EVENING, ends_at=EVENING + HOUR, now=NOW)
        booking = book_space(hall, starts_at=EVENING, ends_at=EVENING + HOUR, group=group, display_name="Dot", now=NOW)

    assert booking.group == group


def test_nobody_books_for_a_group_that_is_not_theirs():
    hall = make_hall()
    _member, group = make_member()

    with acting(make_person()), pytest.raises(Refused):
        book_space(hall, starts_at=EVENING, ends_at=EVENING + HOUR, group=group, now=NOW)


def test_a_space_without_terms_or_closed_can_not_be_booked():
    hall = make_hall(open=False)

    with acting(make_person()), pytest.raises(WrongState):
        book_space(hall, starts_at=EVENING, ends_at=EVENING + HOUR, now=NOW)


def test_prime_hours_are_shared_out_between_groups_with_a_reason():
    hall = make_hall(prime_from=time(17), prime_to=time(22), prime_hours=4)
    person, group = make_member()
    other, others = make_member("Em")
    with acting(person):
        book_space(hall, starts_at=EVENING, ends_at=EVENING + 3 * HOUR, group=group, now=NOW)
        with pytest.raises(NotOnTheseTerms, match="4 hours a month.*3 already"):
            book_space(hall, starts_at=EVENING + timedelta(days=1), ends_at=EVENING + timedelta(days=1, hours=2), group=group, now=NOW)
        noon = EVENING + timedelta(days=1, hours=-6)
        book_space(hall, starts_at=noon, ends_at=noon + 2 * HOUR, group=group, now=NOW)
        january = EVENING + timedelta(days=35)
        book_space(hall, starts_at=january, ends_at=january + 2 * HOUR, group=group, now=NOW)
    with acting(other):
        book_space(hall, starts_at=EVENING + timedelta(days=1), ends_at=EVENING + timedelta(days=1, hours=2), group=others, now=NOW)

    assert Booking.objects.count() == 4


def test_what_nobody_took_is_anybodys_two_days_before():
    hall = make_hall(prime_from=time(17), prime_to=time(22), prime_hours=1)
    person, group = make_member()

    with acting(person):
        book_space(hall, starts_at=EVENING, ends_at=EVENING + 2 * HOUR, group=group, now=EVENING - timedelta(hours=47))

    assert Booking.objects.count() == 1


def test_weekly_for_a_term_says_which_dates_clash_and_books_the_rest_only_when_told_to():
    hall = make_hall(clearing_minutes=0)
    with acting(make_person()):
        book_space(hall, starts_at=EVENING + timedelta(days=7), ends_at=EVENING + timedelta(days=7, hours=1), now=NOW)
    person = make_person()
    times = free.weekly(EVENING, EVENING + HOUR, until=date(2026, 12, 22), zone=free.default_zone(), most=30)

    with acting(person):
        with pytest.raises(NotFree) as clash:
            book_weekly(hall, times=times, leave_out_clashes=False, now=NOW)
        assert [each.taken for each in clash.value.dates] == [False, True, False, False]
        assert Booking.objects.filter(person=person).count() == 0
        made = book_weekly(hall, times=times, leave_out_clashes=True, now=NOW)

    assert [each.starts_at.day for each in made] == [1, 15, 22]
    assert len({each.batch for each in made}) == 1


def test_weekly_keeps_the_hour_on_the_clock_when_the_clocks_change():
    zone = free.default_zone()
    start = datetime(2027, 3, 22, 19, 0, tzinfo=zone)

    times = free.weekly(start, start + HOUR, until=date(2027, 4, 5), zone=zone, most=30)

    assert [each.astimezone(zone).hour for each, _end in times] == [19, 19, 19]
    assert [each.astimezone(UTC).hour for each, _end in times] == [19, 18, 18]


def test_moving_keeps_the_old_time_until_the_new_one_is_theirs():
    hall = make_hall(clearing_minutes=0)
    person = make_person()
    with acting(make_person()):
        book_space(hall, starts_at=EVENING + HOUR, ends_at=EVENING + 2 * HOUR, now=NOW)
    with acting(person):
        booking = book_space(hall, starts_at=EVENING, ends_at=EVENING + HOUR, now=NOW)

        with pytest.raises(NotFree):
            move_booking(booking, starts_at=EVENING + HOUR, ends_at=EVENING + 2 * HOUR, now=NOW)
        booking.refresh_from_db()
        assert booking.starts_at == EVENING and booking.quarters.count() == 4
        move_booking(booking, starts_at=EVENING - HOUR / 2, ends_at=EVENING + HOUR / 2, now=NOW)

    booking.refresh_from_db()
    assert booking.starts_at == EVENING - HOUR / 2 and booking.quarters.count() == 4


def test_cancelling_gives_the_space_back_once():
    hall = make_hall()
    person = make_person()
    with acting(person):
        booking = book_space(hall, starts_at=EVENING, ends_at=EVENING + HOUR, now=NOW)
        cancel_booking(booking, now=NOW)
        with pytest.raises(WrongState):
            cancel_booking(booking, now=NOW)

    assert not HeldQuarter.objects.exists()
    with acting(make_person()):
        book_space(hall, starts_at=EVENING, ends_at=EVENING + HOUR, now=NOW)


def test_a_space_that_asks_first_is_held_until_its_keepers_answer():
    hall = make_hall(asks_first=True)
    keeper = make_person("editor", hall.organization)
    person = make_person(email="asks@example.org")
    with acting(person):
        booking = book_space(hall, starts_at=EVENING, ends_at=EVENING + HOUR, now=NOW)
        with pytest.raises(Refused):
            confirm_booking(booking, now=NOW)
    with acting(make_person()), pytest.raises(NotFree):
        book_space(hall, starts_at=EVENING, ends_at=EVENING + HOUR, now=NOW)

    with acting(keeper):
        decline_booking(booking, reason="The floor is being sanded.", now=NOW)
        with pytest.raises(WrongState):
            confirm_booking(booking, now=NOW)

    booking.refresh_from_db()
    assert booking.state == BookingState.DECLINED
    assert not booking.is_holding and not HeldQuarter.objects.exists()
    told = Letter.objects.filter(recipient=person).first()
    assert "sanded" in told.body


def test_for_others_a_booking_does_not_exist():
    hall = make_hall()
    with acting(make_person()):
        booking = book_space(hall, starts_at=EVENING, ends_at=EVENING + HOUR, now=NOW)

    with acting(make_person("keeper")), pytest.raises(NotFound):
        cancel_booking(booking, now=NOW)


def test_nearest_free_times_keep_the_length_and_are_free():
    hall = make_hall(clearing_minutes=0)
    with acting(make_person()):
        book_space(hall, starts_at=EVENING, ends_at=EVENING + 2 * HOUR, now=NOW)

    found = free.nearest_free(hall, hall.terms_of_use, starts_at=EVENING, ends_at=EVENING + HOUR, now=NOW)

    assert (EVENING - HOUR, EVENING) in found and (EVENING + 2 * HOUR, EVENING + 3 * HOUR) in found
    assert (EVENING + timedelta(days=1), EVENING + timedelta(days=1, hours=1)) in found
    dates = plan(hall, hall.terms_of_use, found, group=None, person=None, now=NOW)
    assert all(each.can_be_had for each in dates)


def test_who_booked_is_reminded_once_the_day_before():
    hall = make_hall()
    person = make_person(email="soon@example.org")
    with acting(person):
        book_space(hall, starts_at=EVENING, ends_at=EVENING + HOUR, now=NOW)

    assert remind_of_tomorrow(now=EVENING - timedelta(hours=30)) == 0
    assert remind_of_tomorrow(now=EVENING - timedelta(hours=20)) == 1
    assert remind_of_tomorrow(now=EVENING - timedelta(hours=20)) == 0
    assert Letter.objects.filter(recipient=person).count() >= 1


def test_free_is_what_can_be_booked_with_setting_up_and_clearing():
    hall = make_hall(setup_minutes=30, clearing_minutes=15)
    with acting(make_person()):
        book_space(hall, starts_at=EVENING, ends_at=EVENING + HOUR, now=NOW)

    (day,) = free.days_of(hall, hall.terms_of_use, first=EVENING.date(), n_days=1, now=NOW)

    told = [(f"{each.starts_at:%H:%M}", f"{each.ends_at:%H:%M}", each.free) for each in day.spans]
    assert told == [("09:00", "17:15", True), ("17:15", "19:45", False), ("19:45", "22:00", True)]
    with acting(make_person()):
        book_space(hall, starts_at=day.spans[2].starts_at, ends_at=day.spans[2].ends_at, now=NOW)
        book_space(hall, starts_at=day.spans[0].ends_at - HOUR, ends_at=day.spans[0].ends_at, now=NOW)
