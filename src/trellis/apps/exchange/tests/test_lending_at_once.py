"""Several people at the same moment: one has the thing and the others are in the line; one drives. On both databases."""

import os
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import connections

from trellis.apps.directory.tests.factories import make_organization, make_person
from trellis.apps.exchange.actions import items as things
from trellis.apps.exchange.actions import items_loans as actions
from trellis.apps.exchange.actions.pickups_driving import take_pickup
from trellis.apps.exchange.models import Item, Loan, LoanDay, Pickup
from trellis.apps.exchange.tests.test_pickups import KITCHENS, NOW, TUESDAY, make_round, member
from trellis.core.actions import WrongState, acting


def at_once(people, deed: Callable[[object], str]) -> Counter:
    """What became of it for each."""
    ready, answers = threading.Barrier(len(people)), []

    def one(person) -> None:
        try:
            ready.wait(60)
            with acting(person):
                answers.append(deed(person))
        except WrongState:
            answers.append("was told")
        except Exception as error:
            answers.append(repr(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=(person,)) for person in people]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return Counter(answers)


def borrow_at_once() -> str:
    """Eight ask for one thing; then it comes back while two of those who wait no longer need it."""
    library, told = make_organization(), {"kind": "tools", "title": "Drill", "most_days": 14}
    keeper = make_person("editor", library)
    with acting(keeper):
        drill = Item.objects.get(pk=things.add_item_for(library, **told, says_yes_by_itself=True, now=NOW))

    def ask(_person) -> str:
        return Loan.objects.get(pk=actions.ask_to_borrow(drill, days=3, now=NOW)).state

    came = at_once([make_person() for _each in range(8)], ask)
    out = Loan.objects.get(state="agreed")
    with acting(keeper):
        actions.hand_over(out, now=NOW)
    leaving = {loan.borrower: loan for loan in Loan.objects.filter(state="waiting").order_by("asked_at", "id")[:2]}

    def go(person) -> str:
        if person in leaving:
            actions.withdraw_loan(leaving[person], now=NOW)
        else:
            actions.confirm_return(out, now=NOW)
        return "done"

    went = at_once([keeper, *leaving], go)
    states = Counter(Loan.objects.values_list("state", flat=True))
    n_offered = Loan.objects.filter(state="offered").count()
    return f"{sorted(came.items())} {sorted(went.items())} {sum(states.values())} {n_offered} {LoanDay.objects.count()}"


def drive_at_once() -> str:
    """Six members would drive the same pickup."""
    hub = make_organization(name="Second Helping")
    keeper = make_person("editor", hub)
    for name, _grams, _latitude in KITCHENS:
        make_organization(name=name)
    pickup = make_round(hub, keeper).pickups.get(on=TUESDAY)

    def take(_person) -> str:
        take_pickup(pickup, now=NOW)
        return "drives"

    came = at_once([member(hub, f"M{number}") for number in range(6)], take)
    return f"{sorted(came.items())} {Pickup.objects.exclude(driver=None).count()}"


BORROWED = "[('agreed', 1), ('waiting', 7)] [('done', 3)] 8 1 3"
DRIVEN = "[('drives', 1), ('was told', 5)] 1"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_one_has_it_and_the_others_are_in_the_line():
    assert borrow_at_once() == BORROWED


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_one_drives_and_the_others_hear_so():
    assert drive_at_once() == DRIVEN


SAME_ON_A_FILE = """
from trellis.apps.exchange.tests.test_lending_at_once import borrow_at_once, drive_at_once
print(borrow_at_once())
print(drive_at_once())
"""


@pytest.mark.slow
def test_the_same_with_sqlite_in_a_file(tmp_path):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TRELLIS_", "DJANGO_", "DATABASE_"))}
    told = kept | {"TRELLIS_DATA": str(tmp_path)}
    trellis = [sys.executable, "-m", "trellis.config.console", "manage"]
    subprocess.run([*trellis, "migrate", "-v0"], env=told, check=True, timeout=120)

    done = subprocess.run([*trellis, "shell", "-v", "0", "-c", SAME_ON_A_FILE], env=told, capture_output=True, text=True, timeout=120)

    assert done.stdout.splitlines()[-2:] == [BORROWED, DRIVEN], done.stderr
