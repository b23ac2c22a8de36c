"""The worker: one loop that ticks, takes a job and runs it, until told to stop.

On PostgreSQL any number of workers share the queue; on SQLite there is exactly one, held by a file lock.
Taking a row and recording its end are those of django-tasks-db; the loop is ours because it must also
tick, reap, show signs of life, hold each job to its limit, and leave the moment it is asked to.
"""

import fcntl
import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.db import OperationalError, close_old_connections, connection
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.module_loading import autodiscover_modules
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.utils import exclusive_transaction, is_locked_database_exception

from . import periodic, reaper
from .declarations import TookTooLong
from .models import QueuedJob, WorkerBeat

POLL_SECONDS = 1.0
TICK_EVERY = timedelta(minutes=1)
BEAT_EVERY = timedelta(seconds=20)
ALREADY_RUNNING = 2

log = logging.getLogger("trellis.jobs")


def run(stop_event: threading.Event | None = None) -> None:
    """Work until the event is set or the process is asked to end; a job that has begun is finished first."""
    stop = stop_event or threading.Event()
    autodiscover_modules("jobs")
    with _only_worker_on_sqlite(), _stopping_on_signals(stop):
        TrellisWorker(stop).work()


def run_waiting() -> int:
    """Run every job that is due now, then return how many ran. For tests, demos and commands."""
    worker = TrellisWorker(threading.Event())
    n = 0
    while worker.run_next():
        n += 1
    return n


class TrellisWorker(Worker):
    """Takes jobs one at a time. Uses `run_task` of django-tasks-db as it is."""

    def __init__(self, stop: threading.Event):
        super().__init__(
            queue_names=["*"],
            interval=POLL_SECONDS,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=f"{os.getpid()}-{get_random_string(12)}",
            excluded_queue_names=[],
        )
        self.stop = stop
        self.started_at = timezone.now()
        self.ticked_at = self.seen_at = self.started_at - timedelta(days=1)

    def work(self) -> None:
        """The loop. An error of the database is waited out; any other ends the worker, and shows."""
        while not self.stop.is_set():
            close_old_connections()
            try:
                self.keep_time()
                ran = self.run_next()
            except OperationalError:
                log.exception("The database did not answer; trying again.")
                ran = False
            if not ran:
                self.stop.wait(self.interval)
        WorkerBeat.objects.filter(worker_id=self.worker_id).delete()

    def keep_time(self) -> None:
        """Tick and reap each minute, and show a sign of life."""
        now = timezone.now()
        if now - self.ticked_at >= TICK_EVERY:
            self.ticked_at = now.replace(second=0, microsecond=0)
            reaper.reap(now)
            periodic.tick(now)
        if now - self.seen_at >= BEAT_EVERY:
            self.beat("")

    def beat(self, doing: str) -> None:
        self.seen_at = timezone.now()
        beat = {"host": socket.gethostname(), "process_id": os.getpid(), "doing": doing}
        times = {"started_at": self.started_at, "seen_at": self.seen_at}
        WorkerBeat.objects.update_or_create(worker_id=self.worker_id, defaults={**beat, **times})

    def run_next(self) -> bool:
        """Run one job, if one is due."""
        row = self.take()
        if row is None:
            return False
        if timezone.now() - self.seen_at >= BEAT_EVERY:
            self.beat(row.task_path[:200])
        self.run_task(row)
        return True

    def take(self) -> QueuedJob | None:
        """Claim the next due row. Looking first keeps an idle worker from locking SQLite each second."""
        due = QueuedJob.objects.ready().filter(backend_name=self.backend_name)
        if not due.exists():
            return None
        with exclusive_transaction(due.db):
            try:
                row = due.get_locked()
                if row is not None:
                    row.claim(self.worker_id)
            except OperationalError as error:
                if not is_locked_database_exception(error):
                    raise
                row = None
        return row

    def run_task(self, row: QueuedJob) -> None:
        """Run it within its limit, and say so in the log when it failed."""
        with _limit(row.limit.total_seconds()):
            super().run_task(row)
        if row.traceback:
            log.warning("Job %s (%s) attempt %s: %s", row.task_path, row.pk, row.attempt, row.exception_class_path)


@contextmanager
def _only_worker_on_sqlite() -> Iterator[None]:
    if connection.vendor != "sqlite":
        yield
        return
    path = Path(settings.TRELLIS_DATA) / "worker.lock"
    with open(path, "a") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.stderr.write(f"A worker is already running for {path.parent}. On SQLite there is exactly one.\n")
            sys.exit(ALREADY_RUNNING)
        reaper.reap_orphans()
        yield


@contextmanager
def _stopping_on_signals(stop: threading.Event) -> Iterator[None]:
    """The first SIGTERM or SIGINT ends the loop after the current job; the second ends the process."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def ask(number: int, frame: FrameType | None) -> None:
        if stop.is_set():
            os._exit(1)  # the job that is cut short is given back by the reaper
        stop.set()

    before = {number: signal.signal(number, ask) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _limit(seconds: float) -> Iterator[None]:
    """Raise TookTooLong in the job when its time is up. Only the main thread can; elsewhere the reaper does."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(number: int, frame: Any) -> None:
        raise TookTooLong(f"The job took longer than its {seconds:g} seconds.")

    before = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    except TookTooLong:
        log.info("A job's time was up just as it ended; its end is recorded.")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
