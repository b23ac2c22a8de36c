"""Taking everything out and being forgotten, through the pages and the commands."""

import io
import json
import time
import zipfile
from argparse import Namespace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from trellis.apps.directory.tests.factories import make_organization, make_person
from trellis.apps.people.actions import ask_takeout, join_group
from trellis.apps.people.actions.forgetting import discard_takeouts, make_takeout
from trellis.apps.people.models import Takeout
from trellis.apps.people.queries.forgetting import kinds_kept, last_holder_of
from trellis.core.actions import acting
from trellis.core.console import BadInput
from trellis.core.files import keep
from trellis.core.files.tests.pictures import png
from trellis.core.forgetting import takeout
from trellis.core.people.models import Person
from trellis.core.references import Ref
from trellis.interfaces.cli import erase as erase_command
from trellis.interfaces.cli import takeout as takeout_command

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.TRELLIS_DATA, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    return tmp_path


@pytest.fixture
def ann() -> Person:
    person = make_person(email="ann@example.org")
    Person.objects.filter(pk=person.pk).update(display_name="Ann")
    person.refresh_from_db()
    return person


@pytest.fixture
def browser(client, ann):
    """Ann's, who signed in a moment ago."""
    client.force_login(ann)
    session = client.session
    session["account_authentication_methods"] = [{"method": "code", "at": time.time(), "reauthenticated": True}]
    session["account_authentication_methods_user"] = str(ann.pk)
    session.save()
    return client


def opened(content: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(content))


def test_a_takeout_holds_what_is_theirs_and_nobody_else(ann):
    ben, group, now = make_person(email="ben@example.org"), make_organization(), timezone.now()
    for person, name in ((ann, "Robin"), (ben, "Bluebird")):
        with acting(person):
            join_group(person, group=Ref.to(group), display_name=name, now=now)
    upload = io.BytesIO(png())
    upload.name = "my cat.png"
    keep(upload, owner=Ref.to(ann), visibility="by_rule", by=ann, now=now)
    archive = opened(takeout.as_bytes(ann, now=now))
    everything = b"".join(archive.read(name) for name in archive.namelist()).decode("utf-8", "replace")
    assert "Robin" in everything and "ann@example.org" in everything
    for foreign in ("Bluebird", "ben@example.org", str(ben.pk)):
        assert foreign not in everything
    assert "files/001-my-cat.png" in archive.namelist()
    assert json.loads(archive.read("data/people.membership.json"))["rows"][0]["display_name"] == "Robin"
    assert [each["by_you"] for each in json.loads(archive.read("data/log.json"))["rows"]] == [True]
    page = archive.read("index.html").decode()
    assert "<script" not in page and "http" not in page.replace("https://", "").split("</head>")[0]
    assert 'content="width=device-width' in page


def test_it_is_made_by_a_job_sealed_and_given_once(browser, ann, folder, django_capture_on_commit_callbacks):
    browser.post(reverse("people-takeout"))
    asked = Takeout.objects.get()
    assert "We are putting it together" in browser.get(reverse("people-takeout")).content.decode()
    assert make_takeout.func(str(asked.pk)) == "ready"
    assert b"ann@example.org" not in asked.path.read_bytes()
    assert asked.path.stat().st_mode & 0o077 == 0
    with django_capture_on_commit_callbacks(execute=True):
        response = browser.post(reverse("people-takeout-download", args=[asked.pk]))
    assert "ann@example.org" in opened(b"".join(response.streaming_content)).read("index.html").decode()
    assert not asked.path.exists()
    again = browser.post(reverse("people-takeout-download", args=[asked.pk]), follow=True)
    assert "no longer be done" in again.content.decode()
    assert make_takeout.func(str(asked.pk)) == "nothing to do"


def test_it_goes_after_a_day_and_so_do_bytes_nobody_knows(ann, folder, django_capture_on_commit_callbacks):
    with acting(ann):
        asked = ask_takeout(ann, now=timezone.now() - timedelta(hours=25))
    make_takeout.func(str(asked.pk))
    (folder / "takeouts" / "stray").write_text("x")
    with django_capture_on_commit_callbacks(execute=True):
        discard_takeouts.func()
    discard_takeouts.func()
    assert not Takeout.objects.exists() and list((folder / "takeouts").iterdir()) == []


def test_asking_again_replaces_what_was_there(ann):
    with acting(ann):
        first = ask_takeout(ann, now=timezone.now())
        second = ask_takeout(ann, now=timezone.now())
    assert list(Takeout.objects.all()) == [second] and first.pk != second.pk


def test_whoever_signed_in_long_ago_shows_again_who_they_are(client, ann):
    client.force_login(ann)
    for name in ("people-takeout", "people-erase"):
        assert client.get(reverse(name))["Location"].startswith("/sign-in/again")
        assert client.post(reverse(name), {"meant": "on"})["Location"].startswith("/sign-in/again")
    assert Person.objects.filter(pk=ann.pk).exists() and not Takeout.objects.exists()


def test_the_page_says_what_goes_and_what_stays_and_asks_once(browser, ann):
    address = reverse("people-erase")
    page = browser.get(address).content.decode()
    assert "What goes" in page and "What stays, without you" in page
    assert "Tick the box" in browser.post(address).content.decode()
    assert Person.objects.filter(pk=ann.pk).exists()
    gone = browser.post(address, {"meant": "on"}, follow=True)
    assert "Everything is erased" in gone.content.decode()
    assert not Person.objects.filter(pk=ann.pk).exists()
    assert "_auth_user_id" not in browser.session


def test_the_last_steward_hands_the_role_on_first(client):
    sue = make_person("steward", email="sue@example.org")
    assert last_holder_of(sue) == "steward"
    client.force_login(sue)
    session = client.session
    session["account_authentication_methods"] = [{"method": "code", "at": time.time(), "reauthenticated": True}]
    session["account_authentication_methods_user"] = str(sue.pk)
    session.save()
    page = client.post(reverse("people-erase"), {"meant": "on"}).content.decode()
    assert "Give it to somebody else first" in page
    make_person("steward", email="tom@example.org")
    assert last_holder_of(sue) == ""


def test_few_queries_for_the_pages(browser, django_assert_max_num_queries):
    for name in ("people-takeout", "people-erase", "people-privacy"):
        with django_assert_max_num_queries(10):
            assert len(browser.get(reverse(name)).content) < 40_000


def test_the_page_about_privacy_is_made_of_the_register(client):
    page = client.get(reverse("people-privacy")).content.decode()
    kinds = kinds_kept(everything=True)
    assert len(kinds) > 15
    for kind in kinds:
        assert reverse("people-privacy-kind", args=[kind.label]) in page
        assert client.get(reverse("people-privacy-kind", args=[kind.label])).status_code == 200


@pytest.mark.parametrize("who", ["nobody@example.org", "00000000-0000-4000-8000-000000000000", "", "rubbish"])
def test_a_command_about_nobody_says_so_in_one_line(who, tmp_path):
    with pytest.raises(BadInput, match="nobody here"):
        erase_command.run(Namespace(person=who, dry_run=False, yes=True, json=False))
    with pytest.raises(BadInput, match="nobody here"):
        takeout_command.run(Namespace(person=who, out=str(tmp_path / "out.zip")))
    assert not (tmp_path / "out.zip").exists()


def test_the_command_takes_out_and_asks_before_it_erases(ann, folder, capsys):
    path = folder / "ann.zip"
    assert takeout_command.run(Namespace(person="ANN@example.org", out=str(path))) == 0
    assert "ann@example.org" in zipfile.ZipFile(path).read("index.html").decode()
    assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(BadInput, match="is there already"):
        takeout_command.run(Namespace(person=str(ann.pk), out=str(path)))
    with pytest.raises(BadInput, match="--yes"):
        erase_command.run(Namespace(person=str(ann.pk), dry_run=False, yes=False, json=False))
    assert Person.objects.filter(pk=ann.pk).exists()
    capsys.readouterr()
    assert erase_command.run(Namespace(person=str(ann.pk), dry_run=False, yes=True, json=True)) == 0
    assert json.loads(capsys.readouterr().out)["counts"]["core.Person"] == 1
