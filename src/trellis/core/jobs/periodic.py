"""Work by the clock: declared beside the job, queued by a tick each minute, once however many nodes tick."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from .declarations import Job

DAY_AT = re.compile(r"day at ([01]\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Schedule:
    """When something is due. `last_due` is a pure function of the time."""

    words: str

    def __post_init__(self) -> None:
        if self.words not in ("minute", "hour") and not DAY_AT.fullmatch(self.words):
            raise ValueError(f'"{self.words}" is no schedule. Say "minute", "hour" or "day at 03:15".')

    def last_due(self, now: datetime, zone: tzinfo) -> datetime:
        """The latest due time that is not after `now`.

        A day's time that the clocks skip or repeat in spring and autumn comes once: a skipped one as
        much later as the clocks jumped, a repeated one at its first coming.
        """
        if self.words == "minute":
            return now.replace(second=0, microsecond=0)
        if self.words == "hour":
            return now.replace(minute=0, second=0, microsecond=0)
        hour, minute = (int(number) for number in DAY_AT.fullmatch(self.words).groups())
        local = now.astimezone(zone)
        for days_ago in (0, 1):
            due = datetime(local.year, local.month, local.day, hour, minute, tzinfo=zone) - timedelta(days=days_ago)
            if due.timestamp() <= now.timestamp():
                return due.astimezone(now.tzinfo)
        raise AssertionError("yesterday's time is always past")


_periodic: dict[str, tuple[Schedule, Job]] = {}


def every(words: str) -> Callable[[Job], Job]:
    """Queue this job each "minute", each "hour", or each "day at 03:15" (in the place's time zone).

    What was missed while no worker ran is done once, not once for each time.
    """
    schedule = Schedule(words)

    def declare(declared: Job) -> Job:
        _periodic[declared.module_path] = (schedule, declared)
        return declared

    return declare


def all_periodic() -> list[tuple[str, Schedule]]:
    """Name and schedule of every periodic job."""
    return [(name, _periodic[name][0]) for name in sorted(_periodic)]


def tick(now: datetime) -> list[str]:
    """Queue what is due. Returns the names of what this tick queued.

    A job seen for the first time waits for its next due time, so that a new place does not begin with
    all of its nightly work at once.
    """
    from .models import PeriodicJob

    zone = ZoneInfo(settings.PLACE_TIME_ZONE)
    known = dict(PeriodicJob.objects.values_list("name", "last_run_at"))
    queued = []
    for name, (schedule, declared) in sorted(_periodic.items()):
        if name not in known:
            PeriodicJob.objects.get_or_create(name=name, defaults={"last_run_at": now})
            continue
        due = schedule.last_due(now, zone)
        if known[name] >= due:
            continue
        with transaction.atomic():
            if PeriodicJob.objects.filter(name=name, last_run_at__lt=due).update(last_run_at=now):
                declared.enqueue()
                queued.append(name)
    return queued
