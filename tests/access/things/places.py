"""A full workshop with a queue, a held place, a house with stays, a garden with plots and a harvest. `joined` has one of each."""

from datetime import timedelta

from trellis.apps.gatherings.actions.gardens import add_garden, ask_plot, invitation_token
from trellis.apps.gatherings.actions.gardens_harvest import note_harvest
from trellis.apps.gatherings.actions.places import ask_place, hand_places_on
from trellis.apps.gatherings.actions.respite import accept_stay, ask_stay
from trellis.apps.gatherings.actions.respite_house import add_house
from trellis.apps.gatherings.models import Garden, Gathering, Harvest, Place, RespiteHouse, Stay, Tenancy
from trellis.apps.gatherings.tests.factories import make_gathering, make_series
from trellis.core.actions import acting, as_program

HOUSE = {"name": "The Lighthouse", "agreement": "We are kind.", "longest_nights": 5, "finding": "14 Juniper Lane", "tells_free_beds": True}


def add(world, *, now) -> None:
    """Make them all."""
    organization, soon = world.things["organization"], now + timedelta(days=5)
    full, half, inside, heads = (
        make_gathering(make_series(organization, places=1, **told), starts_at=soon)
        for told in ({}, {"title": "Half full"}, {"seen_by": "members"}, {"head_count_only": True})
    )
    with as_program():
        house = RespiteHouse.objects.get(pk=add_house(organization, told=HOUSE, beds=["Blue"], now=now))
        garden = Garden.objects.get(
            pk=add_garden(organization, told={"name": "Pier Garden", "season_ends_on": soon.date()}, plots=["1"], now=now)
        )
    today = now.date()
    made = {"full": full, "half": half, "inside": inside, "heads": heads, "house": house, "garden": garden}
    for role, rank in (("joined", 0), ("member", 1), ("keeper", 2)):
        with acting(world.people[role]):
            at = now - timedelta(hours=3 - rank)
            place = Place.objects.get(pk=ask_place(full, now=at))
            stay = Stay.objects.get(pk=ask_stay(house, alias="Wren", first_on=today + timedelta(days=rank // 2 * 20), nights=3, now=at))
            plot = Tenancy.objects.get(pk=ask_plot(garden, now=at))
            if role == "joined":
                accept_stay(stay=stay.pk, agreed=True, now=now)
        made |= {f"{role}s_{name}": row for name, row in (("place", place), ("stay", stay), ("plot", plot))}
    for role in ("keeper", "joined"):
        with acting(world.people[role]):
            made["held_place" if role == "joined" else "first_place"] = Place.objects.get(pk=ask_place(half, now=now))
    Gathering.objects.filter(pk=half.pk).update(places=2)
    with as_program():
        hand_places_on(half, now=now)
    with acting(world.people["joined"]):
        told = {"what": "Figs", "amount": 9, "measure": "pieces", "picked_on": today, "n_shares": 2, "now": now}
        made["harvest"] = Harvest.objects.get(pk=note_harvest(garden, **told))
    for row in made.values():
        row.refresh_from_db()
    made["place_token"] = made["held_place"].link_token
    made["stay_token"] = made["keepers_stay"].link_token
    made["plot_token"] = made["joineds_plot"].link_token
    made["second_token"] = invitation_token(made["joineds_plot"])
    world.things |= made
