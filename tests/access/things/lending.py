"""Things to lend and a loan in each state; a round of surplus food, a pickup and its stops."""

from datetime import time, timedelta

from trellis.apps.directory.models import Organization
from trellis.apps.exchange.actions import items as things
from trellis.apps.exchange.actions import items_loans as loans
from trellis.apps.exchange.actions import pickups as keeping
from trellis.apps.exchange.actions import pickups_driving as driving
from trellis.apps.exchange.models import Item, Loan, PickupRound, PickupStandBy, PickupStop
from trellis.core.actions import acting

TOLD = {"kind": "tools", "title": "Drill", "most_days": 14}


def _ask(world, item: Item, *, now) -> Loan:
    with acting(world.people["joined"]):
        return Loan.objects.get(pk=loans.ask_to_borrow(item, days=2, now=now))


def add(world, *, now) -> None:
    """Make them all. The taker of the round is the organization that `stranger` edits; `joined` borrows and drives."""
    hub, editor, joined = world.things["organization"], world.people["editor"], world.people["joined"]
    with acting(editor):
        drill, saw, asks = (
            Item.objects.get(pk=things.add_item_for(hub, **TOLD, says_yes_by_itself=by_itself, now=now))
            for by_itself in (True, True, False)
        )
    with acting(world.people["member"]):
        ladder = Item.objects.get(pk=things.add_item(**TOLD, now=now))
    agreed, out, asked = (_ask(world, each, now=now) for each in (drill, saw, asks))
    with acting(editor):
        loans.hand_over(out, now=now)
        rested = Item.objects.get(pk=things.add_item_for(hub, **TOLD, now=now))
        things.rest_item(rested, state="resting", now=now)
    world.things |= {"item": drill, "lent_item": saw, "asked_item": asks, "own_item": ladder, "rested_item": rested}
    world.things |= {"agreed_loan": agreed, "out_loan": out, "asked_loan": asked}
    out.refresh_from_db()

    with acting(editor):
        told = {"name": "Run", "byday": "MO,TU,WE,TH,FR,SA,SU", "first_on": (now - timedelta(days=9)).date(), "van_grams": 100_000}
        run = PickupRound.objects.get(pk=keeping.add_round(hub, now=now, **told))
        for kind, name in (("donor", "Bakery"), ("taker", "Harbour Choir")):
            keeping.add_stop(run, kind=kind, name=name, opens=time(8), closes=time(12), grams=9000, minutes=5, now=now)
    first, second = run.pickups.order_by("on")[1:3]
    with acting(joined):
        driving.take_pickup(second, now=now)
        keeping.stand_by(run, now=now)
    second.refresh_from_db()
    donor, taker = (PickupStop.objects.get(pickup=second, stop__kind=kind) for kind in ("donor", "taker"))
    assert taker.stop.organization == Organization.objects.get(name="Harbour Choir")
    world.things |= {
        "food_round": run, "food_stop": donor.stop, "open_pickup": first, "driven_pickup": second, "donor_row": donor, "taker_row": taker,
        "stand_by": PickupStandBy.objects.get(),
    }  # fmt: skip
