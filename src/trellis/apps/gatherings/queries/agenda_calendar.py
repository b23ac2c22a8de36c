"""Gatherings of a person's own groups, in what is coming up for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from trellis.apps.directory.models import Circle, Organization
from trellis.apps.gatherings.models import Gathering, GatheringKind
from trellis.apps.gatherings.models.gathering import GatheringState
from trellis.apps.people.queries.membership import memberships_of
from trellis.core.agenda import Line

MOST = 400
LEFT_TO_OTHERS = (GatheringKind.SHIFT, GatheringKind.PATROL, GatheringKind.WARMLINE, GatheringKind.RESPITE, GatheringKind.FIXTURE)
"""Kinds that concern those who have a turn, a bed or a team there; their own parts tell these."""


def coming_up(person, *, since: datetime, until: datetime) -> Iterator[Line]:
    """What the groups that a person belongs to have planned between two moments."""
    groups = [membership.group for membership in memberships_of(person)]
    circles = [group.id for group in groups if group.kind == Circle._meta.label_lower]
    organizations = [group.id for group in groups if group.kind == Organization._meta.label_lower]
    if not groups:
        return
    # Members of a circle that is listed belong to its organization too, which has the same id.
    theirs = Q(organization__in=[*organizations, *circles]) | Q(series__circle__in=circles)
    rows = Gathering.objects.filter(theirs).shown().exclude(kind__in=LEFT_TO_OTHERS)
    rows = rows.filter(starts_at__lt=until, ends_at__gt=since, starts_at__gt=since - timedelta(days=15)).select_related("location")
    for row in rows.order_by("starts_at", "pk")[:MOST]:
        place = row.location
        yield Line(
            at=row.starts_at,
            until=row.ends_at,
            title=row.title,
            neutral_title=_("Gathering"),
            url=reverse("gatherings-gathering", args=[row.pk]),
            uid=f"gathering-{row.pk}",
            where=(place.public_area if place.confidential else place.name or place.city) if place is not None else "",
            called_off=row.state == GatheringState.CALLED_OFF,
        )
