"""Reading leagues: seasons, fixtures with their teams and times, the table, and who may speak for a team."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from trellis.apps.directory.models import Organization
from trellis.apps.gatherings.models import SeenBy
from trellis.apps.gatherings.models.leagues import Fixture, FixtureState, Score, ScoreState, Season, SeasonState, Team, TeamCaptain, ToldBy
from trellis.apps.gatherings.queries.league_table import Match, Row, standings

COUNTS = (FixtureState.PLAYED, FixtureState.WALKOVER)
OPEN = (FixtureState.PLANNED, FixtureState.POSTPONED)


def organized_by(person) -> QuerySet[Organization]:
    """The organizations for which this person may hold a league."""
    return (
        Organization.objects.filter(pk__in=person.scopes_of("editor")).order_by("name")
        if person is not None
        else Organization.objects.none()
    )


def seasons_for(person) -> QuerySet[Season]:
    """Seasons that this person may know of: public ones, and those they organize, drafts too. The members' ones are asked one by one."""
    seen = Q(series__seen_by=SeenBy.EVERYBODY) & ~Q(state=SeasonState.DRAFT)
    if person is not None:
        seen |= Q(series__organization__in=person.scopes_of("editor"))
    return Season.objects.filter(seen).select_related("series__organization").order_by("state", "-made_at", "id")


def fixtures_of(season: Season) -> QuerySet[Fixture]:
    """All fixtures in the order of their rounds and times, with what a list shows."""
    return (
        Fixture.objects.filter(season=season)
        .select_related("home", "away", "gathering__series", "gathering__location", "replay_of", "season__series")
        .order_by("gathering__starts_at", "round", "home__name", "id")
    )


def coming(season: Season, *, now: datetime, most: int = 6) -> QuerySet[Fixture]:
    """The next matches."""
    return fixtures_of(season).filter(state=FixtureState.PLANNED, gathering__starts_at__gt=now)[:most]


def latest(season: Season, *, most: int = 6) -> QuerySet[Fixture]:
    """The latest results."""
    return fixtures_of(season).filter(state__in=COUNTS).order_by("-gathering__starts_at", "home__name", "id")[:most]


def unsettled(season: Season, *, now: datetime) -> QuerySet[Fixture]:
    """Matches that are over by the clock and have no score that counts, and those without a day."""
    over = Q(state=FixtureState.PLANNED, gathering__ends_at__lte=now) | Q(state=FixtureState.POSTPONED)
    return fixtures_of(season).filter(over)


def teams_of(season: Season) -> list[Team]:
    return list(season.teams.order_by("name", "id"))


@dataclass(frozen=True)
class Line:
    """A row of the table with its team and those it is level with, as rows."""

    row: Row
    team: Team
    level_with: list[Team]


def table_of(season: Season, teams: Iterable[Team] | None = None, fixtures: Iterable[Fixture] | None = None) -> list[Line]:
    """The table as it stands: two queries, or none where both are given."""
    teams = list(teams) if teams is not None else teams_of(season)
    fixtures = fixtures if fixtures is not None else Fixture.objects.filter(season=season)
    by_id = {team.pk: team for team in teams}
    matches = [
        Match(home=each.home_id, away=each.away_id, home_goals=each.home_goals, away_goals=each.away_goals)
        for each in fixtures
        if each.state in COUNTS
    ]
    rows = standings(
        [team.pk for team in teams], matches, win=season.points_win, draw=season.points_draw, loss=season.points_loss,
        last=[team.pk for team in teams if team.withdrawn_at is not None],
    )  # fmt: skip
    return [Line(row, by_id[row.team], [by_id[each] for each in row.level_with]) for row in rows]


def captaincies(person, season: Season) -> dict[str, Team]:
    """The teams of this season that the person speaks for."""
    if person is None:
        return {}
    rows = TeamCaptain.objects.filter(person=person, agreed_at__isnull=False, team__season=season).select_related("team")
    return {str(row.team_id): row.team for row in rows}


def side_of(person, fixture: Fixture) -> str:
    """Which side of a match this person speaks for; "" for neither, or for both."""
    if person is None:
        return ""
    mine = set(
        TeamCaptain.objects.filter(person=person, agreed_at__isnull=False, team__in=[fixture.home_id, fixture.away_id]).values_list(
            "team_id", flat=True
        )
    )
    if len(mine) != 1:
        return ""
    return ToldBy.HOME if fixture.home_id in mine else ToldBy.AWAY


def told_score(fixture: Fixture) -> Score | None:
    """The score that waits for the other team."""
    return fixture.scores.filter(state=ScoreState.TOLD).first()


def history_of(fixture: Fixture) -> list[Score]:
    """Every score ever told, the first first."""
    return list(fixture.scores.order_by("at", "id"))
