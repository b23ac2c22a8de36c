"""A volunteer can't be there the evening before, a stand-by has the turn by one link, and the next shift reads the note they left."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people_made import make

pytestmark = [pytest.mark.browser, pytest.mark.slow]
expect.set_options(timeout=20_000)

PREPARE = """
import json
from datetime import timedelta
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from trellis.apps.directory.tests.factories import make_organization
from trellis.apps.gatherings.tests.factories import make_gathering, make_series
from trellis.apps.gatherings.tests.line_factories import make_member
from trellis.apps.gatherings import actions
from trellis.core.actions import acting, as_program

def session(person):
    store = SessionStore()
    store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(person.pk), settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.save()
    return store.session_key

now = timezone.now()
told = {"cookie": settings.SESSION_COOKIE_NAME}
for way in ("script", "plain"):
    kitchen = make_organization(name=f"Soup at six {way}")
    series = make_series(kitchen, kind="shift", title="Soup at six", minutes=180, seen_by="members")
    soon = make_gathering(series, starts_at=now + timedelta(hours=20))
    later = make_gathering(series, starts_at=now + timedelta(hours=44))
    people = {name: make_member(kitchen, name=name, now=now) for name in ("Wren", "Robin", "Ash")}
    with as_program("cli"):
        shift = actions.add_shift(soon, role="Kitchen", to_do="Peel and stir.", now=now)
        actions.add_shift(later, role="Kitchen", now=now)
    with acting(people["Ash"]):
        actions.take_turn(later.shifts.get(), now=now)
    told[way] = {name: session(each) for name, each in people.items()}
    told[way] |= {"shift": str(shift.pk), "soon": str(soon.pk), "later": str(later.pk), "robin": str(people["Robin"].pk)}
print(json.dumps(told))
"""

LINK = """
import json
from trellis.apps.gatherings.models import Turn
from trellis.core.letters.models import Letter
turn = Turn.objects.get(shift="{shift}", person="{robin}")
body = Letter.objects.filter(recipient="{robin}", subject="Can you step in?").first().body
print(json.dumps({{"state": turn.state, "link": next(word for word in body.split() if "/turns/link/" in word)}}))
"""

TWO_DAYS_LATER = """
import json
from datetime import timedelta
from django.utils import timezone
from trellis.apps.gatherings.models import HandoverNote
from trellis.core.forgetting.purging import purge
before = timezone.now() - timedelta(hours=49)
HandoverNote.objects.filter(gathering="{soon}").update(written_at=before, expires_at=before + timedelta(hours=48))
purge(now=timezone.now())
print(json.dumps(HandoverNote.objects.filter(gathering="{soon}").count()))
"""


@pytest.fixture(scope="module")
def folder(server, tmp_path_factory) -> Path:
    return next(tmp_path_factory.getbasetemp().glob("place*"))


@pytest.fixture(scope="module")
def known(server, folder) -> dict:
    return make(PREPARE, server=server, folder=folder)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def passes(who) -> None:
    who.must_be_accessible()
    who.must_fit()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_turn_goes_on_the_evening_before(visit, known, server, folder, script):
    told = known["script" if script else "plain"]

    def signed_in(name: str):
        who = visit(script=script)
        who.context.add_cookies([{"name": known["cookie"], "value": told[name], "url": who.origin}])
        return who

    wren, robin, ash, nobody = signed_in("Wren"), signed_in("Robin"), signed_in("Ash"), visit(script=script)

    page = wren.open("/turns/")
    passes(wren)
    page.get_by_role("link", name="Kitchen").first.click()
    passes(wren)
    press(page, "Take this turn")
    expect(page.get_by_text("It is your turn. Thank you.")).to_be_visible()
    passes(wren)

    robin.open(f"/turns/{told['shift']}")
    press(robin.page, "Stand by")
    expect(robin.page.get_by_text("You stand by. If somebody is missing, you are asked.", exact=True)).to_be_visible()

    page.get_by_role("link", name="I can’t be there").click()
    expect(page.get_by_text("less than two days ahead")).to_be_visible()
    expect(page.get_by_text("One stand-by is asked at once.")).to_be_visible()
    passes(wren)
    press(page, "I can’t be there")
    expect(page.get_by_text("Thank you for saying so.")).to_be_visible()

    asked = make(LINK.format(**told), server=server, folder=folder)
    assert asked["state"] == "called"
    page = nobody.open(asked["link"].removeprefix(server))
    passes(nobody)
    press(page, "Yes, I take it")
    expect(page.get_by_text("It is your turn. Thank you.")).to_be_visible()
    passes(nobody)

    page = robin.open(f"/turns/at/{told['soon']}/notes")
    page.get_by_label("What is still to be done?").fill("Ring Mary Jones on 07700 900123")
    press(page, "Leave it")
    expect(page.get_by_role("heading", name="It is not saved yet.")).to_be_visible()
    passes(robin)
    page.get_by_label("What is still to be done?").fill("Two trays of leeks are in the cold room.")
    press(page, "Leave it")
    expect(page.get_by_text("It is there for the next shift, for 48 hours.")).to_be_visible()
    passes(robin)

    page = ash.open(f"/turns/at/{told['later']}/notes")
    expect(page.get_by_text("Two trays of leeks")).to_be_visible()
    passes(ash)
    assert make(TWO_DAYS_LATER.format(**told), server=server, folder=folder) == 0
    expect(ash.open(f"/turns/at/{told['later']}/notes").get_by_text("Nothing is left to do.")).to_be_visible()
