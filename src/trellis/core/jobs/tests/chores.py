"""Jobs that only the tests queue. Each leaves a line in a file, so that another process's work shows."""

import os
import time
from pathlib import Path

from django.conf import settings

from trellis.core.jobs import job

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


@job(limit_seconds=30, attempts=3)
def die_the_first_time(name: str) -> None:
    """Kills its own worker at the first attempt; its effect is idempotent (a file that is there or not)."""
    folder = Path(settings.TRELLIS_DATA)
    with open(folder / "attempts", "a") as attempts:
        attempts.write("x")
    (folder / name).write_text("done")
    if (folder / "attempts").read_text() == "x":
        os.kill(os.getpid(), 9)
