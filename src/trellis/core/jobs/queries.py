"""What waits in the queue."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import get_date_max

from .models import QueuedJob


def late_jobs(now: datetime, *, by: timedelta) -> QuerySet[QueuedJob]:
    """Waiting jobs that should have begun longer ago than this.

    A job without a time to begin at has the far future in `run_after`, and counts from when it was queued.
    """
    since = now - by
    at_once = Q(run_after=get_date_max(), enqueued_at__lte=since)
    return QueuedJob.objects.filter(at_once | Q(run_after__lte=since), status=TaskResultStatus.READY)
