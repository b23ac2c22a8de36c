"""The doctor finds what is wrong and says how to mend it."""

import json
from argparse import Namespace
from datetime import timedelta

import pytest
from django.utils import timezone

from trellis.core.forgetting import erasures
from trellis.core.forgetting.models import PurgeRun
from trellis.core.jobs.models import WorkerBeat
from trellis.core.log.models import LogHead
from trellis.core.people.models import Person
from trellis.interfaces.cli import checks, doctor

pytestmark = pytest.mark.django_db


@pytest.fixture
def healthy(monkeypatch, settings, tmp_path):
    """An installation in which only what a test breaks is broken."""
    (tmp_path / "secrets").mkdir(mode=0o700)
    tmp_path.chmod(0o700)
    settings.TRELLIS_DATA, settings.SECRETS_DIR = tmp_path, tmp_path / "secrets"
    settings.EMAIL_HOST = "mail.example"
    settings.TRELLIS_URL = "https://trellis.example"
    settings.LANGUAGES = [("en", "English")]
    monkeypatch.setattr(checks.checking, "drift", list)
    # A database in memory keeps no journal on the disk.
    monkeypatch.setattr(checks, "database_settings", lambda: checks.Finding("database settings", "fine", ""))
    monkeypatch.setattr(doctor, "IN_THE_DATABASE", [getattr(checks, check.__name__) for check in doctor.IN_THE_DATABASE])
    now = timezone.now()
    WorkerBeat.objects.create(worker_id="w", host="h", process_id=1, started_at=now, seen_at=now)
    return tmp_path


def states() -> dict[str, str]:
    return {finding.what: finding.state for finding in doctor.examine() if finding.state != "fine"}


def test_a_healthy_installation(healthy, capsys):
    assert doctor.run(Namespace(json=False)) == 0
    assert states() == {}
    assert "WRONG" not in capsys.readouterr().out


def test_one_json_document(healthy, capsys):
    healthy.chmod(0o755)

    assert doctor.run(Namespace(json=True)) == 1

    document = json.loads(capsys.readouterr().out)
    wrong = [finding for finding in document["findings"] if finding["state"] == "wrong"]
    assert document["healthy"] is False
    assert [finding["what"] for finding in wrong] == ["data folder"]
    assert wrong[0]["mend"] == f"chmod 700 '{healthy}'"


def test_keys_that_others_can_read(healthy):
    key = healthy / "secrets" / "field.keys"
    key.write_text("key")
    key.chmod(0o644)

    assert states() == {"keys": "wrong"}


@pytest.mark.parametrize("free, state", [(50 * 1024**2, "wrong"), (500 * 1024**2, "warning")])
def test_little_room_on_the_disk(healthy, monkeypatch, free, state):
    monkeypatch.setattr(checks.shutil, "disk_usage", lambda path: Namespace(free=free))

    assert states() == {"disk space": state}


@pytest.mark.parametrize("url, debug", [("http://trellis.example", False), ("https://trellis.example", True)])
def test_a_public_address_without_protection(healthy, settings, url, debug):
    settings.TRELLIS_URL, settings.DEBUG = url, debug

    assert states() == {"address": "wrong"}


def test_letters_that_go_nowhere(healthy, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = "outbox"

    assert states() == {"mail": "warning"}


def test_a_database_that_is_behind(healthy, monkeypatch):
    monkeypatch.setattr(checks.readiness, "pending_migrations", lambda: ["core.0009_more"])

    found = [finding for finding in doctor.examine() if finding.state == "wrong"]

    assert [(finding.what, finding.mend) for finding in found] == [("database", "back it up, then: trellis prepare")]


def test_no_worker(healthy):
    WorkerBeat.objects.update(seen_at=timezone.now() - timedelta(minutes=5))

    assert states() == {"worker": "warning"}


def test_a_stale_search_index(healthy, monkeypatch):
    monkeypatch.setattr(checks.checking, "drift", lambda: ["3 records are not in it."])

    assert states() == {"search index": "wrong"}


def test_a_log_whose_end_was_cut_off(healthy):
    LogHead.objects.update_or_create(id=1, defaults={"number": 5, "digest": "0" * 64})

    assert states() == {"audit log": "wrong"}


def test_a_language_that_is_offered_before_its_words_are_complete(healthy, settings):
    settings.LANGUAGES = [("en", "English"), ("cy", "Welsh")]

    assert states() == {"languages": "warning"}


def test_somebody_who_was_erased_and_came_back_with_an_old_database(healthy):
    person = Person.objects.create_user(email="ann@example.org")
    erasures.add(person.pk, [person.email], now=timezone.now())
    assert states() == {"erasures": "wrong"}
    assert "ann" not in (healthy / "erased.jsonl").read_text()


def test_a_list_of_erasures_that_was_changed(healthy):
    erasures.add(None, ["ann@example.org"], now=timezone.now())
    path = healthy / "erased.jsonl"
    path.write_text(path.read_text().replace('"number":1', '"number":2'))
    assert states() == {"erasures": "wrong"}


def test_a_purge_that_does_not_run(healthy):
    old = PurgeRun.objects.create(started_at=timezone.now() - timedelta(days=4), finished_at=timezone.now() - timedelta(days=4))
    assert states() == {"purge": "wrong"}
    PurgeRun.objects.filter(pk=old.pk).update(started_at=timezone.now())
    assert states() == {}
