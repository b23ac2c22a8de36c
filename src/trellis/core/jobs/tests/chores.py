"""Jobs that only the tests queue. Each leaves a line in a file, so that another process's work shows."""

import os
import threading
import time
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from trellis.core.jobs import every, job, periodic, tick

calls: list[str] = []


class Busy(Exception):
    """An error that goes away by itself."""


@job()
def note(word: str) -> str:
    calls.append(word)
    return word


@job(attempts=3, retry_on=(Busy,), pauses=(60, 300))
def meet_a_busy_line() -> None:
    calls.append("busy")
    raise Busy("engaged")


@job(attempts=3)
def break_down() -> None:
    calls.append("broken")
    raise ValueError("a fault of the program")


@job(limit_seconds=1, attempts=2)
def take_for_ever() -> None:
    calls.append("slow")
    time.sleep(10)


@job()
def take_two_seconds(name: str) -> None:
    (Path(settings.TRELLIS_DATA) / f"{name}.begun").touch()
    time.sleep(2)
    (Path(settings.TRELLIS_DATA) / name).touch()


@job(limit_seconds=30, attempts=3)
def die_the_first_time(name: str) -> None:
    """Kills its own worker at the first attempt; its effect is idempotent (a file that is there or not)."""
    folder = Path(settings.TRELLIS_DATA)
    with open(folder / "attempts", "a") as attempts:
        attempts.write("x")
    (folder / name).write_text("done")
    if (folder / "attempts").read_text() == "x":
        os.kill(os.getpid(), 9)


def tick_in_parallel(n: int) -> list[str]:
    """The names that this many ticks of the same minute queued between them."""
    periodic._periodic.clear()
    every("minute")(note)
    now = timezone.now()
    tick(now)
    ready, queued = threading.Barrier(n), []

    def one() -> None:
        ready.wait()
        try:
            queued.extend(tick(now + timedelta(minutes=1)))
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(n)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return queued
