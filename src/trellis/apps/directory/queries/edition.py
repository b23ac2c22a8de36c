"""Which edition of the directory is current, and what is gone from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from django.db.models import Q

from trellis.apps.directory.models import Edition, Location, MergeProposal, Organization, Space
from trellis.apps.directory.models.vocabulary import Mark, Status
from trellis.apps.directory.queries.published import services_ended

MONTHS_TOLD = 3
_NEVER = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Gone:
    """A record that is no longer published: since when, why, and for a merged one which record stands for it now."""

    id: UUID
    kind: str
    gone_at: datetime
    why: str
    into: UUID | None = None


def current_edition() -> tuple[int, datetime]:
    """The number of the edition and when it was turned: one look at one row."""
    row = Edition.objects.filter(pk=1).values_list("number", "turned_at").first()
    return row or (0, _NEVER)


def ended_since(today: date) -> datetime:
    """From when what has ended still stands in the feeds as ended. It moves once a month, so that feeds stay the same in between."""
    months = today.year * 12 + today.month - 1 - MONTHS_TOLD
    return datetime(months // 12, months % 12 + 1, 1, tzinfo=UTC)


def gone() -> Iterator[Gone]:
    """Every record that was published once and is no more, oldest change first within each kind."""
    merged = dict(MergeProposal.objects.filter(state=MergeProposal.State.MERGED).values_list("drop_id", "keep_id"))
    not_shown = Q(status__in=(Status.INACTIVE, Status.DEFUNCT)) | Q(marked=Mark.HIDDEN)
    rows_of = (
        ("organization", Organization.objects.filter(not_shown)),
        # A confidential place was never there, so it can't be gone.
        ("location", Location.objects.filter(not_shown, confidential=False)),
        ("service", services_ended()),
        ("space", Space.objects.filter(not_shown)),
    )
    for kind, rows in rows_of:
        told = rows.order_by("updated_at", "pk").values_list("pk", "status", "marked", "updated_at")
        for pk, status, marked, at in told.iterator(chunk_size=2000):
            yield Gone(pk, kind, at, _why(pk in merged, status, marked), merged.get(pk))


def _why(is_merged: bool, status: str, marked: str) -> str:
    if is_merged:
        return "merged"
    if status == Status.DEFUNCT:
        return "closed_for_good"
    return "not_confirmed" if marked == Mark.HIDDEN and status != Status.INACTIVE else "ended"
