"""The pages of pickups: a round is set up, driven and confirmed; weights as people type them."""

import uuid

import pytest
from django import forms
from django.urls import reverse
from django.utils import timezone

from trellis.apps.directory.tests.factories import make_person
from trellis.apps.exchange.actions import pickups_driving as driving
from trellis.apps.exchange.forms.pickups import WeightField
from trellis.apps.exchange.models import PickupRound
from trellis.apps.exchange.tests.test_pickups import NOW, do, hub, keeper, kitchens, pickup, robin, round, rows, weigh  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def key():
    return {"form_key": str(uuid.uuid4())}


@pytest.mark.parametrize(
    ("typed", "grams"),
    [("12,5 kg", 12_500), ("12.5", 12_500), ("800 g", 800), ("0", 0), (" 7 kilos ", 7000), ("0.250", 250), ("3KG", 3000), ("0,05", 50)],
)
def test_weights_as_people_write_them(typed, grams):
    assert WeightField().clean(typed) == grams


@pytest.mark.parametrize("typed", ["1e9", "1,250", "1.250 g", "9999999", "99999999999", "-3", "a lot", "12 lb", "١٢", "12.5 kg 3", "nan"])
def test_weights_that_cannot_be_meant_are_asked_again(typed):
    with pytest.raises(forms.ValidationError):
        WeightField().clean(typed)


def test_a_round_is_set_up_and_sent_twice_is_once(client, hub, keeper, kitchens):  # noqa: F811
    client.force_login(keeper)
    address = reverse("pickups-new", args=[hub.pk])
    assert "Choose at least one day" in client.post(address, {"name": "Bread"} | key()).content.decode()
    told = {"name": "Bread", "days": ["TU", "FR"], "first_on_0": "1", "first_on_1": "11", "first_on_2": "2026"}
    told |= {"van_grams": "100", "crate_grams": "5 kg"} | key()
    for _twice in range(2):
        assert client.post(address, told).status_code == 302
    made = PickupRound.objects.get()
    stop = {"kind": "donor", "name": "Jo's Bakery", "opens": "9", "closes": "8", "grams": "12,5 kg", "minutes": "5"}
    address = reverse("pickups-add-stop", args=[made.pk])
    assert "after it opens" in client.post(address, stop | key()).content.decode()
    for each in (stop | {"closes": "11"}, stop | {"kind": "taker", "name": "north kitchen", "closes": "14"}):
        sent = each | key()
        for _twice in range(2):
            assert client.post(address, sent).status_code == 302
    assert made.stops.count() == 2
    assert made.stops.get(kind="taker").organization == kitchens[0]
    assert made.pickups.count() == 4
    shown = client.get(reverse("pickups-round", args=[made.pk])).content.decode()
    assert "12.5 kg" in shown
    assert "confirms here what arrives" in shown
    edited = told | {"name": "Bread and milk", "cold_minutes": "90"} | key()
    assert client.post(reverse("pickups-edit", args=[made.pk]), edited).status_code == 302
    client.post(reverse("pickups-end", args=[made.pk]), key())
    assert {each.state for each in made.pickups.all()} == {"called_off"}


def test_a_pickup_is_driven_and_weighed_on_pages_and_a_double_click_counts_once(client, pickup, robin, kitchens):  # noqa: F811
    client.force_login(robin)
    assert "nobody drives yet" in client.get(reverse("pickups-mine")).content.decode()
    take = key()
    for _twice in range(2):
        client.post(reverse("pickups-step", args=[pickup.pk, "take"]), take)
    page = client.get(reverse("pickups-pickup", args=[pickup.pk])).content.decode()
    assert "You drive it." in page
    assert page.index("Jo&#x27;s Bakery") < page.index("Shoreline Foods") < page.index("North Kitchen")
    weighing = reverse("pickups-weigh", args=[rows(pickup)["Jo's Bakery"].pk])
    assert "Write the weight like" in client.post(weighing, {"grams": "1e9"} | key()).content.decode()
    assert "Choose why there was nothing" in client.post(weighing, {"grams": "0"} | key()).content.decode()
    sent = {"grams": "12,5 kg", "food_note": "Wheat <b>"} | key()
    for _twice in range(2):
        assert client.post(weighing, sent).status_code == 302
    weigh(pickup, "Shoreline Foods", 27_500, robin)
    row = rows(pickup)["North Kitchen"]
    assert "20 kg" in client.get(reverse("pickups-weigh", args=[row.pk])).content.decode()
    assert client.get(reverse("pickups-receive", args=[row.pk])).status_code == 404
    weigh(pickup, "North Kitchen", 20_000, robin)
    client.force_login(make_person("editor", kitchens[0]))
    address = reverse("pickups-receive", args=[row.pk])
    shown = client.get(address).content.decode()
    assert "Wheat &lt;b&gt;" in shown
    assert "Robin" not in shown
    for _twice in range(2):
        client.post(address, {"grams": "19.8"} | key())
    row.refresh_from_db()
    assert row.received_grams == 19_800
    assert client.get(reverse("pickups-pickup", args=[pickup.pk])).status_code == 404


def test_totals_are_for_the_hub_and_troubles_for_whoever_coordinates(client, pickup, robin, keeper, hub):  # noqa: F811
    do(driving.take_pickup, pickup, robin)
    weigh(pickup, "Jo's Bakery", 0, robin, zero_reason="nothing_left")
    address = reverse("pickups-totals", args=[hub.pk])
    for person, sees in ((robin, False), (keeper, True)):
        client.force_login(person)
        page = client.get(address).content.decode()
        assert ("There was nothing left over: 1" in page, "Jo&#x27;s Bakery" in page) == (True, sees)
    client.force_login(make_person())
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("n_rounds", [1, 3])
def test_the_lists_ask_the_database_the_same_for_one_and_for_three(client, hub, keeper, round, n_rounds, django_assert_num_queries):  # noqa: F811
    for number in range(1, n_rounds):
        copy = PickupRound.objects.get(pk=round.pk)
        copy.pk, copy.name = uuid.uuid4(), f"Round {number}"
        copy.save(force_insert=True)
        for each in round.pickups.all():
            copy.pickups.create(on=each.on, starts_at=each.starts_at, ends_at=each.ends_at)
    client.force_login(keeper)
    with django_assert_num_queries(9):
        client.get(reverse("pickups-mine"))
