"""Members contest who leads a project: several say how they see it, both views stand side by side, the project replies."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]
expect.set_options(timeout=20_000)

PROJECTS = {True: "Second Life Repair Cafés", False: "Hour for Hour"}
"""One for each way, so that what is said in one is not seen in the other."""

PREPARE = """
import json
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from trellis.apps.directory.actions import give_role
from trellis.apps.directory.actions.groups import join_openly
from trellis.apps.directory.actions.leadership import say_how_i_see_it
from trellis.apps.directory.models import Organization
from trellis.core.actions import acting, as_program
from trellis.core.people.models import Person

def session(person):
    store = SessionStore()
    store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(person.pk), settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.save()
    return store.session_key

told = {"cookie": settings.SESSION_COOKIE_NAME}
for name in PROJECTS:
    project = Organization.objects.get(name=name)
    editor = Person.objects.create_user(email=f"lead-{project.pk}@example.org")
    with as_program("cli"):
        give_role(editor, role="editor", organization=project, now=timezone.now())
    members = [Person.objects.create_user() for number in range(5)]
    for number, person in enumerate(members[2:]):
        with acting(person):
            membership = join_openly(person, organization=project, display_name=f"Mender {number}", now=timezone.now())
            if number == 0:
                say_how_i_see_it(membership, answers={"saw": "residents", "decides": "service"}, now=timezone.now())
    told[name] = {"id": str(project.pk), "editor": session(editor), "members": [session(each) for each in members[:2]]}
print(json.dumps(told))
"""
DRAW = """
from django.utils import timezone
from trellis.apps.directory.actions.leadership import draw_what_is_new
print(draw_what_is_new(now=timezone.now()))
"""


def run_inside(server: str, folder: Path, code: str) -> str:
    """Run this inside the place, as whoever runs the server may; gives its last line."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("TRELLIS_", "DJANGO_", "DATABASE_"))}
    done = subprocess.run(
        [sys.executable, "-m", "trellis.config.console", "manage", "shell", "-v", "0", "-c", code],
        env=environment | {"TRELLIS_DATA": str(folder), "TRELLIS_URL": server}, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1]


@pytest.fixture(scope="module")
def folder(server, tmp_path_factory) -> Path:
    return next(tmp_path_factory.getbasetemp().glob("place*"))


@pytest.fixture(scope="module")
def known(server, folder) -> dict:
    """For each project its id, and the sessions of its editor and of two people who will join; three more belong to it, one has spoken."""
    return json.loads(run_inside(server, folder, f"PROJECTS = {list(PROJECTS.values())!r}\n{PREPARE}"))


def come_in(who, known: dict, session: str) -> Page:
    """Be the person of this session."""
    who.context.clear_cookies()
    who.context.add_cookies([{"name": known["cookie"], "value": session, "url": who.origin}])
    return who.page


def choose(page: Page, answer: str) -> None:
    page.get_by_label(answer, exact=True).check()
    press(page, "Continue")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def joins(who, project: str, name: str) -> None:
    page = who.open(f"/organization/{project}")
    page.get_by_role("link", name="Join this group").click()
    press(page, "Join")
    expect(page.locator(".error-summary")).to_contain_text("Choose a name to be called by.")
    page.get_by_label("What would you like to be called here?").fill(name)
    press(page, "Join")
    expect(page.locator("main")).to_contain_text(f"Here you are {name}.")


def says_a_service_decides(who, *, look: bool) -> None:
    page = who.page
    page.get_by_role("link", name="Say how you see who leads it").click()
    press(page, "Continue")
    expect(page.locator(".error-summary")).to_contain_text("Choose one. “We don’t know” is an answer too.")
    if look:
        who.must_be_accessible()
        who.must_fit()
    choose(page, "Local residents")
    choose(page, "Local residents")
    choose(page, "Local residents")
    choose(page, "A service or authority")
    choose(page, "A group or organisation of its own")
    choose(page, "No")
    press(page, "Continue")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    expect(page.locator("main")).to_contain_text("Nobody sees what you alone say")
    if look:
        who.must_be_accessible()
        who.must_fit()
    press(page, "Send how I see it")
    expect(page.locator("main")).to_contain_text("Thank you. It is kept.")


def test_members_contest_who_leads_a_project(either_way, known, server, folder):
    who, project = either_way, known[PROJECTS[either_way.script]]
    page = who.open(f"/organization/{project['id']}")
    expect(page.locator("main")).to_contain_text("Led by: Local residents. Decided by: Local residents.")
    who.must_fit()

    for number, session in enumerate(project["members"]):
        come_in(who, known, session)
        joins(who, project["id"], f"Mender {number} here")
        says_a_service_decides(who, look=number == 0)

    who.context.clear_cookies()
    page = who.open(f"/organization/{project['id']}/leads")
    expect(page.locator("#q-decides + dl")).to_contain_text("Too few have told us, or too few agree.")
    assert run_inside(server, folder, DRAW) == "1"
    page.reload()
    decides = page.locator("#q-decides + dl")
    expect(decides).to_contain_text("Local residents")
    expect(decides).to_contain_text("Several members say: “A service or authority”.")
    expect(page.locator("main")).not_to_contain_text("Mender")
    who.must_be_accessible()
    who.must_fit()

    page = come_in(who, known, project["editor"])
    who.open(f"/organization/{project['id']}/leads")
    page.get_by_role("link", name="Reply to your members").click()
    press(page, "Send this reply")
    expect(page.locator(".error-summary")).to_contain_text("Write your reply.")
    page.get_by_label("Your reply").fill("The council signs for the hall. We will ask to sign ourselves.")
    press(page, "Send this reply")
    expect(page.locator("#q-decides + dl")).to_contain_text("We will ask to sign ourselves.")
    expect(page.get_by_role("link", name="Reply to your members")).to_have_count(0)
    expect(page.locator("#q-decides + dl")).to_contain_text("Several members say")

    page.get_by_role("link", name="What would move us a rung").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What would move us a rung")
    who.must_be_accessible()
    who.must_fit()
