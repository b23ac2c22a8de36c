"""A league table after a replayed match: the first score goes out of the table and stays in the history, and the new one comes in."""

import json
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.test_leading import come_in, folder, press, run_inside  # noqa: F401  fixture

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PREPARE = """
import json
from datetime import timedelta, time
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from trellis.apps.directory.actions import give_role
from trellis.apps.directory.models import Organization
from trellis.apps.gatherings.actions import leagues, leagues_results
from trellis.apps.gatherings.models import Fixture, Season
from trellis.core.actions import as_program
from trellis.core.people.models import Person

now = timezone.now()
told = {"cookie": settings.SESSION_COOKIE_NAME, "seasons": {}}
host = Organization.objects.order_by("name").first()
editor = Person.objects.create_user(email="league@example.org")
with as_program("cli"):
    give_role(editor, role="editor", organization=host, now=now)
    for way in ("True", "False"):
        began = now - timedelta(days=30)
        made = leagues.start_season(host, title=f"Harbour fives {way}", location=None, minutes=40, meetings=1,
            time_zone=settings.PLACE_TIME_ZONE, now=began)
        season = Season.objects.get(pk=made)
        for name in ("Anchor", "Beacon", "Capstan"):
            leagues.add_team(season, name=name, now=began)
        leagues.draw_season(season, first_on=(began + timedelta(days=2)).date(), begins=time(10), now=began)
        first = season.fixtures.order_by("gathering__starts_at").select_related("home", "away").first()
        told["seasons"][way] = {"id": made, "match": str(first.pk), "home": first.home.name, "away": first.away.name}
store = SessionStore()
store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(editor.pk), settings.AUTHENTICATION_BACKENDS[0]
store[HASH_SESSION_KEY] = editor.get_session_auth_hash()
store.save()
told["session"] = store.session_key
print(json.dumps(told))
"""
REPLAYED = """
from datetime import timedelta
from django.utils import timezone
from trellis.apps.gatherings.models import Fixture, Gathering
again = Fixture.objects.get(replay_of="MATCH")
at = timezone.now() - timedelta(hours=2)
Gathering.objects.filter(pk=again.gathering_id).update(starts_at=at, ends_at=at + timedelta(minutes=40))
print(again.pk)
"""


@pytest.fixture(scope="module")
def known(server, folder) -> dict:  # noqa: F811
    return json.loads(run_inside(server, folder, PREPARE))


def row(page, team):
    return page.locator("table").first.get_by_role("row").filter(has_text=team).locator("td")


def tells(who, home: str, away: str, told: dict) -> None:
    page = who.page
    page.get_by_label(f"Goals of {told['home']}").fill(home)
    page.get_by_label(f"Goals of {told['away']}").fill(away)


def test_a_table_after_a_replayed_match(either_way, known, server, folder):  # noqa: F811
    who, told = either_way, known["seasons"][str(either_way.script)]
    page = come_in(who, known, known["session"])
    who.open(f"/leagues/match/{told['match']}")
    page.get_by_role("link", name="Tell the score").click()
    press(page, "Send the score")
    expect(page.locator(".error-summary")).to_contain_text(f"Write how many goals {told['home']} had.")
    tells(who, "2", "1", told)
    press(page, "Send the score")
    expect(page.locator("main")).to_contain_text("Thank you. It counts.")
    who.open(f"/leagues/{told['id']}")
    expect(row(page, told["home"])).to_have_text(["1", "1", "1", "3"])
    who.must_be_accessible()
    who.must_fit()

    who.open(f"/leagues/match/{told['match']}")
    page.get_by_role("link", name="Have it played again").click()
    on = date.today() + timedelta(days=40)
    for box, number in (("Day", on.day), ("Month", on.month), ("Year", on.year)):
        page.get_by_label(box, exact=True).fill(str(number))
    page.get_by_label("When does it begin?").fill("19:00")
    page.get_by_label("Somebody played who may not").check()
    who.must_be_accessible()
    press(page, "Have it played again")
    expect(page.locator("main")).to_contain_text("The old score stays in the history and counts no more")
    who.open(f"/leagues/{told['id']}")
    expect(row(page, told["home"])).to_have_text(["1", "0", "0", "0"])
    again = run_inside(server, folder, REPLAYED.replace("MATCH", told["match"]))
    who.open(f"/leagues/match/{again}/tell")
    tells(who, "0", "4", told)
    press(page, "Send the score")

    who.context.clear_cookies()
    who.open(f"/leagues/{told['id']}")
    expect(row(page, told["away"])).to_have_text(["1", "1", "4", "3"])
    who.must_fit()
    who.open(f"/leagues/match/{told['match']}")
    expect(page.locator("main")).to_contain_text("Does not count: Somebody played who may not. It is played again.")
    expect(page.locator("main")).to_contain_text("2 – 1")
    page.get_by_role("link", name="The match that counts instead").click()
    expect(page.locator(".lede")).to_have_text("0 – 4")
    who.must_be_accessible()
    who.must_fit()
