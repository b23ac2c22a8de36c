"""Jobs whose worker is gone go back to the queue; finished ones, and sessions that ended, are forgotten."""

from datetime import datetime, timedelta

from django.core.management import call_command
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from .declarations import job
from .models import JobKey, QueuedJob, WorkerBeat
from .periodic import every

MARGIN = timedelta(seconds=15)
"""After its limit a worker ends its own job; only one that could not is reaped."""
KEEP_SUCCESSFUL = timedelta(days=7)
KEEP_FAILED = timedelta(days=60)


def reap(now: datetime) -> int:
    """Give back every running job that is past its limit. Returns how many."""
    n = 0
    for row in QueuedJob.objects.filter(status=TaskResultStatus.RUNNING).iterator():
        if row.started_at + row.limit + MARGIN < now:
            row.give_back("Its worker stopped, or ran past the job's limit, without an answer.")
            n += 1
    return n


def reap_orphans() -> int:
    """Give back every running job and forget earlier workers, when this process is known to be the only one."""
    WorkerBeat.objects.all().delete()
    running = list(QueuedJob.objects.filter(status=TaskResultStatus.RUNNING))
    for row in running:
        row.give_back("Its worker stopped before it was done.")
    return len(running)


@every("day at 04:10")
@job()
def forget_finished_jobs() -> None:
    """Delete rows of the queue that nobody needs any more."""
    now = timezone.now()
    DBTaskResult.objects.successful().filter(finished_at__lt=now - KEEP_SUCCESSFUL).delete()
    DBTaskResult.objects.failed().filter(finished_at__lt=now - KEEP_FAILED).delete()
    JobKey.objects.filter(job=None, used_at__lt=now - KEEP_SUCCESSFUL).delete()
    WorkerBeat.objects.filter(seen_at__lt=now - KEEP_SUCCESSFUL).delete()


@every("day at 04:20")
@job()
def forget_ended_sessions() -> None:
    """Delete the sessions that have run out, as the register says."""
    call_command("clearsessions")
