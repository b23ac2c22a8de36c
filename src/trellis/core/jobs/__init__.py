"""Jobs: work done after the page has been answered, in the same database as what caused it.

    @job(limit_seconds=60, attempts=3, retry_on=(OSError,))
    def send_letter(letter_id: str) -> None: ...

    send_letter.enqueue(str(letter.id))                     # in the caller's transaction
    reindex.enqueue_once(f"reindex:{service.id}", str(service.id))   # not twice while it waits

    @every("day at 03:15")
    @job()
    def forget_old_letters() -> None: ...

A job may run twice (its worker can die at any moment): write it so that a second run does no harm.
"""

from .declarations import Job, TookTooLong, job
from .periodic import every, tick

__all__ = ["Job", "TookTooLong", "every", "job", "tick"]
