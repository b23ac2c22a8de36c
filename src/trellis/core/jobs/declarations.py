"""What a job says of itself: how long it may take, how often it is tried, which errors are worth a retry."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django_tasks.base import Task, TaskResult

LIMIT_SECONDS = 120
ATTEMPTS = 3
PAUSES = (30, 120, 600, 3600)
"""Seconds before the second, third, ... attempt; the last one repeats."""


class TookTooLong(Exception):
    """A job ran longer than its limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job(Task):
    """A task with a lease and retries. Its name in the queue is its module path: moving it orphans waiting ones."""

    limit_seconds: int = LIMIT_SECONDS
    attempts: int = ATTEMPTS
    retry_on: tuple[type[BaseException], ...] = ()
    pauses: tuple[int, ...] = PAUSES

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run it here and now."""
        return self.func(*args, **kwargs)

    def enqueue_once(self, key: str, *args: Any, **kwargs: Any) -> TaskResult:
        """Queue it, unless one with this key still waits. One that has started doesn't count: it may
        have read what has changed since.
        """
        from .models import JobKey

        with transaction.atomic():
            waiting = JobKey.waiting_job(key)
            if waiting is not None:
                return waiting.task_result
            queued = self.enqueue(*args, **kwargs)
            JobKey.objects.filter(key=key).update(job_id=queued.id)
            return queued

    def pause_after(self, attempt: int) -> timedelta:
        """How long to wait after this attempt (from 1) before the next."""
        return timedelta(seconds=self.pauses[min(attempt, len(self.pauses)) - 1])

    def is_worth_a_retry(self, error: BaseException, attempt: int) -> bool:
        return attempt < self.attempts and isinstance(error, (*self.retry_on, TookTooLong))


def job(
    *,
    limit_seconds: int = LIMIT_SECONDS,
    attempts: int = ATTEMPTS,
    retry_on: tuple[type[BaseException], ...] = (),
    pauses: tuple[int, ...] = PAUSES,
    queue: str = "default",
    priority: int = 0,
    takes_context: bool = False,
) -> Callable[[Callable], Job]:
    """Declare a module-level function as a job. Its arguments must be JSON (ids, codes)."""

    def declare(function: Callable) -> Job:
        return Job(
            func=function,
            queue_name=queue,
            priority=priority,
            takes_context=takes_context,
            limit_seconds=limit_seconds,
            attempts=attempts,
            retry_on=retry_on,
            pauses=pauses,
        )

    return declare
