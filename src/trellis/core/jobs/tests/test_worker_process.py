"""The worker as a process of its own: killed, started twice, asked to end."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest

pytestmark = pytest.mark.slow

CONSOLE = [sys.executable, "-m", "trellis.config.console"]
THE_JOB = (
    "SELECT status || ' ' || json_array_length(worker_ids) FROM django_tasks_database_dbtaskresult"
    " WHERE task_path LIKE '%.die_the_first_time'"
)
"""Of this job only: each worker also queues what is due by the clock, such as what is done every minute."""
THE_NOTES = "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE task_path LIKE '%.note' AND status = 'READY'"
BEATS = "SELECT count(*) FROM core_workerbeat"
QUEUE_ONE = "from trellis.core.jobs.tests import chores; chores.{}"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with a database of its own, on SQLite."""
    folder = tmp_path_factory.mktemp("place")
    environment = {**os.environ, "TRELLIS_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "trellis.config.settings", "DATABASE_URL": ""}
    subprocess.run([*CONSOLE, "manage", "migrate", "-v0"], env=environment, check=True, timeout=120)
    return folder, environment


def start(place):
    return subprocess.Popen([*CONSOLE, "worker"], env=place[1], stderr=subprocess.PIPE, text=True)


def shell(place, code):
    done = subprocess.run(
        [*CONSOLE, "manage", "shell", "-v0", "-c", code], env=place[1], check=True, capture_output=True, text=True, timeout=60
    )
    return done.stdout.strip()


def wait_for(check, seconds=90):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if check():
            return True
        time.sleep(0.1)
    return False


def told(place, question):
    """What the database of the place says, asked without starting the program for it."""
    with closing(sqlite3.connect(place[0] / "trellis.sqlite3", timeout=20)) as database:
        ((answer,),) = database.execute(question)
    return answer


def test_a_job_killed_with_its_worker_is_done_once_by_the_next(place):
    shell(place, QUEUE_ONE.format("die_the_first_time.enqueue('effect')"))
    assert start(place).wait(90) == -signal.SIGKILL
    assert told(place, THE_JOB) == "RUNNING 1"
    worker = start(place)
    try:
        assert wait_for(lambda: (place[0] / "attempts").read_text() == "xx")
        assert wait_for(lambda: told(place, THE_JOB) == "SUCCESSFUL 2")
    finally:
        worker.terminate()
        assert worker.wait(60) == 0
    assert (place[0] / "effect").read_text() == "done"


def test_a_worker_asked_to_end_finishes_its_job_first(place):
    shell(place, QUEUE_ONE.format("take_two_seconds.enqueue('slow')"))
    worker = start(place)
    assert wait_for((place[0] / "slow.begun").exists)
    worker.terminate()
    assert worker.wait(60) == 0 and (place[0] / "slow").exists()


def test_a_second_worker_says_so_and_ends_with_2(place):
    first = start(place)
    try:
        assert wait_for(lambda: told(place, BEATS) != 0)
        second = start(place)
        assert second.wait(60) == 2
        assert "already running" in second.stderr.read()
        assert first.poll() is None
    finally:
        first.terminate()
        assert first.wait(60) == 0
    assert told(place, BEATS) == 0, "a worker that ended well leaves no sign of life"


def test_ticks_at_once_queue_a_periodic_job_once(place):
    assert (
        shell(place, "from trellis.core.jobs.tests import chores; print(chores.tick_in_parallel(6))")
        == "['trellis.core.jobs.tests.chores.note']"
    )
    assert told(place, THE_NOTES) == 1
