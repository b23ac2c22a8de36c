"""The queue's rows as we treat them, and what stands beside them."""

import uuid
from datetime import timedelta
from traceback import format_exception
from typing import Any

from django.db import models
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import retry

from trellis.core.register import Keep, describe

from .declarations import ATTEMPTS, LIMIT_SECONDS, Job


class QueuedJob(DBTaskResult):
    """A row of the queue. An attempt ends only for the worker that still holds it.

    `started_at` marks the attempt: when the row was given back and taken by another worker, it differs,
    and a late first worker changes nothing.
    """

    class Meta:
        proxy = True
        app_label = "core"

    def __str__(self) -> str:
        return f"{self.task_path} {self.status}"

    @property
    def declaration(self) -> Job | None:
        """What the code says of this job; None when the code no longer has it, or it is a plain task."""
        try:
            task = self.task
        except (ImportError, AttributeError):
            return None
        return task if isinstance(task, Job) else None

    @property
    def limit(self) -> timedelta:
        declared = self.declaration
        return timedelta(seconds=declared.limit_seconds if declared else LIMIT_SECONDS)

    @property
    def attempts_allowed(self) -> int:
        declared = self.declaration
        return declared.attempts if declared else ATTEMPTS

    @property
    def attempt(self) -> int:
        """The number of the attempt under way, or of the last one."""
        return len(self.worker_ids)

    @retry()
    def set_successful(self, return_value: Any) -> None:
        self._end(status=TaskResultStatus.SUCCESSFUL, return_value=return_value, exception_class_path="", traceback="")

    @retry()
    def set_failed(self, exc: BaseException) -> None:
        """Fail, or wait for the next attempt when the error is one the job retries."""
        reason = {
            "exception_class_path": f"{type(exc).__module__}.{type(exc).__qualname__}",
            "traceback": "".join(format_exception(exc)),
            "return_value": None,
        }
        declared = self.declaration
        if declared and declared.is_worth_a_retry(exc, self.attempt):
            self._end(status=TaskResultStatus.READY, run_after=timezone.now() + declared.pause_after(self.attempt), **reason)
        else:
            self._end(status=TaskResultStatus.FAILED, **reason)

    def give_back(self, reason: str) -> None:
        """End an attempt whose worker is gone: to the queue again, or failed after the last attempt."""
        last = self.attempt >= self.attempts_allowed
        text = f"{reason} Attempt {self.attempt} of {self.attempts_allowed}."
        status = TaskResultStatus.FAILED if last else TaskResultStatus.READY
        self._end(status=status, exception_class_path="trellis.core.jobs.TookTooLong", traceback=text)

    def _end(self, *, status: str, **fields: Any) -> None:
        if status != TaskResultStatus.READY:
            fields["finished_at"] = timezone.now()
        held = QueuedJob.objects.filter(pk=self.pk, status=TaskResultStatus.RUNNING, started_at=self.started_at)
        if held.update(status=status, **fields):
            self.refresh_from_db()


class JobKey(models.Model):
    """The key of a job that must not wait twice, and the last job queued under it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=200, unique=True)
    job = models.ForeignKey(DBTaskResult, models.SET_NULL, null=True, related_name="+")
    used_at = models.DateTimeField(auto_now=True)

    class Meta:
        app_label = "core"

    def __str__(self) -> str:
        return self.key

    @classmethod
    def waiting_job(cls, key: str) -> QueuedJob | None:
        """The waiting job of this key, held so that no worker starts it before the caller commits.

        Of several callers at once, the row lock lets one in at a time.
        """
        cls.objects.get_or_create(key=key)
        row = cls.objects.select_for_update().get(key=key)
        return QueuedJob.objects.select_for_update().filter(pk=row.job_id, status=TaskResultStatus.READY).first()


class PeriodicJob(models.Model):
    """When a periodic job was last put into the queue."""

    name = models.CharField(max_length=200, primary_key=True)
    last_run_at = models.DateTimeField()

    class Meta:
        app_label = "core"

    def __str__(self) -> str:
        return self.name


class WorkerBeat(models.Model):
    """A sign of life of a worker, for `trellis doctor`."""

    worker_id = models.CharField(max_length=64, primary_key=True)
    host = models.CharField(max_length=255)
    process_id = models.PositiveIntegerField()
    doing = models.CharField(max_length=200, blank=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        app_label = "core"

    def __str__(self) -> str:
        return f"{self.host} {self.process_id}"


describe(JobKey, personal={}, plain=["key"], keep=(Keep(days=7, since="used_at", only={"job": None}),), traces=("key",))
describe(PeriodicJob, personal={}, plain=["name"])
describe(WorkerBeat, personal={}, plain=["worker_id", "host", "doing"], keep=(Keep(days=7, since="seen_at"),))
