"""A warmline changes shift and nobody is left: the one on hears it ahead, may stay or go, and the public page is right at that second."""

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
from trellis.apps.gatherings.actions import warmline_care
from trellis.apps.gatherings.tests.line_factories import give_turn, make_line, make_member, make_shift
from trellis.apps.directory.tests.factories import make_organization
from trellis.core.actions import acting

now = timezone.now()
told = {"cookie": settings.SESSION_COOKIE_NAME}
for way in ("script", "plain"):
    organization = make_organization(name=f"Harbour {way}")
    line = make_line(organization, name="Night Light", about="Neighbours who have been there answer.")
    wren = make_member(organization, name="Wren", now=now)
    editor = make_member(organization, name="Ida", role="editor", now=now)
    give_turn(make_shift(organization, starts_at=now - timedelta(minutes=110), hours=2.25), wren)
    step = {"number": "", "told": "nobody", "asks_consent": False, "shown_to_callers": False}
    with acting(editor):
        warmline_care.write_step(line, told=step | {"words": "Ask them straight whether they think of suicide."}, now=now)
        ring = {"words": "Ring the crisis team.", "number": "111", "told": "crisis_team", "asks_consent": True, "shown_to_callers": True}
        warmline_care.write_step(line, told=step | ring, now=now)
    store = SessionStore()
    store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(wren.pk), settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = wren.get_session_auth_hash()
    store.save()
    told[way] = {"line": str(line.pk), "wren": store.session_key}
print(json.dumps(told))
"""

TIME_PASSES = """
import json
from datetime import timedelta
from django.utils import timezone
from trellis.apps.gatherings.actions.warmline import watch_the_lines
from trellis.apps.gatherings.models import WarmlineWatch
watch = WarmlineWatch.objects.get(line_id="{line}", ended_at=None)
watch.started_at, watch.ends_at = watch.started_at - timedelta(hours=1), timezone.now() - timedelta(seconds=1)
watch.save()
print(json.dumps({{"told": watch_the_lines(timezone.now())}}))
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
def test_a_shift_changes_and_nobody_is_left(visit, known, server, folder, script):
    told = known["script" if script else "plain"]
    caller, wren = visit(script=script), visit(script=script)
    wren.context.add_cookies([{"name": known["cookie"], "value": told["wren"], "url": wren.origin}])
    public, desk = f"/warmline/{told['line']}", f"/warmline/{told['line']}/desk"

    page = caller.open(public)
    expect(page.get_by_text("Nobody is on now.")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("link", name="999").first).to_be_visible()
    passes(caller)

    page = wren.open(desk)
    press(page, "I’m on now")
    expect(page.get_by_role("heading", name="Nobody follows you")).to_be_visible()
    passes(wren)
    expect(caller.open(public).get_by_text("Somebody is on now, until")).to_be_visible()
    passes(caller)

    page.get_by_role("link", name="Somebody is in crisis").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ask them straight whether they think of suicide.")
    passes(wren)
    press(page, "Done, go on")
    expect(page.get_by_role("link", name="111").first).to_be_visible()
    press(page, "Done, go on")
    expect(page.locator(".error-summary")).to_contain_text("Did the caller agree?")
    page.get_by_label("Yes", exact=True).check()
    passes(wren)
    press(page, "Done, go on")
    expect(page.get_by_role("heading", level=1)).to_have_text("You have gone through all steps")

    wren.open(f"{public}/contact")
    page.get_by_label("How many minutes was it?").fill("25")
    page.get_by_label("By phone").check()
    page.get_by_label("Low or anxious").check()
    page.get_by_label("We used the steps for a crisis").check()
    passes(wren)
    press(page, "Note it")
    expect(page.get_by_text("Noted.")).to_be_visible()

    page.get_by_role("button", name="I stay until").first.click()
    expect(page.get_by_text("You stay until")).to_be_visible()
    assert make(TIME_PASSES.format(line=told["line"]), server=server, folder=folder) == {"told": 1}
    page = caller.open(public)
    expect(page.get_by_text("Nobody is on now.")).to_be_visible()
    expect(page.get_by_text("Nobody has taken the next turn yet, so we cannot say when.")).to_be_visible()
    expect(page.get_by_text("Ring the crisis team.")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("link", name="999").first).to_be_visible()
    passes(caller)
