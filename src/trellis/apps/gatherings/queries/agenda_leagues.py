"""Matches of the teams that a person speaks for, for their own week."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from trellis.apps.gatherings.models.leagues import Fixture, FixtureState, TeamCaptain
from trellis.core.agenda import Line


def coming_up(person, *, since: datetime, until: datetime) -> Iterator[Line]:
    """Two queries, or one for somebody who is no captain."""
    teams = list(TeamCaptain.objects.filter(person=person, agreed_at__isnull=False).values_list("team_id", flat=True))
    if not teams:
        return
    rows = Fixture.objects.filter(
        Q(home__in=teams) | Q(away__in=teams), state=FixtureState.PLANNED, gathering__starts_at__lt=until, gathering__ends_at__gt=since
    ).select_related("home", "away", "gathering__location")
    for fixture in rows:
        gathering = fixture.gathering
        yield Line(
            at=gathering.starts_at,
            until=gathering.ends_at,
            title=_("Match: %(teams)s") % {"teams": str(fixture)},
            neutral_title=_("Match"),
            url=reverse("leagues-fixture", args=[fixture.pk]),
            uid=f"fixture-{fixture.pk}",
            where=gathering.location.name if gathering.location is not None and not gathering.location.confidential else "",
            called_off=gathering.is_called_off,
        )
