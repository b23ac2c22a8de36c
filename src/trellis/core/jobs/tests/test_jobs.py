"""The queue: with its transaction, retried, capped, never twice while it waits."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from trellis.core.forgetting.purging import purge
from trellis.core.jobs import reaper, worker
from trellis.core.jobs.models import JobKey, QueuedJob, WorkerBeat
from trellis.core.jobs.queries import late_jobs

from . import chores

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_calls():
    chores.calls.clear()


def only_row():
    return QueuedJob.objects.get()


def make_due():
    QueuedJob.objects.update(run_after=timezone.now() - timedelta(seconds=1))


def test_a_job_runs_and_keeps_its_answer():
    chores.note.enqueue("hello")
    assert worker.run_waiting() == 1
    assert chores.calls == ["hello"]
    assert (only_row().status, only_row().return_value) == ("SUCCESSFUL", "hello")


def test_a_job_goes_with_its_transaction():
    class Change(Exception):
        pass

    with pytest.raises(Change), transaction.atomic():
        chores.note.enqueue("hello")
        raise Change
    assert not QueuedJob.objects.exists() and worker.run_waiting() == 0


def test_a_declared_error_is_retried_with_growing_pauses_then_failed():
    chores.meet_a_busy_line.enqueue()
    for attempt, pause in ((1, 60), (2, 300)):
        before = timezone.now()
        assert worker.run_waiting() == 1
        row = only_row()
        assert (row.status, row.attempt) == ("READY", attempt)
        assert pause - 1 <= (row.run_after - before).total_seconds() <= pause + 5
        assert "Busy" in row.exception_class_path, "why it waits is visible"
        assert worker.run_waiting() == 0
        make_due()
    assert worker.run_waiting() == 1
    assert only_row().status == "FAILED" and "engaged" in only_row().traceback
    assert chores.calls == ["busy"] * 3


def test_another_error_is_not_retried():
    chores.break_down.enqueue()
    worker.run_waiting()
    assert only_row().status == "FAILED" and "ValueError" in only_row().traceback and chores.calls == ["broken"]


def test_a_job_past_its_limit_is_ended_and_tried_again():
    chores.take_for_ever.enqueue()
    worker.run_waiting()
    assert only_row().status == "READY" and "TookTooLong" in only_row().exception_class_path
    make_due()
    worker.run_waiting()
    assert only_row().status == "FAILED" and chores.calls == ["slow", "slow"]


def test_a_job_whose_code_is_gone_fails_visibly():
    chores.note.enqueue("hello")
    QueuedJob.objects.update(task_path="trellis.core.jobs.tests.chores.no_more")
    assert worker.run_waiting() == 1
    assert only_row().status == "FAILED" and "no_more" in only_row().traceback


def test_the_same_key_waits_once():
    first = chores.note.enqueue_once("key", "one")
    second = chores.note.enqueue_once("key", "two")
    chores.note.enqueue_once("other", "three")
    assert first.id == second.id and QueuedJob.objects.count() == 2


def test_a_key_is_free_again_once_its_job_has_begun():
    chores.note.enqueue_once("key", "one")
    row = worker.TrellisWorker(None).take()
    assert row.status == "RUNNING"
    chores.note.enqueue_once("key", "two")
    assert QueuedJob.objects.filter(status="READY").count() == 1


def test_a_key_goes_with_its_transaction():
    with transaction.atomic():
        chores.note.enqueue_once("key", "one")
        transaction.set_rollback(True)
    chores.note.enqueue_once("key", "two")
    assert worker.run_waiting() == 1 and chores.calls == ["two"]


def test_the_reaper_gives_back_then_fails_with_a_reason():
    chores.note.enqueue("hello")
    for attempt in (1, 2, 3):
        worker.TrellisWorker(None).take()
        assert reaper.reap(timezone.now()) == 0, "its time is not up"
        later = timezone.now() + timedelta(seconds=chores.note.limit_seconds + 60)
        assert reaper.reap(later) == 1
        assert only_row().status == ("READY" if attempt < 3 else "FAILED")
    assert "Attempt 3 of 3" in only_row().traceback and reaper.reap(later) == 0


def test_a_late_worker_does_not_end_somebody_elses_attempt():
    chores.note.enqueue("hello")
    late = worker.TrellisWorker(None).take()
    reaper.reap(timezone.now() + timedelta(hours=1))
    current = worker.TrellisWorker(None).take()
    late.set_failed(ValueError("late"))
    assert only_row().status == "RUNNING"
    current.set_successful("now")
    assert only_row().return_value == "now"


def test_old_rows_are_forgotten():
    now = timezone.now()
    for word, days in (("new", 1), ("old", 30)):
        chores.note.enqueue_once(word, word)
        worker.run_waiting()
        DBTaskResult.objects.filter(return_value=word).update(finished_at=now - timedelta(days=days))
    purge(now)
    assert only_row().return_value == "new" and JobKey.objects.filter(job=None).count() == 1


def test_a_worker_shows_signs_of_life():
    watched = worker.TrellisWorker(None)
    watched.keep_time()
    beat = WorkerBeat.objects.get()
    assert beat.worker_id == watched.worker_id and timezone.now() - beat.seen_at < timedelta(minutes=1)


def test_late_jobs_are_those_that_should_have_begun():
    now, hour = timezone.now(), timedelta(hours=1)
    chores.note.enqueue("at once")
    chores.note.using(run_after=now + 5 * hour).enqueue("later")
    assert late_jobs(now, by=hour).count() == 0
    assert late_jobs(now + 2 * hour, by=hour).count() == 1
    assert late_jobs(now + 9 * hour, by=hour).count() == 2


def test_ended_sessions_are_forgotten():
    now = timezone.now()
    for key, days in (("ended", -1), ("going", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=now + timedelta(days=days))
    purge(now)
    assert Session.objects.get().session_key == "going"
