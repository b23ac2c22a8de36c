"""Many at the same moment: one place, one bed, one plot, and a hold that runs out while it is accepted. On both databases."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection, connections

from trellis.apps.directory.tests.factories import make_organization
from trellis.apps.gatherings.actions.gardens import add_garden, ask_plot
from trellis.apps.gatherings.actions.places import accept_place, ask_place, give_place_up, hand_places_on, look_after_places
from trellis.apps.gatherings.actions.respite import ask_stay
from trellis.apps.gatherings.actions.respite_house import add_house
from trellis.apps.gatherings.models import BedNight, Garden, Gathering, NumberedPlace, Place, RespiteHouse, Stay, Tenancy
from trellis.apps.gatherings.tests.factories import NOW, make_gathering, make_series
from trellis.apps.people.tests.holders import make_person
from trellis.core.actions import WrongState, acting, as_program

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def a_database_that_threads_share():
    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("threads do not share a database in memory")


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """Do them in threads of their own, all at the same moment; what each gave, or the error that it met."""
    barrier, came = threading.Barrier(len(deeds)), []

    def run(deed: Callable[[], object]) -> None:
        barrier.wait()
        try:
            came.append(deed())
        except Exception as error:  # noqa: BLE001 (the test looks at it)
            came.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    return came


def as_person(person, deed, *args, **told) -> Callable[[], object]:
    def do():
        with acting(person):
            return deed(*args, **told)

    return do


def test_one_place_one_bed_and_one_plot_are_had_by_one_each():
    organization = make_organization()
    gathering = make_gathering(make_series(organization, places=1))
    with as_program():
        house = RespiteHouse.objects.get(pk=add_house(organization, told={"name": "H", "agreement": "Kind."}, beds=["1"], now=NOW))
        garden = Garden.objects.get(
            pk=add_garden(organization, told={"name": "G", "season_ends_on": date(2027, 10, 31)}, plots=["1"], now=NOW)
        )
    people = [make_person() for _each in range(6)]
    night = {"alias": "W", "first_on": NOW.date(), "nights": 1}
    for deed, subject, told, model in (
        (ask_place, gathering, {}, Place), (ask_stay, house, night, Stay), (ask_plot, garden, {}, Tenancy),
    ):  # fmt: skip
        came = at_once(*(as_person(each, deed, subject, now=NOW, **told) for each in people))
        assert not [each for each in came if isinstance(each, Exception)], came
        assert sorted(model.objects.values_list("state", flat=True), reverse=True)[:5] == ["waiting"] * 5
        assert model.objects.having().count() == 1
    assert (NumberedPlace.objects.count(), BedNight.objects.count()) == (1, 1)


def test_everybody_gives_back_and_takes_at_once_and_never_are_there_more_than_places():
    gathering = make_gathering(make_series(make_organization(), places=2))
    places = []
    for number in range(6):
        with acting(person := make_person()):
            places.append((person, ask_place(gathering, now=NOW + timedelta(seconds=number))))
    deeds = [as_person(person, give_place_up, place=place, now=NOW) for person, place in places[:3]]
    deeds += [as_person(make_person(), ask_place, gathering, now=NOW + timedelta(minutes=1)) for _each in range(3)]
    came = at_once(*deeds)
    assert not [each for each in came if isinstance(each, Exception)], came
    assert NumberedPlace.objects.count() == Place.objects.having().count() == 2
    assert [Place.objects.get(pk=place).state for _person, place in places[3:5]] == ["held", "held"]


def test_a_hold_that_is_accepted_while_it_runs_out_ends_in_one_way():
    gathering = make_gathering(make_series(make_organization(), places=0))
    with acting(person := make_person()):
        Gathering.objects.update(places=5)
        gathering.refresh_from_db()
        first = ask_place(gathering, n_people=5, now=NOW)
    with acting(make_person()):
        give_way = ask_place(gathering, n_people=5, now=NOW)
    with acting(person):
        give_place_up(place=first, now=NOW)
    held = Place.objects.get(pk=give_way)
    until = held.held_until

    def passes():
        with as_program():
            hand_places_on(gathering, now=until)
        return look_after_places(now=until)

    came = at_once(as_person(held.person, accept_place, place=held.pk, now=until - timedelta(seconds=1)), passes)
    held.refresh_from_db()
    refused = [each for each in came if isinstance(each, WrongState)]
    assert (held.state, len(refused)) in (("taken", 0), ("passed_on", 1))
    assert NumberedPlace.objects.count() == (5 if held.state == "taken" else 0)
