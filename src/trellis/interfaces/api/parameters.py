"""What may be asked for, and how it must be written. Everything else is refused with a reason."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Annotated, Literal
from uuid import UUID

from ninja import Field, Schema

from trellis.apps.directory.queries.published_choice import Choice

MOST_A_PAGE = 200
NEAR_METRES = 10_000
_FARTHEST = 20_000_000
_FIRST_YEAR, _LAST_YEAR = 1900, 9000
_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAYS = {written: number for number, name in enumerate(_NAMES) for written in (name[:2].upper(), name[:2].lower(), name, name.lower())}
_NO_NUL = r"^[^\x00]*$"

Words = Annotated[str, Field(max_length=200, pattern=_NO_NUL)]


class Paging(Schema):
    """Which page, and in which form."""

    page: int = Field(1, ge=1, le=1_000_000, description="Number of the page, from 1.")
    per_page: int = Field(50, ge=1, le=MOST_A_PAGE, description="How many on a page.")
    format: Literal["json", "ndjson"] = Field("json", description="ndjson streams everything, one document a line, without pages.")


class Searching(Paging):
    """Words in names and descriptions, and terms."""

    search: Words = Field("", description="Words that must stand in the name, the description or the name of the organization.")
    taxonomy_term_id: UUID | None = Field(None, description="Only what this term is said of.")
    taxonomy_id: UUID | None = Field(None, description="Only what any term of this taxonomy is said of.")


class ServicesAsked(Searching):
    """Parameters of a list of services."""

    organization_id: UUID | None = Field(None, description="Only services of this organization.")
    modified_after: datetime | date | None = Field(None, description="Only what changed at this moment or later.")
    minimal: bool = Field(False, description="All ids with the time of the last change, on one page: to find out what is gone.")
    full: bool = Field(False, description="Everything nested in each service.")
    own: bool = Field(False, description="Only records that this place keeps itself, none that it follows from elsewhere.")


class ByAgeAndTime(Schema):
    """What the UK profile adds."""

    minimum_age: float | None = Field(None, ge=0, le=150, description="Only services with at least this minimum age.")
    maximum_age: float | None = Field(None, ge=0, le=150, description="Only services with at most this maximum age.")
    start_time: time | None = Field(None, description="Only services that open at this time or later.")
    end_time: time | None = Field(None, description="Only services that close at this time or earlier.")
    day: str = Field("", pattern=f"^({'|'.join(_DAYS)})?$", description="Only services on this day: MO to SU, or its English name.")


class Near(Schema):
    """Around a postcode."""

    postcode: Words = Field("", description="Only places near this postcode; without it, near the middle of the place.")
    proximity: float | None = Field(None, ge=0, le=_FARTHEST, description=f"How near, in metres; {NEAR_METRES} unless said.")


class PlacesAsked(Near, Searching):
    """Parameters of a list of services at locations."""

    organization_id: UUID | None = Field(None, description="Only services of this organization.")
    modified_after: datetime | date | None = Field(None, description="Only what changed at this moment or later.")
    full: bool = Field(False, description="Everything nested in each.")


class UkServicesAsked(ByAgeAndTime, ServicesAsked):
    """Parameters of a list of services, in the UK profile."""


class UkPlacesAsked(ByAgeAndTime, PlacesAsked):
    """Parameters of a list of services at locations, in the UK profile."""


class OrganizationsAsked(Searching):
    """Parameters of a list of organizations."""

    full: bool = Field(False, description="Everything nested in each organization.")
    full_service: bool = Field(False, description="Everything nested in each service of each organization.")


class LocationsAsked(Near, Paging):
    """Parameters of a list of locations."""

    search: Words = Field("", description="Words that must stand in the name or the town.")
    full: bool = Field(False, description="Everything nested in each location.")


class TermsAsked(Paging):
    """Parameters of a list of terms."""

    search: Words = Field("", description="Words that must stand in the name.")
    taxonomy_id: UUID | None = Field(None, description="Only terms of this taxonomy.")
    parent_id: UUID | None = Field(None, description="Only terms below this one.")
    top_only: bool = Field(False, description="Only terms without a parent.")


class TaxonomiesAsked(Paging):
    """Parameters of a list of taxonomies."""

    search: Words = Field("", description="Words that must stand in the name.")


def choice_of(asked: Schema) -> Choice:
    """The conditions in the parameters."""
    told = asked.model_dump()
    return Choice(
        search=told.get("search", ""),
        taxonomy_term_id=told.get("taxonomy_term_id"),
        taxonomy_id=told.get("taxonomy_id"),
        organization_id=told.get("organization_id"),
        modified_after=_moment(told.get("modified_after")),
        minimum_age=told.get("minimum_age"),
        maximum_age=told.get("maximum_age"),
        day=_DAYS[told["day"]] if told.get("day") else None,
        start_time=_local(told.get("start_time")),
        end_time=_local(told.get("end_time")),
        own=told.get("own", False),
    )


def _moment(at: datetime | date | None) -> datetime | None:
    """The moment in UTC. One without a zone is taken for UTC, one beyond all calendars for the nearest that all databases know."""
    if at is None:
        return None
    if not isinstance(at, datetime):
        at = datetime(at.year, at.month, at.day)  # noqa: DTZ001 (its zone is set below)
    if not _FIRST_YEAR <= at.year <= _LAST_YEAR:
        at = at.replace(year=_FIRST_YEAR if at.year < _FIRST_YEAR else _LAST_YEAR, day=1)
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def _local(at: time | None) -> time | None:
    return at.replace(tzinfo=None, microsecond=0) if at else None
