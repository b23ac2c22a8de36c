"""Places at a gathering: never more than there are, in the order of asking, held and passed on."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest

from trellis.apps.directory.tests.factories import make_organization
from trellis.apps.gatherings.actions import times
from trellis.apps.gatherings.actions.places import (
    accept_place,
    ask_place,
    give_place_up,
    look_after_places,
    pass_place_on,
    take_needs_back,
)
from trellis.apps.gatherings.models import Gathering, NumberedPlace, Place
from trellis.apps.gatherings.models.places_waiting import code_for
from trellis.apps.gatherings.tests.factories import NOW, make_gathering, make_series
from trellis.apps.people.tests.holders import make_person
from trellis.core.actions import NotFound, WrongState, acting, as_program
from trellis.core.forgetting.erasing import erase
from trellis.core.letters.models import Letter

pytestmark = pytest.mark.django_db

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def organization():
    return make_organization()


@pytest.fixture
def workshop(organization) -> Gathering:
    """Two chairs, in eight days."""
    return make_gathering(make_series(organization, places=2))


def ask(gathering, person=None, *, now=NOW, **told) -> Place:
    with acting(person):
        return Place.objects.get(pk=ask_place(gathering, now=now, **told))


def states(*places) -> list[str]:
    return [Place.objects.get(pk=each.pk).state for each in places]


def people(n):
    return [make_person(email=f"p{number}@example.org") for number in range(n)]


def in_turn(gathering, n, **told) -> list[Place]:
    """So many people, each a second after the other."""
    return [ask(gathering, person, now=NOW + timedelta(seconds=number), **told) for number, person in enumerate(people(n))]


def give_up(place, *, now=NOW, code=""):
    with acting(place.person):
        give_place_up(place=place.pk, code=code, now=now)


def accept(place, *, now=NOW, code="", person=None):
    with acting(person or place.person):
        accept_place(place=place.pk, code=code, now=now)


def body_for(person) -> str:
    return " ".join(each.body for each in Letter.objects.filter(recipient=person, channel="page").order_by("queued_at"))


def test_who_asks_first_has_a_place_and_the_rest_wait_in_order(workshop):
    asked = in_turn(workshop, 4)
    assert states(*asked) == ["taken", "taken", "waiting", "waiting"]
    give_up(asked[1], now=NOW + 5 * HOUR)
    assert states(*asked) == ["taken", "given_up", "held", "waiting"]
    assert NumberedPlace.objects.filter(gathering=workshop).count() == 2
    assert Letter.objects.filter(recipient=asked[2].person, subject="Something is held for you").exists()
    accept(asked[2], now=NOW + 6 * HOUR)
    assert states(*asked) == ["taken", "given_up", "taken", "waiting"]


def test_what_nobody_takes_in_a_day_goes_on_to_the_next(workshop):
    asked = in_turn(workshop, 4)
    give_up(asked[0])
    held = Place.objects.get(pk=asked[2].pk)
    assert held.held_until == NOW + DAY
    with pytest.raises(WrongState, match="The time for which"):
        accept(held, now=NOW + DAY)
    with as_program(), pytest.raises(WrongState, match="still held"):
        pass_place_on(held, now=NOW + DAY - HOUR)
    for _twice in range(2):
        look_after_places(now=NOW + DAY)
    assert states(*asked[2:]) == ["passed_on", "held"]
    with pytest.raises(WrongState, match="went on to whoever was next"):
        accept(held, now=NOW + DAY)
    accept(asked[3], now=NOW + DAY)
    with pytest.raises(WrongState, match="You have it already"):
        accept(asked[3], now=NOW + DAY)
    again = ask(workshop, held.person, now=NOW + 2 * DAY)
    assert again.state == "waiting"


def test_a_hold_ends_twelve_hours_before_and_then_lasts_an_hour(workshop):
    asked = in_turn(workshop, 4)
    starts = workshop.starts_at
    give_up(asked[0], now=starts - 20 * HOUR)
    assert Place.objects.get(pk=asked[2].pk).held_until == starts - 12 * HOUR
    look_after_places(now=starts - 12 * HOUR)
    assert Place.objects.get(pk=asked[3].pk).held_until == starts - 11 * HOUR
    give_up(asked[1], now=starts - HOUR / 2)
    assert states(*asked) == ["given_up", "given_up", "passed_on", "held"]


def test_who_comes_with_others_has_as_many_places_or_waits_without_blocking(workshop):
    one, two, three = people(3)
    first = ask(workshop, one)
    pair = ask(workshop, two, n_people=2)
    single = ask(workshop, three)
    assert states(first, pair, single) == ["taken", "waiting", "taken"]
    give_up(first)
    assert states(pair) == ["waiting"]
    give_up(single)
    assert states(pair) == ["held"]
    with pytest.raises(WrongState, match="more of you than places"):
        ask(workshop, one, n_people=3)


def test_a_gathering_in_the_hall_and_online_counts_its_chairs_only(organization):
    both = make_gathering(make_series(organization, places=1, attendance="hybrid"))
    one, two, three = people(3)
    assert [ask(both, each, way=way).state for each, way in ((one, "in_person"), (two, "in_person"), (three, "online"))] == [
        "taken", "waiting", "taken",
    ]  # fmt: skip
    with pytest.raises(WrongState, match="in this way"):
        ask(make_gathering(make_series(organization)), one, way="online")


def test_without_an_account_a_code_or_the_letters_link_is_enough(workshop):
    code = code_for(uuid.uuid4())
    ask(workshop, people(1)[0], n_people=2)
    anonymous = ask(workshop, None, code=code, address="wren@example.org")
    assert anonymous.state == "waiting"
    give_up(Place.objects.exclude(pk=anonymous.pk).get())
    letter = Letter.objects.get(channel="email", recipient=None)
    assert "http" in letter.body
    token = re.search(rf"{anonymous.pk}/([0-9a-f]+)", letter.body)[1]
    with pytest.raises(NotFound):
        accept(anonymous, code="000000000000")
    with pytest.raises(NotFound):
        accept(anonymous, code=token[:-1] + ("0" if token[-1] != "0" else "1"))
    accept(anonymous, code=token)
    with acting(None):
        give_place_up(place=anonymous.pk, code=code, now=NOW)
    assert states(anonymous) == ["given_up"]


def test_others_do_not_find_it(workshop):
    one, other = people(2)
    place = ask(workshop, one)
    for person in (other, None):
        for deed in (accept_place, give_place_up, take_needs_back):
            with acting(person), pytest.raises(NotFound):
                deed(place=place.pk, now=NOW)


@pytest.mark.parametrize(
    ("series", "gathering", "now", "reason"),
    [
        ({"head_count_only": True}, {}, NOW, "Just come"),
        ({}, {"state": "called_off"}, NOW, "called off"),
        ({}, {}, NOW + timedelta(days=9), "begun"),
    ],
)
def test_when_nobody_can_ask(organization, series, gathering, now, reason):
    found = make_gathering(make_series(organization, **series), **gathering)
    with pytest.raises(WrongState, match=reason):
        ask(found, people(1)[0], now=now)
    assert not Place.objects.exists()


def test_for_whom_it_does_not_exist_there_is_nothing_to_ask(organization):
    closed = make_gathering(make_series(organization, seen_by="members"))
    with pytest.raises(NotFound):
        ask(closed, people(1)[0])


def test_asking_twice_counts_once_and_fewer_places_throw_nobody_out(workshop):
    asked = in_turn(workshop, 3)
    with pytest.raises(WrongState, match="said it already"):
        ask(workshop, asked[0].person)
    Gathering.objects.filter(pk=workshop.pk).update(places=1)
    give_up(asked[0])
    assert states(*asked) == ["given_up", "taken", "waiting"]
    Gathering.objects.filter(pk=workshop.pk).update(places=5)
    look_after_places(now=NOW)
    assert states(*asked) == ["given_up", "taken", "held"]


def test_a_move_keeps_the_places_and_tells_everybody_once(workshop, organization):
    asked = in_turn(workshop, 3)
    with as_program():
        later = workshop.starts_at + DAY
        times.move_gathering(workshop, starts_at=later, ends_at=later + HOUR, note="The hall is being painted.", now=NOW)
        times.call_off_gathering(workshop, now=NOW + HOUR)
    for each in asked:
        assert [letter.subject for letter in Letter.objects.filter(recipient=each.person, channel="page").order_by("queued_at")] == [
            "Another time",
            "Something is called off",
        ]
        assert "being painted" in body_for(each.person)
    assert Place.objects.filter(gathering_ends_at=later + HOUR).count() == 3
    with pytest.raises(WrongState, match="called off"):
        accept(asked[2])
    give_up(asked[0])
    assert states(*asked) == ["given_up", "taken", "waiting"]


def test_letters_about_a_sensitive_gathering_say_nothing_of_it(organization):
    series = make_series(organization, title="Grief circle", sensitive=True, places=1)
    gathering = make_gathering(series)
    first, _second = in_turn(gathering, 2)
    give_up(first)
    with as_program():
        later = gathering.starts_at + DAY
        times.move_gathering(gathering, starts_at=later, ends_at=later + HOUR, note="After the funeral", now=NOW + HOUR)
    look_after_places(now=later - HOUR)
    text = str([(each.subject, each.body, each.path) for each in Letter.objects.all()])
    assert "held for you" in text
    assert not [word for word in ("Grief", "funeral", organization.name) if word in text]


def test_a_reminder_a_day_ahead_once_and_again_after_a_move(workshop):
    place = ask(workshop, people(1)[0])
    for _twice in range(2):
        look_after_places(now=workshop.starts_at - DAY + HOUR)
    subjects = Letter.objects.filter(recipient=place.person, channel="page").values_list("subject", flat=True)
    assert list(subjects) == ["Tomorrow: something you said you come to"]


def test_who_is_erased_leaves_nothing_and_the_place_goes_on(workshop):
    asked = in_turn(workshop, 3, needs="A chair with arms")
    erase(asked[0].person, now=NOW)
    assert not Place.objects.filter(pk=asked[0].pk).exists()
    look_after_places(now=NOW)
    assert states(*asked[1:]) == ["taken", "held"]


def test_needs_are_there_until_taken_back_or_the_place_is_given_up(workshop):
    one, two = (ask(workshop, person, needs="An interpreter for BSL") for person in people(2))
    assert "interpreter" not in str(list(Place.objects.values()))
    with acting(one.person):
        take_needs_back(place=one.pk, now=NOW)
    give_up(two)
    assert [each.needs for each in Place.objects.all()] == ["", ""]
