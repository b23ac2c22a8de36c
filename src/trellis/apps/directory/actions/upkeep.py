"""Keeping records true: still right, closed for now, gone, and how long it really took."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from trellis.apps.directory import events, rules
from trellis.apps.directory.actions.checks import InvalidRecord, Problem
from trellis.apps.directory.actions.corrections import keep_status, status_of
from trellis.apps.directory.actions.indexing import refresh
from trellis.apps.directory.models import Service, TimeTaken
from trellis.apps.directory.models.source import Listed
from trellis.apps.directory.models.vocabulary import Mark, Status
from trellis.core.access import anyone
from trellis.core.actions import action
from trellis.core.ui.words import here


@action(
    "directory.record.confirm",
    subject=Listed,
    label=_("Yes, this is still right"),
    allow=rules.may_edit,
    event=events.RecordConfirmed,
)
def confirm_record(row: Any, *, by: str, now: datetime) -> None:
    """Say that a record is still right; `by` is the name readers will see (a group or a role)."""
    row.assured_on = here(now).date()
    row.assured_by = by
    row.marked = Mark.NONE
    row.save(update_fields=["assured_on", "assured_by", "marked", "updated_at"])
    refresh([row])


@action(
    "directory.service.close_for_now",
    subject=Service,
    label=_("Close for now"),
    allow=rules.may_edit,
    moves=("status", (Status.ACTIVE,), Status.TEMPORARILY_CLOSED),
    event=events.ServiceClosedForNow,
)
def close_for_now(service: Service, *, until: date | None = None, reason: str = "", now: datetime) -> None:
    """Show a service as closed, until a day if that is known; raises InvalidRecord for a past day."""
    if until is not None and until < now.date():
        raise InvalidRecord([Problem("until", _("The day must not be in the past."))])
    before = status_of(service)
    service.closed_until = until
    service.closed_reason = reason
    service.status = Status.TEMPORARILY_CLOSED
    service.save(update_fields=["closed_until", "closed_reason", "status", "updated_at"])
    keep_status(service, before, now=now)
    refresh([service])


@action(
    "directory.service.reopen",
    subject=Service,
    label=_("Open again"),
    allow=rules.may_edit,
    moves=("status", (Status.TEMPORARILY_CLOSED, Status.INACTIVE), Status.ACTIVE),
    event=events.ServiceReopened,
)
def reopen(service: Service, *, now: datetime) -> None:
    """Show a service as running again."""
    before = status_of(service)
    service.closed_until = None
    service.closed_reason = ""
    service.status = Status.ACTIVE
    service.save(update_fields=["closed_until", "closed_reason", "status", "updated_at"])
    keep_status(service, before, now=now)
    refresh([service])


@action(
    "directory.record.retire",
    subject=Listed,
    label=_("It has ended"),
    allow=rules.may_keep,
    moves=("status", (Status.ACTIVE, Status.TEMPORARILY_CLOSED), Status.INACTIVE),
    event=events.RecordRetired,
)
def retire_record(row: Any, *, now: datetime) -> None:
    """Take a record out of search. Its page stays and says that it has ended."""
    before = status_of(row)
    row.status = Status.INACTIVE
    row.save(update_fields=["status", "updated_at"])
    keep_status(row, before, now=now)
    refresh([row])


@action(
    "directory.service.tell_time",
    subject=Service,
    label=_("Tell how long it took"),
    allow=anyone,
    event=events.TimeTakenTold,
)
def tell_time_taken(service: Service, *, days: int, now: datetime) -> None:
    """Add one experience of how many days something took; it keeps the month, not the person."""
    if not 0 <= days <= 3650:
        raise InvalidRecord([Problem("days", _("Enter a number of days from 0 to 3,650."))])
    TimeTaken.objects.create(service=service, days=days, month=now.date().replace(day=1))
