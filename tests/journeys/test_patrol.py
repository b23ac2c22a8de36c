"""A patrol ends and hands over: what was seen is written down without anybody in it, everybody is back, the next ones read what to do."""

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
from trellis.apps.gatherings.models import Gathering
from trellis.apps.gatherings.tests.line_factories import make_area, make_member, make_patrol

now = timezone.now()
told = {"cookie": settings.SESSION_COOKIE_NAME}
for way in ("script", "plain"):
    watch = make_organization(name=f"Seafront Watch {way}")
    people = {name: make_member(watch, name=name.title(), now=now) for name in ("wren", "robin", "tern")}
    make_area(watch, "Seafront")
    patrol = make_patrol(watch, people["wren"], people["robin"], starts_at=now - timedelta(minutes=115))
    later = make_patrol(watch, people["tern"], starts_at=now + timedelta(hours=20))
    Gathering.objects.filter(pk=later.pk).update(series=patrol.series)
    told[way] = {"group": str(watch.pk), "patrol": str(patrol.pk), "later": str(later.pk)}
    for name in ("wren", "tern"):
        store = SessionStore()
        store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(people[name].pk), settings.AUTHENTICATION_BACKENDS[0]
        store[HASH_SESSION_KEY] = people[name].get_session_auth_hash()
        store.save()
        told[way][name] = store.session_key
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def known(server, tmp_path_factory) -> dict:
    folder: Path = next(tmp_path_factory.getbasetemp().glob("place*"))
    return make(PREPARE, server=server, folder=folder)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def passes(who) -> None:
    who.must_be_accessible()
    who.must_fit()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_patrol_ends_and_hands_over(visit, known, script):
    told = known["script" if script else "plain"]
    wren, tern = visit(script=script), visit(script=script)
    for who, name in ((wren, "wren"), (tern, "tern")):
        who.context.add_cookies([{"name": known["cookie"], "value": told[name], "url": who.origin}])
    page = wren.open(f"/safety/patrol/{told['patrol']}")
    expect(page.get_by_role("main").get_by_role("link", name="999").first).to_be_visible()
    passes(wren)

    page.get_by_role("link", name="Write something down").click()
    page.get_by_label("A light out").check()
    page.get_by_label("Seafront").check()
    page.get_by_label("Told the council").check()
    words = page.get_by_label("Anything the next patrol should know?")
    words.fill("Lamp by the shelter. Darren Smith saw it, 07700 900123")
    press(page, "Save it")
    expect(page.get_by_role("heading", name="It is not saved yet. Please take this out:")).to_be_visible()
    expect(page.get_by_text("This looks like a telephone number.")).to_be_visible()
    passes(wren)
    words.fill("The lamp by the shelter is out")
    press(page, "Save it")
    expect(page.get_by_text("The lamp by the shelter is out")).to_be_visible()
    passes(wren)

    wren.open(f"/safety/patrol/{told['patrol']}")
    press(page, "We are all back")
    expect(page.get_by_text("Everybody is back.")).to_be_visible()
    page.get_by_label("What should the next ones do?").fill("Look whether the lamp is mended")
    press(page, "Leave it for the next ones")
    expect(page.get_by_text("Look whether the lamp is mended")).to_be_visible()
    passes(wren)

    expect(tern.open(f"/safety/patrol/{told['later']}").get_by_text("Look whether the lamp is mended")).to_be_visible()
    passes(tern)
