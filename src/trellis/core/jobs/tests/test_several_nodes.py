"""What several nodes do at once to one queue, which only PostgreSQL allows."""

import threading

import pytest
from django.db import connection, transaction

from trellis.core.jobs import periodic, worker
from trellis.core.jobs.models import QueuedJob

from . import chores

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def no_calls():
    chores.calls.clear()


def at_once(n, work):
    """Do it in this many threads, each with its own connection."""
    ready, errors = threading.Barrier(n), []

    def one():
        ready.wait()
        try:
            work()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(n)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def test_workers_share_the_queue_and_run_each_job_once():
    words = [str(n) for n in range(40)]
    for word in words:
        chores.note.enqueue(word)
    at_once(4, worker.run_waiting)
    assert sorted(chores.calls) == sorted(words)
    assert QueuedJob.objects.filter(status="SUCCESSFUL").count() == 40


def test_a_key_queued_at_once_waits_once():
    at_once(6, lambda: chores.note.enqueue_once("key", "word"))
    assert QueuedJob.objects.count() == 1


def test_a_waiting_job_is_not_started_while_somebody_counts_on_it():
    """Else it could run before the change that it is to see is committed."""
    chores.note.enqueue_once("key", "word")
    with transaction.atomic():
        chores.note.enqueue_once("key", "word")
        at_once(1, worker.run_waiting)
        assert chores.calls == []
    worker.run_waiting()
    assert chores.calls == ["word"]


def test_ticks_at_once_queue_a_periodic_job_once(monkeypatch):
    monkeypatch.setattr(periodic, "_periodic", {})
    assert chores.tick_in_parallel(6) == [chores.note.module_path]
