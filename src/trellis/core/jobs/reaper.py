"""Jobs whose worker is gone go back to the queue. Finished ones are purged as the register says."""

from datetime import datetime, timedelta

from django_tasks.base import TaskResultStatus

from .models import QueuedJob, WorkerBeat

MARGIN = timedelta(seconds=15)
"""After its limit a worker ends its own job; only one that could not is reaped."""


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
