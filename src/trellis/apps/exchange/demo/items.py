"""A tool library with a few things out and a line for one, and a neighbour who lends a ladder."""

from __future__ import annotations

from datetime import datetime, timedelta

from trellis.apps.directory.actions.roles import give_role
from trellis.apps.directory.models import Organization
from trellis.apps.exchange.actions import items as things
from trellis.apps.exchange.actions import items_loans as actions
from trellis.apps.exchange.models import Item, Loan
from trellis.core.actions import acting, as_program
from trellis.core.people.models import Person

LIBRARY = "Sunspot Tool Library"
THINGS = (
    ("tools", "Hammer drill", "With a case of masonry bits. Loud: tell the neighbours.", "The depth gauge is missing.", 7),
    ("tools", "Carpet washer", "Does a room in an hour. Bring your own detergent.", "", 3),
    ("garden", "Hedge trimmer", "Electric, on a long lead, with goggles and gloves.", "Blades sharpened in October.", 7),
    ("party", "Gazebo, 3 by 3 metres", "Two people and ten minutes.", "One peg is a tent peg.", 7),
    ("mobility", "Wheelchair, folding", "Fits in a small boot. Seat 45 cm wide.", "Left brake is a little stiff.", 28),
    ("baby", "Travel cot", "With a mattress and a clean sheet.", "", 21),
    ("kitchen", "Jam pan and jars", "Nine litres. Keep the jars, bring the pan.", "", 14),
    ("games", "Giant Connect Four", "For street parties. All counters counted: 42.", "", 7),
)
BORROWERS = (("robin.lends", "Robin"), ("maya.lends", "Maya"), ("tomasz.lends", "Tomasz"), ("ines.lends", "Inês"))
DAY = timedelta(days=1)


def load(*, now: datetime) -> dict[str, int]:
    """Write it through actions; a second run changes nothing."""
    library = Organization.objects.filter(name=LIBRARY).first()
    if library is not None and not Item.objects.filter(organization=library).exists():
        _write(library, now)
    return {"things to lend": Item.objects.count(), "loans": Loan.objects.count()}


def _write(library: Organization, now: datetime) -> None:
    keeper, owner = person("keeper.tools", "Sal"), person("wren.lends", "Wren")
    borrowers = [person(mailbox, name) for mailbox, name in BORROWERS]
    with as_program("demo"):
        give_role(keeper, role="editor", organization=library, now=now - 200 * DAY)
    by_title = {}
    with acting(keeper, channel="demo"):
        for kind, title, description, condition, days in THINGS:
            told = {"kind": kind, "title": title, "description": description, "condition": condition, "most_days": days}
            added = things.add_item_for(library, **told, where="Jaywick workshops", says_yes_by_itself=True, now=now - 90 * DAY)
            by_title[title] = Item.objects.get(pk=added)
    with acting(owner, channel="demo"):
        told = {"kind": "tools", "title": "Ladder, 4 metres", "description": "Aluminium. Two to carry it.", "most_days": 5}
        ladder = Item.objects.get(pk=things.add_item(**told, where="Near the clock tower", now=now - 30 * DAY))

    back = _out(by_title["Gazebo, 3 by 3 metres"], borrowers[0], keeper, now - 12 * DAY, days=5)
    with acting(borrowers[0], channel="demo"):
        actions.bring_back(back, now=now - 8 * DAY)
    with acting(keeper, channel="demo"):
        actions.confirm_return(back, now=now - 8 * DAY + timedelta(hours=2))
    with acting(borrowers[0], channel="demo"):
        actions.write_note(back, words="It rained and nobody got wet. Thank you.", is_thanks=True, now=now - 7 * DAY)
    _out(by_title["Hammer drill"], borrowers[1], keeper, now - 3 * DAY, days=7)
    _out(by_title["Wheelchair, folding"], borrowers[2], keeper, now - 10 * DAY, days=21)
    _ask(by_title["Hammer drill"], borrowers[3], now - DAY, days=3)
    _ask(by_title["Hammer drill"], borrowers[0], now - timedelta(hours=5), days=7)
    asked = _ask(ladder, borrowers[1], now - timedelta(hours=20), days=2, words="For the gutter, on Saturday morning if that suits you?")
    with acting(owner, channel="demo"):
        actions.agree_to_lend(asked, now=now - timedelta(hours=18))
        actions.write_note(asked, words="Saturday at nine, by the clock tower? I can help you carry it.", now=now - timedelta(hours=18))


def _ask(item: Item, borrower: Person, at: datetime, *, days: int, words: str = "") -> Loan:
    with acting(borrower, channel="demo"):
        return Loan.objects.get(pk=actions.ask_to_borrow(item, days=days, words=words, now=at))


def _out(item: Item, borrower: Person, keeper: Person, at: datetime, *, days: int) -> Loan:
    loan = _ask(item, borrower, at, days=days)
    with acting(keeper, channel="demo"):
        actions.hand_over(loan, now=at + timedelta(minutes=30))
    return loan


def person(mailbox: str, name: str) -> Person:
    """An invented person of the demo place."""
    email = f"{mailbox}@example.org"
    return Person.objects.filter(email=email).first() or Person.objects.create_user(email=email, display_name=name)
