"""Sessions that ended are forgotten each night."""

from django.core.management import call_command

from trellis.core.jobs import every, job


@every("day at 03:40")
@job(limit_seconds=300)
def forget_old_sessions() -> None:
    """Delete sessions whose time is over: of people, and of browsers in which somebody began to sign in."""
    call_command("clearsessions")
