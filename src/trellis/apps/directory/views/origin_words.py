"""Where a record came from and what was corrected here, ready to be shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from trellis.apps.directory.models import Location
from trellis.apps.directory.queries.following import came_from
from trellis.apps.directory.views.comparing import in_words, label_of
from trellis.core.ui.words import when

_SHOWN = {
    "name", "alternate_name", "description", "what_to_expect", "website", "email", "application_process", "fees_description",
    "eligibility_description", "cost", "wait_time", "approach", "accessibility_note", "address_1", "address_2", "city", "postal_code",
    "transportation", "how_to_book", "capacity", "status", "referral", "minimum_age", "maximum_age",
}  # fmt: skip
"""Fields whose other version everybody may read beside ours; of the rest it is only said that they were corrected."""


@dataclass(frozen=True)
class Corrected:
    """One field that says something else here than its owner says."""

    label: str
    when: str
    theirs: str


@dataclass(frozen=True)
class OriginShown:
    """For directory/origin.html."""

    place: str
    page: str
    through: str
    checked_at: datetime | None
    signed: bool
    corrected: list[Corrected] = field(default_factory=list)


def origin_of(row: Any) -> OriginShown | None:
    """None for this place's own records."""
    found = came_from(row)
    if found is None:
        return None
    secret = isinstance(row, Location) and row.confidential
    kind = row._meta.model_name
    corrected = [
        Corrected(
            label_of(kind, each.field),
            when(each.corrected_at),
            in_words(each.field, each.theirs) if each.field in _SHOWN and not secret else "",
        )
        for each in found.corrections
    ]
    return OriginShown(found.place, found.page, found.through, found.checked_at, bool(found.signed), corrected)
