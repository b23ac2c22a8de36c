"""A person takes everything out and is forgotten, on a phone, with script and without."""

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.test_keeping import newest_code

pytestmark = [pytest.mark.browser, pytest.mark.slow]
expect.set_options(timeout=15_000)

NAME = "Petra Kanarienvogel"
MAKE_PERSON = """
from django.utils import timezone
from trellis.apps.directory.models import Organization
from trellis.apps.people.actions import join_group
from trellis.core.actions import acting
from trellis.core.people.models import Person
from trellis.core.references import Ref

petra = Person.objects.create_user(email=MAIL, display_name=NAME)
with acting(petra):
    join_group(petra, group=Ref.to(Organization.objects.order_by("name").first()), display_name="Robin", now=timezone.now())
"""
DO_JOBS = """
from trellis.core.jobs.worker import run_waiting
print(run_waiting())
"""


@pytest.fixture(scope="module")
def folder(server, tmp_path_factory) -> Path:
    return next(tmp_path_factory.getbasetemp().glob("place*"))


@pytest.fixture(scope="module")
def shell(server, folder):
    """Runs a few lines in the place."""

    def run(lines: str, **names: str) -> str:
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("TRELLIS_", "DJANGO_", "DATABASE_"))}
        given = "\n".join(f"{name} = {value!r}" for name, value in names.items())
        done = subprocess.run(
            [sys.executable, "-m", "trellis.config.console", "manage", "shell", "-v", "0", "-c", f"{given}\n{lines}"],
            env=environment | {"TRELLIS_DATA": str(folder), "TRELLIS_URL": server}, capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def come_in(who, mail: str, folder: Path) -> None:
    """By a code, as somebody without any role."""
    page = who.open("/sign-in/")
    page.get_by_label("Your e-mail address").fill(mail)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("The code from the e-mail").fill(newest_code(folder, mail))
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda address: "/sign-in" not in address)


def test_a_person_takes_everything_out_and_is_forgotten(either_way, folder, shell):
    mail = f"petra{int(either_way.script)}@example.org"
    shell(MAKE_PERSON, MAIL=mail, NAME=NAME)
    come_in(either_way, mail, folder)

    page = either_way.open("/account/")
    page.get_by_role("link", name="Take out my data").click()
    expect(page.get_by_role("heading", name="Take everything out")).to_be_visible()
    either_way.must_be_accessible()
    either_way.must_fit()
    page.get_by_role("button", name="Put it together").click()
    expect(page.get_by_text("We are putting it together.")).to_be_visible()
    either_way.must_be_accessible()

    shell(DO_JOBS)
    if not either_way.script:
        page.get_by_role("link", name="See how far it is").click()
    expect(page.get_by_text("It is ready.")).to_be_visible()
    with page.expect_download() as downloaded:
        page.get_by_role("button", name="Download it").click()
    archive = zipfile.ZipFile(io.BytesIO(Path(downloaded.value.path()).read_bytes()))
    read = archive.read("index.html").decode()
    assert NAME in read and mail in read and "Robin" in read
    assert "data/people.membership.json" in archive.namelist()

    either_way.open("/me/takeout")
    expect(page.get_by_text("You have downloaded it")).to_be_visible()
    assert list((folder / "takeouts").iterdir()) == []

    page.get_by_role("link", name="Have everything of yours erased").click()
    expect(page.get_by_role("heading", name="Erase everything of mine")).to_be_visible()
    either_way.must_be_accessible()
    either_way.must_fit()
    page.get_by_role("button", name="Erase everything of mine").click()
    expect(page.get_by_role("alert")).to_contain_text("Tick the box")
    page.get_by_label("Yes, erase everything of mine").check()
    page.get_by_role("button", name="Erase everything of mine").click()
    expect(page.get_by_role("heading", name="Everything is erased")).to_be_visible()

    either_way.open("/me/takeout")
    assert either_way.path.startswith("/sign-in/")
    for path in folder.rglob("*"):
        if path.is_file() and path.name != "server.log":
            assert mail.encode() not in path.read_bytes(), path.name


def test_anybody_reads_what_is_kept(either_way):
    page = either_way.open("/privacy")
    expect(page.get_by_role("heading", name="What we keep of people")).to_be_visible()
    either_way.must_be_accessible()
    either_way.must_fit()
    page.get_by_role("link", name="Your account", exact=True).click()
    expect(page.get_by_text("Send the sign-in code and letters")).to_be_visible()
    either_way.must_be_accessible()
    either_way.must_fit()
