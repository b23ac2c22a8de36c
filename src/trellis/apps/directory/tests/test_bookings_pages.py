"""The pages about booking: who reads what, what is asked once, and how many queries that takes."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from trellis.apps.directory.actions import book_space, confirm_booking
from trellis.apps.directory.models import Booking, BookingState, SpaceTerms
from trellis.apps.directory.queries import bookings as free
from trellis.apps.directory.tests.factories import make_person
from trellis.apps.directory.tests.test_bookings import HOUR, make_hall, make_member
from trellis.apps.directory.views.bookings_words import as_value
from trellis.core import agenda
from trellis.core.actions import acting
from trellis.core.references import Ref

pytestmark = pytest.mark.django_db


def noon(days: int = 7):
    return (timezone.now() + timedelta(days=days)).replace(hour=12, minute=0, second=0, microsecond=0)


def asked(start, party, **more):
    """What the form sends."""
    local = start.astimezone(free.default_zone())
    end = local + HOUR
    return {
        "on_0": local.day, "on_1": local.month, "on_2": local.year, "begins": f"{local:%H:%M}", "ends": f"{end:%H:%M}",
        "party": party, "display_name": "Dot", "what": "Tea", "until_0": "", "until_1": "", "until_2": "", "form_key": str(uuid.uuid4()),
        **more,
    }  # fmt: skip


def test_a_form_sent_twice_books_once(client):
    hall, start = make_hall(), noon()
    client.force_login(make_person())
    told = asked(start, "private", go="send")

    first, second = (client.post(f"/book/space/{hall.pk}/new", told) for _ in range(2))

    assert first["Location"] == second["Location"]
    assert Booking.objects.get().starts_at == start


def test_the_second_group_is_told_and_offered_other_times_and_loses_nothing(client):
    hall, start = make_hall(), noon()
    with acting(make_person()):
        book_space(hall, starts_at=start, ends_at=start + HOUR, display_name="Secret Ida", now=timezone.now())
    person, group = make_member("Em")
    client.force_login(person)

    page = client.post(f"/book/space/{hall.pk}/new", asked(start, str(group), go="send"))

    words = page.content.decode()
    assert "Somebody was quicker" in words and "Secret Ida" not in words
    assert f'value="{as_value(start + timedelta(days=1), start + timedelta(days=1) + HOUR)}"' in words
    assert 'name="what" value="Tea"' in words
    page = client.post(
        f"/book/space/{hall.pk}/new",
        asked(start, str(group), instead=as_value(start + timedelta(days=1), start + timedelta(days=1) + HOUR)),
    )
    assert "Check your answers" in page.content.decode()
    assert Booking.objects.count() == 1


def test_weekly_shows_each_date_and_books_the_rest_only_when_told_to(client):
    hall, start = make_hall(), noon()
    with acting(make_person()):
        book_space(hall, starts_at=start + timedelta(days=7), ends_at=start + timedelta(days=7, hours=1), now=timezone.now())
    client.force_login(make_person())
    last = start + timedelta(days=14)
    told = asked(start, "private", until_0=last.day, until_1=last.month, until_2=last.year)

    words = client.post(f"/book/space/{hall.pk}/new", told | {"go": "check"}).content.decode()
    assert words.count("<strong>taken</strong>") == 1 and "Book the 2 dates that are free" in words
    client.post(f"/book/space/{hall.pk}/new", told | {"go": "send"})
    assert Booking.objects.count() == 1
    client.post(f"/book/space/{hall.pk}/new", told | {"go": "rest"})
    assert Booking.objects.count() == 3


@pytest.mark.parametrize(
    "more",
    [
        {"on_0": "31", "on_1": "2"},
        {"begins": "25:00"},
        {"party": "directory.organization/x"},
        {"display_name": ""},
        {"begins": ""},
        {"go": "zz"},
    ],
)
def test_bad_input_is_answered_on_the_page(client, more):
    hall = make_hall()
    client.force_login(make_person())

    page = client.post(f"/book/space/{hall.pk}/new", asked(noon(), "private", go="send") | more)

    assert page.status_code == 200
    assert not Booking.objects.exists()


@pytest.mark.parametrize("address", ["?from=nonsense", "?from=9999-12-31", "?from=0001-01-01"])
def test_odd_days_in_the_address(client, address):
    assert client.get(f"/book/space/{make_hall().pk}{address}").status_code == 200


def test_anybody_sees_when_it_is_free_and_nobody_sees_who_has_it(client):
    hall, start = make_hall(), noon(2)
    _person, group = make_member("Zebedee")
    with acting(_person):
        book_space(hall, starts_at=start, ends_at=start + HOUR, group=group, display_name="Zebedee", what="Plot", now=timezone.now())

    words = client.get(f"/book/space/{hall.pk}").content.decode()

    assert "booked" in words
    assert not [secret for secret in ("Zebedee", "Plot", str(group.id)) if secret in words]


def test_keys_are_shown_to_whoever_booked_from_the_day_before_and_to_nobody_else(client):
    hall = make_hall(keys_note="Code 4711")
    editor, person = make_person("editor", hall.organization), make_person()
    with acting(person):
        soon, later = (
            book_space(hall, starts_at=noon(days), ends_at=noon(days) + HOUR, now=timezone.now() - timedelta(days=3)) for days in (1, 4)
        )
    Booking.objects.filter(pk=soon.pk).update(starts_at=timezone.now() + timedelta(hours=20))

    def page(who, booking):
        client.force_login(who)
        return client.get(f"/book/booking/{booking.pk}").content.decode()

    assert "4711" in page(person, soon)
    assert "4711" not in page(person, later)
    assert "4711" not in page(editor, soon)
    assert SpaceTerms.objects.get().keys_note == "Code 4711"


def test_the_keepers_of_a_space_read_a_groups_name_only_where_everybody_may_know_it(client):
    hall = make_hall()
    hall.organization.services.create(name="Clinic", sensitive=True)
    editor = make_person("editor", hall.organization)
    person, group = make_member("Dot")
    with acting(person):
        book_space(hall, starts_at=noon(), ends_at=noon() + HOUR, group=group, display_name="Dot", now=timezone.now())
    with acting(editor):
        book_space(hall, starts_at=noon(9), ends_at=noon(9) + HOUR, group=Ref.to(hall.organization), display_name="Al", now=timezone.now())
    client.force_login(editor)

    words = client.get(f"/book/space/{hall.pk}/calendar").content.decode()

    assert "Dot, for Dot’s Friends" in words
    assert "Al, for a group" in words


@pytest.mark.parametrize("n", [1, 3])
def test_lists_take_the_same_queries_for_one_and_three(client, django_assert_num_queries, n):
    hall = make_hall()
    editor, person = make_person("editor", hall.organization), make_person()
    with acting(person):
        for number in range(n):
            book_space(hall, starts_at=noon(number + 3), ends_at=noon(number + 3) + HOUR, now=timezone.now())
    with django_assert_num_queries(3):
        free.days_of(hall, hall.terms_of_use, first=noon().date(), n_days=7, now=timezone.now())
    client.force_login(person)
    client.get("/book/mine")
    with django_assert_num_queries(4):
        client.get("/book/mine")
    client.force_login(editor)
    client.get("/book/mine")
    with django_assert_num_queries(6):
        client.get(f"/book/space/{hall.pk}/calendar")


def test_what_was_booked_and_what_waits_is_on_the_list_of_what_is_coming_up():
    hall = make_hall(asks_first=True)
    editor, person = make_person("editor", hall.organization), make_person()
    start = noon(2)
    with acting(person):
        booking = book_space(hall, starts_at=start, ends_at=start + HOUR, now=timezone.now())
    span = {"since": timezone.now(), "until": timezone.now() + timedelta(days=7)}

    (mine,) = agenda.lines(person, **span)
    (theirs,) = agenda.lines(editor, **span)
    assert (mine.asks, theirs.asks) == (False, True)
    assert "Back room" not in str(mine.neutral_title)
    with acting(editor):
        confirm_booking(booking, now=timezone.now())
    assert agenda.lines(editor, **span) == []
    assert Booking.objects.get().state == BookingState.BOOKED
