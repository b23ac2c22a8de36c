"""The demo place shares out chairs at a workshop, beds of a respite house, plots and harvests of a garden. All invented."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction

from trellis.apps.directory.models import Location, Organization
from trellis.apps.gatherings.actions import series as gatherings
from trellis.apps.gatherings.actions.gardens import add_garden, ask_plot
from trellis.apps.gatherings.actions.gardens_harvest import note_harvest, share_out, wish_share
from trellis.apps.gatherings.actions.places import ask_place
from trellis.apps.gatherings.actions.respite import accept_stay, ask_stay
from trellis.apps.gatherings.actions.respite_house import add_house
from trellis.apps.gatherings.models import Garden, Gathering, GatheringKind, Harvest, Place, Repeats, RespiteHouse, Series, Stay, Tenancy
from trellis.apps.gatherings.queries.recurring import Pattern
from trellis.core.actions import acting, as_program
from trellis.core.people.models import Person
from trellis.core.ui.words import here

WORKSHOP = ("Second Life Repair Cafés", "Zip hospital: mend a zip in an evening")
HOUSE = ("The Lighthouse Keepers", "Half Tide House")
GARDEN = ("Bocking Lane Growers", "Bocking Lane plots")
WORK_DAY = "Shared acre: dig, eat, go home"
AGREEMENT = """We are kind to each other, and to ourselves.
No alcohol and no drugs in the house.
What somebody tells you here stays here, and so does the address.
Everybody washes up."""
ABOUT = (
    "Two small bedrooms, a kitchen with a big table, a cat who does not care. Supper at seven with whoever is there. You keep your own key."
)
PICKED = (("Courgettes", 6200, "grams", 70, 0), ("Eggs", 24, "pieces", 35, 0), ("Beetroot and chard", 3400, "grams", 5, 3))


@transaction.atomic
def load(*, now: datetime) -> dict[str, int]:
    """Make them, unless they are there."""
    for name, make, is_there in (
        (WORKSHOP[0], _workshop, Series.objects.filter(title=WORKSHOP[1])),
        (HOUSE[0], _house, RespiteHouse.objects.filter(name=HOUSE[1])),
        (GARDEN[0], _garden, Garden.objects.filter(name=GARDEN[1])),
    ):
        organization = Organization.objects.filter(name=name).first()
        if organization is not None and not is_there.exists():
            make(organization, now)
    return {"places": Place.objects.count(), "stays": Stay.objects.count(), "plots with somebody": Tenancy.objects.count()}


def _person(name: str) -> Person:
    email = f"{name.lower().replace(' ', '.')}.places@example.org"
    return Person.objects.filter(email=email).first() or Person.objects.create_user(email=email, display_name=name)


def _series(organization: Organization, title: str, kind: str, day: str, begins: time, *, places: int, now: datetime, **told) -> Series:
    """Every week or two on this day, in the group's own rooms."""
    where = Location.objects.filter(organization=organization).first()
    pattern = Pattern(
        repeats=Repeats.WEEKLY, first_on=here(now).date(), begins=begins, minutes=120, time_zone=settings.PLACE_TIME_ZONE,
        interval=told.pop("interval", 1), byday=day,
    )  # fmt: skip
    details = gatherings.Details(title=title, kind=kind, location=where, places=places, **told)
    with as_program("demo"):
        return Series.objects.get(pk=gatherings.make_series(organization, details=details, pattern=pattern, now=now))


def _workshop(organization: Organization, now: datetime) -> None:
    """Four chairs, two people who wait for one."""
    words = "Bring the coat. We have the zips, the patience and the biscuits."
    series = _series(organization, WORKSHOP[1], GatheringKind.WORKSHOP, "TH", time(18, 30), places=4, now=now, description=words)
    evening = Gathering.objects.filter(series=series, starts_at__gt=now).order_by("starts_at").first()
    for hours, name in enumerate(("Bo", "Linnet", "Mr K", "Asha", "Dafydd", "Ines")):
        with acting(_person(name), channel="demo"):
            ask_place(evening, now=now - timedelta(hours=20 - hours))


def _house(organization: Organization, now: datetime) -> None:
    """Two beds: a guest tonight, one who comes in three days, one who waits."""
    told = {
        "name": HOUSE[1], "about": ABOUT, "agreement": AGREEMENT, "longest_nights": 7, "tells_free_beds": True, "language": "en",
        "finding": "3 Saltmarsh Cottages, past the sluice. The green door. Knock; the bell has been broken since spring.",
    }  # fmt: skip
    with as_program("demo"):
        house = RespiteHouse.objects.get(pk=add_house(organization, told=told, beds=["The room over the kitchen", "The sea room"], now=now))
    today = here(now).date()
    for hours, (name, alias, days, nights) in enumerate((("Asha", "Wren", 0, 4), ("Dafydd", "D.", 3, 7), ("Ines", "Ines", 1, 5))):
        person, asked_at = _person(name), now - timedelta(hours=3 - hours)
        with acting(person, channel="demo"):
            stay = ask_stay(house, alias=alias, first_on=today + timedelta(days=days), nights=nights, now=asked_at)
            if Stay.objects.filter(pk=stay, state="held").exists():
                accept_stay(stay=stay, agreed=True, now=asked_at + timedelta(minutes=20))


def _garden(organization: Organization, now: datetime) -> None:
    """Six plots with somebody, two who wait, work days, and what was picked."""
    words = "Plots from a bathtub's size upward, and a shared acre. Water from the butts, tea from the shed."
    today = here(now).date()
    season_ends = today.replace(year=today.year + (today.month > 8), month=10, day=31)
    told = {"name": GARDEN[1], "about": words, "season_ends_on": season_ends, "language": "en"}
    told["location"] = Location.objects.filter(name="Bocking Lane Allotments").first()
    plots = ["1a", "1b", "2", "3", "4 (raised)", "5 (raised)"]
    with as_program("demo"):
        garden = Garden.objects.get(pk=add_garden(organization, told=told, plots=plots, raised=plots[-2:], now=now))
    _series(organization, WORK_DAY, GatheringKind.WORK_DAY, "SA", time(10), places=20, now=now, interval=2)
    people = [_person(name) for name in ("Bo", "Linnet", "Mr K", "Asha", "Dafydd", "Ines", "Oyelaran", "Petra")]
    for hours, person in enumerate(people):
        with acting(person, channel="demo"):
            ask_plot(garden, raised_only=person.display_name == "Mr K", now=now - timedelta(days=90, hours=-hours))
    for what, amount, measure, days, n_shares in PICKED:
        with acting(people[0], channel="demo"):
            picked_on = today - timedelta(days=days)
            made = note_harvest(garden, what=what, amount=amount, measure=measure, picked_on=picked_on, n_shares=n_shares, now=now)
    harvest = Harvest.objects.get(pk=made)
    for person in people[:5]:
        with acting(person, channel="demo"):
            wish_share(harvest, now=now)
    with acting(people[0], channel="demo"):
        share_out(harvest, now=now)
        note_harvest(garden, what="Mint, by the armful", amount=900, measure="grams", picked_on=today, n_shares=4, now=now)
