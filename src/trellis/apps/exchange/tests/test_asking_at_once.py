"""Two presses at the same moment: one effect and a clear answer, whichever comes first. On both databases."""

import os
import subprocess
import sys

import pytest

from trellis.apps.exchange import actions
from trellis.apps.exchange.models import Match, Need, Offer
from trellis.apps.exchange.tests.made_asking import NOW, asked, match_of, offered, person
from trellis.apps.exchange.tests.test_lending_at_once import at_once
from trellis.core.actions import acting


def withdraw_and_choose() -> str:
    """An offer is taken back in the moment it is chosen: either comes first, and both are told the truth."""
    mo, dev = person("Mo"), person("Dev")
    offer, need = offered(dev), asked(mo)
    match = match_of(need, dev)
    with acting(dev):
        actions.accept_match(match, now=NOW)

    def press(who) -> str:
        if who == mo:
            actions.choose_helper(match, now=NOW)
            return "chosen"
        actions.withdraw_offer(offer, now=NOW)
        return "withdrawn"

    came = at_once([mo, dev], press)
    chosen = came["chosen"]
    need.refresh_from_db()
    offer.refresh_from_db()
    as_told = need.state == ("arranged" if chosen else "open") and Offer.objects.get(pk=offer.pk).n_taken == chosen
    return f"{came['withdrawn']} {chosen + came['was told']} {as_told} {offer.state}"


def three_yes() -> str:
    """Three say yes at once where the first is to be taken."""
    mo, helpers = person("Kim"), [person(f"Helper{number}") for number in range(3)]
    for each in helpers:
        offered(each, kind="food")
    need = asked(mo, kind="food", choosing="first")
    matches = {each.pk: match_of(need, each) for each in helpers}

    def press(who) -> str:
        actions.accept_match(matches[who.pk], now=NOW)
        return "yes"

    came = at_once(helpers, press)
    chosen = Match.objects.filter(need=need, state="chosen").count()
    return f"{sorted(came.items())} {chosen} {Need.objects.get(pk=need.pk).state}"


WITHDRAWN = "1 1 True withdrawn"
TAKEN = "[('was told', 2), ('yes', 1)] 1 arranged"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_offer_is_withdrawn_in_the_moment_it_is_chosen():
    assert withdraw_and_choose() == WITHDRAWN


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_three_say_yes_at_once_and_one_is_taken():
    assert three_yes() == TAKEN


SAME_ON_A_FILE = """
from trellis.apps.exchange.tests.test_asking_at_once import three_yes, withdraw_and_choose
print(withdraw_and_choose())
print(three_yes())
"""


@pytest.mark.slow
def test_the_same_with_sqlite_in_a_file(tmp_path):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TRELLIS_", "DJANGO_", "DATABASE_"))}
    told = kept | {"TRELLIS_DATA": str(tmp_path)}
    trellis = [sys.executable, "-m", "trellis.config.console", "manage"]
    subprocess.run([*trellis, "migrate", "-v0"], env=told, check=True, timeout=120)

    done = subprocess.run([*trellis, "shell", "-v", "0", "-c", SAME_ON_A_FILE], env=told, capture_output=True, text=True, timeout=120)

    assert done.stdout.splitlines()[-2:] == [WITHDRAWN, TAKEN], done.stderr
