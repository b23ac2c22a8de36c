"""Pickups of surplus food: one driver, fair shares, weights, and what goes wrong on the way."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction

from trellis.apps.commitments.models import Commitment
from trellis.apps.directory.tests.factories import make_location, make_organization, make_person
from trellis.apps.exchange.actions import pickups as keeping
from trellis.apps.exchange.actions import pickups_driving as driving
from trellis.apps.exchange.actions.pickups import put_down_all
from trellis.apps.exchange.actions.pickups_driving import look_after
from trellis.apps.exchange.models import Pickup, PickupRound, PickupStop
from trellis.apps.exchange.queries import pickups as queries
from trellis.apps.exchange.queries.agenda_pickups import coming_up
from trellis.apps.exchange.queries.pickups_route import kilograms, plan_of
from trellis.apps.exchange.queries.pickups_sharing import shares
from trellis.apps.people.actions import join_group
from trellis.core.actions import NotFound, Refused, WrongState, acting
from trellis.core.forgetting.erasing import erase
from trellis.core.forgetting.purging import purge
from trellis.core.letters.models import Letter
from trellis.core.references import Ref

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TUESDAY = date(2026, 11, 24)
ROUND = {"name": "Tuesday run", "byday": "TU", "first_on": date(2026, 11, 1), "van_grams": 100_000, "crate_grams": 5000}
KITCHENS = (("North Kitchen", 20_000, 51.80), ("Pier Fridge", 10_000, 51.79), ("St Mark's", 10_000, 51.81))


@pytest.fixture
def hub():
    return make_organization(name="Second Helping")


@pytest.fixture
def keeper(hub):
    return make_person("editor", hub)


def member(hub, name="Robin"):
    person = make_person()
    with acting(person):
        join_group(person, group=Ref.to(hub), display_name=name, now=NOW)
    return person


@pytest.fixture
def robin(hub):
    return member(hub)


@pytest.fixture
def kitchens():
    made = [make_organization(name=name) for name, _grams, _lat in KITCHENS]
    for organization, (_name, _grams, latitude) in zip(made, KITCHENS, strict=True):
        make_location(organization, name=f"{organization.name} hall", latitude=latitude)
    return made


def make_round(hub, keeper, **told) -> PickupRound:
    with acting(keeper):
        round = PickupRound.objects.get(pk=keeping.add_round(hub, now=NOW, **ROUND | told))
        for name, opens, grams in (("Jo's Bakery", time(9), 12_000), ("Shoreline Foods", time(9, 30), 28_000)):
            keeping.add_stop(round, kind="donor", name=name, opens=opens, closes=time(11), grams=grams, minutes=5, now=NOW)
        for name, grams, _latitude in KITCHENS:
            keeping.add_stop(round, kind="taker", name=name, opens=time(10), closes=time(14), grams=grams, minutes=5, now=NOW)
    return round


@pytest.fixture
def round(hub, keeper, kitchens):
    return make_round(hub, keeper)


@pytest.fixture
def pickup(round) -> Pickup:
    return round.pickups.get(on=TUESDAY)


def do(action, row, person, now=NOW, **told):
    with acting(person):
        result = action(row, now=now, **told)
    row.refresh_from_db()
    return result


def rows(pickup) -> dict[str, PickupStop]:
    return {each.stop.name: each for each in queries.stops_of(pickup)}


def weigh(pickup, name, grams, person, **told):
    do(driving.weigh_stop, rows(pickup)[name], person, grams=grams, **told)


def test_the_next_two_weeks_are_put_down_once(round):
    assert [(each.on, each.starts_at.hour, each.ends_at.hour) for each in round.pickups.all()] == [
        (TUESDAY, 9, 14),
        (date(2026, 12, 1), 9, 14),
    ]
    put_down_all(NOW)
    put_down_all(NOW + timedelta(days=1))
    assert round.pickups.count() == 3
    assert PickupStop.objects.count() == 15


def test_food_reaches_three_kitchens(pickup, robin, kitchens):
    do(driving.take_pickup, pickup, robin)
    weigh(pickup, "Jo's Bakery", 12_500, robin, food_note="Wheat, milk")
    assert rows(pickup)["Pier Fridge"].share_grams is None
    weigh(pickup, "Shoreline Foods", 27_500, robin)
    given = {name: row.share_grams for name, row in rows(pickup).items() if row.share_grams is not None}
    assert given == {"North Kitchen": 20_000, "Pier Fridge": 10_000, "St Mark's": 10_000}
    for name, grams in given.items():
        weigh(pickup, name, grams, robin)
    pickup.refresh_from_db()
    assert (pickup.state, Commitment.objects.get().state) == ("done", "kept")
    cook = make_person("editor", kitchens[0])
    do(driving.confirm_receipt, rows(pickup)["North Kitchen"], cook, grams=19_800)
    row = rows(pickup)["North Kitchen"]
    assert (row.grams, row.received_grams) == (20_000, 19_800)
    (month,) = queries.months_of(pickup.round.hub)
    assert (month.month, month.grams, month.takers) == (
        "2026-11", 40_000, [("North Kitchen", 20_000), ("Pier Fridge", 10_000), ("St Mark's", 10_000)],
    )  # fmt: skip


def test_one_drives_and_the_second_hears_so(pickup, hub, robin):
    wren = member(hub, "Wren")
    for _twice in range(2):
        do(driving.take_pickup, pickup, robin)
    with acting(wren), pytest.raises(WrongState, match="Somebody else"):
        driving.take_pickup(pickup, now=NOW)
    assert Commitment.objects.count() == 1
    assert queries.driver_name(pickup, reader=wren) == "Robin"
    with acting(wren), pytest.raises(Refused):
        driving.give_back_pickup(pickup, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Pickup.objects.create(round=pickup.round, on=pickup.on, starts_at=pickup.starts_at, ends_at=pickup.ends_at)


def test_nobody_drives_two_at_the_same_time(pickup, hub, keeper, robin):
    other = make_round(hub, keeper, name="Second van").pickups.get(on=TUESDAY)
    do(driving.take_pickup, pickup, robin)
    with acting(robin), pytest.raises(WrongState, match="at the same time"):
        driving.take_pickup(other, now=NOW)


def test_i_cant_be_there_opens_it_and_tells_who_must_know(pickup, hub, keeper, robin):
    wren = member(hub, "Wren")
    do(keeping.stand_by, pickup.round, wren)
    do(keeping.stand_by, pickup.round, wren)
    do(driving.take_pickup, pickup, robin)
    Letter.objects.all().delete()
    do(driving.give_back_pickup, pickup, robin)
    assert (pickup.driver, Commitment.objects.get().state) == (None, "released")
    assert {each.recipient for each in Letter.objects.all()} == {keeper, wren}
    assert not any("Robin" in each.body + each.subject or "Tuesday" in each.body for each in Letter.objects.all())
    do(driving.take_pickup, pickup, wren)
    assert [line.title for line in coming_up(wren, since=NOW, until=NOW + timedelta(days=7))] == ["You drive: Tuesday run"]


def test_a_taker_withdraws_when_the_van_is_on_its_way(pickup, robin, kitchens):
    do(driving.take_pickup, pickup, robin)
    weigh(pickup, "Jo's Bakery", 10_000, robin)
    weigh(pickup, "Shoreline Foods", 30_000, robin)
    Letter.objects.all().delete()
    cook = make_person("editor", kitchens[1])
    do(driving.withdraw_stop, rows(pickup)["Pier Fridge"], cook)
    assert robin in {each.recipient for each in Letter.objects.all()}
    given = {name: row.share_grams for name, row in rows(pickup).items() if row.stop.kind == "taker"}
    assert given["Pier Fridge"] is None
    assert (sum(filter(None, given.values())), given["North Kitchen"]) == (40_000, 25_000)
    plan = plan_of(pickup, queries.stops_of(pickup), queries.sharing_of(pickup, queries.stops_of(pickup)))
    assert "Pier Fridge" not in {each.row.stop.name for each in plan.stops}
    with acting(robin), pytest.raises(WrongState):
        driving.weigh_stop(rows(pickup)["Pier Fridge"], grams=1000, now=NOW)
    weigh(pickup, "North Kitchen", 25_000, robin)
    with acting(make_person("editor", kitchens[0])), pytest.raises(WrongState):
        driving.withdraw_stop(rows(pickup)["North Kitchen"], now=NOW)
    do(driving.rejoin_stop, rows(pickup)["Pier Fridge"], cook)
    assert sum(rows(pickup)[name].share_grams for name in ("Pier Fridge", "St Mark's")) == 15_000


def test_nothing_there_needs_a_reason_and_shows_to_whoever_coordinates_only(pickup, robin, keeper, hub):
    do(driving.take_pickup, pickup, robin)
    with acting(robin), pytest.raises(WrongState, match="why"):
        driving.weigh_stop(rows(pickup)["Jo's Bakery"], grams=0, now=NOW)
    weigh(pickup, "Jo's Bakery", 0, robin, zero_reason="closed")
    (trouble,) = queries.troubles_of(hub, since=NOW - timedelta(days=30))
    assert (trouble.name, trouble.n_times, trouble.zeros) == ("Jo's Bakery", 1, [("It was closed", 1)])
    assert queries.months_of(hub)[0].zeros == {"closed": 1}
    weigh(pickup, "Jo's Bakery", 4000, robin)
    assert rows(pickup)["Jo's Bakery"].zero_reason == ""
    with pytest.raises(IntegrityError), transaction.atomic():
        PickupStop.objects.filter(pk=rows(pickup)["Jo's Bakery"].pk).update(grams=0)


def test_what_had_less_lately_comes_first(round, robin):
    first, second = round.pickups.all()
    do(driving.take_pickup, first, robin)
    weigh(first, "Jo's Bakery", 20_000, robin)
    weigh(first, "Shoreline Foods", 0, robin, zero_reason="nothing_left")
    for name, grams in (("North Kitchen", 20_000), ("Pier Fridge", 0), ("St Mark's", 0)):
        weigh(first, name, grams, robin, **({} if grams else {"zero_reason": "nobody"}))
    do(driving.take_pickup, second, robin)
    weigh(second, "Jo's Bakery", 20_000, robin)
    weigh(second, "Shoreline Foods", 0, robin, zero_reason="nothing_left")
    given = {name: row.share_grams for name, row in rows(second).items() if row.stop.kind == "taker"}
    assert given == {"North Kitchen": 0, "Pier Fridge": 10_000, "St Mark's": 10_000}


def test_the_order_is_planned_and_what_is_in_the_way_is_said(hub, keeper, pickup):
    def planned(pickup):
        found = queries.stops_of(pickup)
        return plan_of(pickup, found, queries.sharing_of(pickup, found))

    plan = planned(pickup)
    assert [each.row.stop.kind for each in plan.stops] == ["donor"] * 2 + ["taker"] * 3
    assert plan.guessed
    assert plan.stops[-1].on_board == 0
    cold = make_round(hub, keeper, name="Cold", cold_minutes=30).pickups.get(on=TUESDAY)
    assert not planned(cold).stops
    assert any("without cooling" in each for each in planned(cold).in_the_way)
    small = make_round(hub, keeper, name="Small", van_grams=10_000).pickups.get(on=TUESDAY)
    assert "more than the vehicle carries" in planned(small).in_the_way[0]


def test_on_the_days_the_clocks_change_the_hours_are_the_clocks(hub, keeper, kitchens):
    make_round(hub, keeper, byday="SU", first_on=date(2027, 3, 1))
    put_down_all(datetime(2027, 3, 25, 12, 0, tzinfo=UTC))
    starts = {str(each.on): each.starts_at for each in Pickup.objects.order_by("on")}
    assert starts["2027-03-28"] == datetime(2027, 3, 28, 8, 0, tzinfo=UTC)
    put_down_all(datetime(2027, 10, 25, 12, 0, tzinfo=UTC))
    assert Pickup.objects.get(on=date(2027, 10, 31)).starts_at == datetime(2027, 10, 31, 9, 0, tzinfo=UTC)
    pickup = Pickup.objects.get(on=date(2027, 3, 28))
    found = queries.stops_of(pickup)
    assert plan_of(pickup, found, queries.sharing_of(pickup, found)).stops[0].begins.hour == 8


def test_reminders_once_and_what_nobody_ended_ends(pickup, keeper, robin):
    do(driving.take_pickup, pickup, robin)
    Letter.objects.all().delete()
    assert look_after(NOW) == 1
    assert look_after(NOW) == 0
    assert {each.recipient for each in Letter.objects.all()} == {robin}
    assert look_after(NOW + timedelta(days=4)) == 1
    pickup.refresh_from_db()
    assert (pickup.state, Commitment.objects.get().state) == ("called_off", "released")
    other = pickup.round.pickups.get(on=date(2026, 12, 1))
    look_after(NOW + timedelta(days=12))
    assert {row.zero_reason for row in rows(other).values() if row.stop.kind == "donor"} == {"no_driver"}


def test_what_was_fetched_is_not_called_off_and_an_ended_round_stays_in_the_totals(pickup, keeper, robin, hub):
    do(driving.take_pickup, pickup, robin)
    weigh(pickup, "Jo's Bakery", 4000, robin)
    with acting(keeper), pytest.raises(WrongState, match="fetched already"):
        keeping.call_off_pickup(pickup, now=NOW)
    other = pickup.round.pickups.get(on=date(2026, 12, 1))
    do(keeping.call_off_pickup, other, keeper)
    assert other.state == "called_off"
    do(keeping.end_stop, rows(pickup)["St Mark's"].stop, keeper)
    assert "St Mark's" not in rows(pickup)
    assert queries.months_of(hub)[0].grams == 4000


def test_a_round_has_eight_stops_at_most(round, keeper):
    with acting(keeper):
        for number in range(3):
            keeping.add_stop(round, kind="taker", name=f"T{number}", opens=time(9), closes=time(10), grams=1000, now=NOW)
        with pytest.raises(WrongState, match="eight"):
            keeping.add_stop(round, kind="taker", name="T9", opens=time(9), closes=time(10), grams=1000, now=NOW)


def test_it_exists_for_the_hub_and_for_those_at_the_stop_only(pickup, kitchens, robin):
    outsider, cook = make_person(), make_person("editor", kitchens[0])
    row = rows(pickup)["North Kitchen"]
    assert (pickup.is_visible_to(robin), pickup.is_visible_to(outsider), pickup.is_visible_to(cook)) == (True, False, False)
    assert (row.is_visible_to(cook), rows(pickup)["Pier Fridge"].is_visible_to(cook)) == (True, False)
    with acting(outsider), pytest.raises(NotFound):
        driving.take_pickup(pickup, now=NOW)
    with acting(robin), pytest.raises(Refused):
        driving.weigh_stop(row, grams=1000, now=NOW)


def test_who_drove_is_forgotten_and_the_weights_stay(pickup, robin, hub):
    do(driving.take_pickup, pickup, robin)
    weigh(pickup, "Jo's Bakery", 4000, robin)
    erase(robin, now=NOW)
    pickup.refresh_from_db()
    assert (pickup.driver, pickup.state, queries.months_of(hub)[0].grams) == (None, "planned", 4000)
    wren = member(hub, "Wren")
    do(driving.take_pickup, pickup, wren)
    look_after(NOW + timedelta(days=4))
    purge(now=NOW + timedelta(days=70))
    pickup.refresh_from_db()
    assert (pickup.driver, pickup.state) == (None, "done")


def test_shares_are_whole_crates_in_turn_and_never_more_than_there_is_room():
    told = {"needs": {"a": 20, "b": 10, "c": 10}, "room": {"a": None, "b": 5, "c": None}, "served": {"c": 10}, "crate": 5, "seed": "x"}
    assert shares(22, **told)["b"] == 5
    assert shares(0, **told) == {"a": 0, "b": 0, "c": 0}
    assert sum(shares(100, needs={"b": 10}, room={"b": 5}, served={}, crate=5, seed="x").values()) == 5
    assert shares(22, **told) == shares(22, **told)


@pytest.mark.parametrize(("grams", "shown"), [(0, "0 kg"), (800, "800 g"), (12_500, "12.5 kg"), (20_000, "20 kg"), (None, "")])
def test_weights_read_as_people_say_them(grams, shown):
    assert kilograms(grams) == shown
