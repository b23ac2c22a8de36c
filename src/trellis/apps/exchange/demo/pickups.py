"""Bread and vegetables that are left over in Harwich, brought to three kitchens each day; one run is under way."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from trellis.apps.directory.actions.roles import give_role
from trellis.apps.directory.models import Organization
from trellis.apps.directory.queries.groups import group_of
from trellis.apps.exchange.actions import pickups as keeping
from trellis.apps.exchange.actions import pickups_driving as driving
from trellis.apps.exchange.demo.items import person
from trellis.apps.exchange.models import Pickup, PickupRound, PickupStop
from trellis.apps.people.actions import join_group
from trellis.core.actions import acting, as_program
from trellis.core.people.models import Person

HUB = "Kind Fridges"
DONORS = (
    ("Harbour Crust Bakery", time(8), time(10), 14_000, "Side door. Ask for Bea."),
    ("Parade Foods, Dovercourt", time(8, 30), time(10, 30), 30_000, "Loading bay, ring twice."),
)
TAKERS = (
    ("Loaves of the Old Town", time(9), time(13), 18_000, 40_000),
    ("Lighthouse Hub, Dovercourt", time(9), time(12), 12_000, 15_000),
    ("The Beacon Mission", time(9, 30), time(13), 15_000, None),
)
WEIGHTS = ((12_400, 27_500), (0, 31_200), (14_900, 22_000), (13_200, 29_800))
DAY = timedelta(days=1)


def load(*, now: datetime) -> dict[str, int]:
    """Write it through actions; a second run changes nothing."""
    hub = Organization.objects.filter(name=HUB).first()
    if hub is not None and not PickupRound.objects.filter(hub=hub).exists():
        _write(hub, now)
    return {"pickup rounds": PickupRound.objects.count(), "pickups": Pickup.objects.count()}


def _write(hub: Organization, now: datetime) -> None:
    began = now - 5 * DAY
    keeper = person("keeper.fridges", "Ama")
    drivers = [_member(hub, *each, now=began) for each in (("lou.drives", "Lou"), ("kit.drives", "Kit"))]
    cooks = [_editor(name, number, now=began) for number, (name, *_rest) in enumerate(TAKERS)]
    with as_program("demo"):
        give_role(keeper, role="editor", organization=hub, now=began)
    told = {"name": "Harwich morning run", "byday": "MO,TU,WE,TH,FR,SA,SU", "first_on": began.date(), "van_grams": 120_000}
    with acting(keeper, channel="demo"):
        added = keeping.add_round(hub, now=began, crate_grams=3000, cold_minutes=180, **told)
        run = PickupRound.objects.get(pk=added)
        for name, opens, closes, grams, way_in in DONORS:
            keeping.add_stop(run, kind="donor", name=name, opens=opens, closes=closes, grams=grams, minutes=10, way_in=way_in, now=began)
        for name, opens, closes, grams, room in TAKERS:
            keeping.add_stop(run, kind="taker", name=name, opens=opens, closes=closes, grams=grams, minutes=10, room_grams=room, now=began)
    with acting(drivers[1], channel="demo"):
        keeping.stand_by(run, now=began)
    begun = list(run.pickups.filter(starts_at__lte=now - timedelta(minutes=30)).order_by("starts_at"))
    for number, pickup in enumerate(begun):
        _drive(pickup, drivers[number % 2], WEIGHTS[number % len(WEIGHTS)], cooks, all_of_it=pickup is not begun[-1])
    for pickup in run.pickups.filter(driver=None, starts_at__gt=now).order_by("starts_at")[1:3]:
        with acting(drivers[0], channel="demo"):
            driving.take_pickup(pickup, now=now)


def _drive(pickup: Pickup, driver: Person, weights: tuple[int, ...], cooks: list[Person | None], *, all_of_it: bool) -> None:
    """Fetch it all, bring it to everybody; or, where it is under way, to the first kitchen only."""
    at = pickup.starts_at
    with acting(driver, channel="demo"):
        driving.take_pickup(pickup, now=at - DAY)
        for grams, (name, *_rest) in zip(weights, DONORS, strict=True):
            given = {"food_note": "Wheat, milk, egg. Use today."} if grams else {"zero_reason": "closed"}
            driving.weigh_stop(_row(pickup, name), grams=grams, now=at + timedelta(minutes=20), **given)
        for name, *_rest in TAKERS[: None if all_of_it else 1]:
            row = _row(pickup, name)
            given = {} if row.share_grams else {"zero_reason": "full"}
            driving.weigh_stop(row, grams=row.share_grams or 0, now=at + timedelta(minutes=90), **given)
    for cook, (name, *_rest) in zip(cooks, TAKERS, strict=True):
        row = _row(pickup, name)
        if all_of_it and cook is not None and row.grams and row.stop.organization_id:
            with acting(cook, channel="demo"):
                driving.confirm_receipt(row, grams=row.grams, now=at + timedelta(hours=3))


def _row(pickup: Pickup, name: str) -> PickupStop:
    return PickupStop.objects.select_related("stop").get(pickup=pickup, stop__name=name)


def _member(hub: Organization, mailbox: str, name: str, *, now: datetime) -> Person:
    joined = person(mailbox, name)
    with acting(joined, channel="demo"):
        join_group(joined, group=group_of(hub), display_name=name, now=now)
    return joined


def _editor(name: str, number: int, *, now: datetime) -> Person | None:
    organization = Organization.objects.filter(name=name).first()
    if organization is None:
        return None
    cook = person(f"cook.{number}", "")
    with as_program("demo"):
        give_role(cook, role="editor", organization=organization, now=now)
    return cook
