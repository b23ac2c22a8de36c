"""What has had its time goes, each night, by what the register says."""

import os
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django_tasks_db.models import DBTaskResult

from trellis.core.actions.once import FormKey
from trellis.core.forgetting import purging
from trellis.core.forgetting.models import PurgeRun
from trellis.core.forgetting.owned import installed_descriptions
from trellis.core.register import Keep
from trellis.core.register.declarations import Description

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 3, 30, tzinfo=UTC)


def key(days_ago: int) -> FormKey:
    return FormKey.objects.create(key=uuid.uuid4(), scope="s", used_at=NOW - timedelta(days=days_ago))


def session(name: str, **ends: float) -> None:
    Session.objects.create(session_key=name, session_data="", expire_date=NOW + timedelta(**ends))


def finished(status: str, days_ago: int) -> DBTaskResult:
    times = dict.fromkeys(("enqueued_at", "finished_at", "run_after"), NOW - timedelta(days=days_ago))
    return DBTaskResult.objects.create(
        task_path="t", args_kwargs={}, queue_name="q", backend_name="default", status=status, worker_ids=[], **times
    )


def test_a_dry_run_counts_what_the_purge_then_deletes():
    young, old = key(29), key(31)
    session("ended", hours=-1)
    session("going", hours=1)
    counted = purging.purge(NOW, dry_run=True)
    assert (counted["core.FormKey"], counted["sessions.Session"]) == (1, 1)
    assert FormKey.objects.count() == 2 and not PurgeRun.objects.exists()
    assert purging.purge(NOW) == counted
    assert list(FormKey.objects.all()) == [young] and old.pk != young.pk
    assert list(Session.objects.values_list("session_key", flat=True)) == ["going"]
    assert purging.purge(NOW).total() == 0


def test_each_state_has_its_own_time():
    kept = [finished("SUCCESSFUL", 6), finished("FAILED", 8), finished("READY", 400)]
    finished("SUCCESSFUL", 8)
    finished("FAILED", 61)
    assert purging.purge(NOW)["django_tasks_database.DBTaskResult"] == 2
    assert set(DBTaskResult.objects.all()) == set(kept)


def test_many_rows_go_in_short_transactions(monkeypatch):
    monkeypatch.setattr(purging, "BATCH", 3)
    for _number in range(10):
        key(40)
    assert purging.purge(NOW)["core.FormKey"] == 10
    assert not FormKey.objects.exists()


def test_a_report_is_kept_for_the_page_about_privacy():
    key(31)
    purging.purge_nightly()
    run = PurgeRun.objects.get()
    assert run.counts["core.FormKey"] == run.total == 1 and run.finished_at is not None


def test_rows_are_emptied_where_the_register_says_so(django_user_model):
    from trellis.core.register import Personal

    why = Personal(purpose="p", kind="personal", basis="b", retention="r", readers="x")
    person = django_user_model.objects.create_user(email="ann@example.org", display_name="Ann")
    description = Description(django_user_model, {"display_name": why})
    rows = django_user_model.objects.filter(pk=person.pk)
    assert purging._empty(description, rows, dry_run=True) == 1
    assert purging._empty(description, rows, dry_run=False) == 1
    person.refresh_from_db()
    assert person.display_name == ""
    assert purging._empty(description, rows, dry_run=False) == 0


def test_mail_that_was_written_to_files_goes_after_a_week(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    for name, days in (("old.log", 8), ("new.log", 6)):
        (tmp_path / name).write_text("mail")
        at = (NOW - timedelta(days=days)).timestamp()
        os.utime(tmp_path / name, (at, at))
    assert purging.purge(NOW, dry_run=True)["mail files"] == 1
    assert len(list(tmp_path.iterdir())) == 2
    purging.purge(NOW)
    assert [each.name for each in tmp_path.iterdir()] == ["new.log"]


def test_every_time_that_is_declared_can_be_followed():
    """The field exists and is a date, and the condition can be asked: for each model, of every app."""
    assert purging.purge(NOW, dry_run=True).total() == 0
    declared = purging.declared()
    assert len(declared) >= 8
    assert all(isinstance(keep, Keep) for _description, keep in declared)
    assert {each.model._meta.label for each in installed_descriptions()} >= {
        description.model._meta.label for description, _keep in declared
    }
