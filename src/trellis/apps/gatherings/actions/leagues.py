"""Leagues: gather teams, draw the fixtures, agree captains, end the season."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.models import Location, Organization
from trellis.apps.gatherings import rules
from trellis.apps.gatherings.actions.times import call_off_gathering
from trellis.apps.gatherings.events import leagues as events
from trellis.apps.gatherings.models import Gathering, GatheringKind, GatheringState, Repeats, SeenBy, Series
from trellis.apps.gatherings.models.leagues import (
    Fixture,
    FixtureState,
    Score,
    ScoreState,
    Season,
    SeasonState,
    Team,
    TeamCaptain,
    TeamDay,
    ToldBy,
)
from trellis.apps.gatherings.queries.league_rounds import rounds
from trellis.apps.gatherings.queries.leagues import OPEN
from trellis.apps.gatherings.queries.recurring import moments
from trellis.core.access import signed_in
from trellis.core.actions import Done, WrongState, action, current_person

MOST_TEAMS = 24
PAUSE_MINUTES = 5
FARTHEST = timedelta(days=600)
_DRAFT = ("state", (SeasonState.DRAFT,), None)
SAME_NAME = _("There is a team of this name already.")


@action("gatherings.season.start", subject=Organization, label=_("Start a league"), allow=rules.may_organize, event=events.SeasonStarted)
def start_season(
    organization: Organization, *, title: str, location: Location | None, minutes: int, meetings: int = 2,
    points: tuple[int, int, int] = (3, 1, 0), walkover_goals: int = 3, time_zone: str, language: str = "en", now: datetime,
) -> Done:  # fmt: skip
    """Begin to gather teams. Nobody else sees it until the fixtures are drawn."""
    series = Series.objects.create(
        organization=organization, kind=GatheringKind.FIXTURE, title=title, language=language, seen_by=SeenBy.EVERYBODY, location=location,
        repeats=Repeats.LISTED, first_on=now.date(), begins=time(10), minutes=minutes, time_zone=time_zone, made_by=current_person(),
        made_at=now, changed_at=now,
    )  # fmt: skip
    win, draw, loss = points
    season = Season.objects.create(
        series=series, meetings=meetings, points_win=win, points_draw=draw, points_loss=loss, walkover_goals=walkover_goals, made_at=now
    )
    return Done(str(season.pk), subject=season)


def _may_run(person, season: Season):
    return rules.may_organize(person, season.series.organization)


def _may_run_team(person, team: Team):
    return _may_run(person, team.season)


@action("gatherings.season.add_team", subject=Season, label=_("Add this team"), allow=_may_run, event=events.TeamAdded, moves=_DRAFT)
def add_team(season: Season, *, name: str, now: datetime) -> Done:
    """A team takes part."""
    if season.teams.count() >= MOST_TEAMS:
        raise WrongState(_("A season has at most 24 teams."))
    try:
        with transaction.atomic():
            team = Team.objects.create(season=season, name=name)
    except IntegrityError:
        raise WrongState(SAME_NAME) from None
    return Done(str(team.pk), subject=team)


@action("gatherings.team.rename", subject=Team, label=_("Save"), allow=_may_run_team, event=events.TeamRenamed)
def rename_team(team: Team, *, name: str, now: datetime) -> None:
    """Another name, in the calendar too."""
    try:
        with transaction.atomic():
            team.name = name
            team.save(update_fields=["name"])
    except IntegrityError:
        raise WrongState(SAME_NAME) from None
    changed = []
    for fixture in Fixture.objects.filter(season=team.season, gathering__starts_at__gt=now).select_related(
        "home", "away", "gathering__series"
    ):
        if team.pk in (fixture.home_id, fixture.away_id):
            fixture.gathering.title = str(fixture)
            fixture.gathering.sequence += 1
            fixture.gathering.changed_at = now
            changed.append(fixture.gathering)
    Gathering.objects.bulk_update(changed, ["title", "sequence", "changed_at"])


@action("gatherings.team.remove", subject=Team, label=_("Take it out"), allow=_may_run_team, event=events.TeamRemoved)
def remove_team(team: Team, *, now: datetime) -> Done:
    """Take a team out while there are no fixtures."""
    if team.season.state != SeasonState.DRAFT:
        raise WrongState(_("The fixtures are drawn. The team can withdraw instead."))
    season = team.season
    team.delete()
    return Done(subject=season)


@action(
    "gatherings.season.draw",
    subject=Season,
    label=_("Make these fixtures"),
    allow=_may_run,
    event=events.SeasonDrawn,
    moves=("state", (SeasonState.DRAFT,), SeasonState.RUNNING),
)
def draw_season(season: Season, *, first_on: date, begins: time, every_weeks: int = 1, pitches: int = 1, now: datetime) -> None:
    """Make all fixtures and put them in the calendar: a round every so many weeks on the same weekday, matches one after another."""
    teams = list(season.teams.order_by("name", "id"))
    if len(teams) < 3:
        raise WrongState(_("Add at least three teams first."))
    series = season.series
    plan = fixture_plan(season, teams, first_on=first_on, begins=begins, every_weeks=every_weeks, pitches=pitches)
    if plan[0][1] <= now:
        raise WrongState(_("The first match would be over already. Choose a later day."))
    if plan[-1][1] > now + FARTHEST:
        raise WrongState(
            _("The last match would be more than a year and a half away. Let the rounds follow faster, or each two teams meet once.")
        )
    series.first_on, series.begins, series.until_on, series.changed_at = first_on, begins, None, now
    series.save(update_fields=["first_on", "begins", "until_on", "changed_at"])
    gatherings, fixtures, days = [], [], []
    parts: dict[date, int] = {}
    for number, starts_at, ends_at, home, away in plan:
        day = starts_at.astimezone(series.zone).date()
        part = parts[day] = parts.get(day, -1) + 1
        gathering = _gathering(series, f"{home} – {away}", day, part, starts_at, ends_at, now)
        fixture = Fixture(season=season, gathering=gathering, home=home, away=away, round=number)
        gatherings.append(gathering)
        fixtures.append(fixture)
        days += [TeamDay(team=team, fixture=fixture, on=day) for team in (home, away)]
    Gathering.objects.bulk_create(gatherings)
    Fixture.objects.bulk_create(fixtures)
    TeamDay.objects.bulk_create(days)


Planned = tuple[int, datetime, datetime, Team, Team]


def fixture_plan(season: Season, teams: list[Team], *, first_on: date, begins: time, every_weeks: int, pitches: int) -> list[Planned]:
    """The fixtures that would be made: round, start, end, home, away."""
    series = season.series
    found: list[Planned] = []
    for number, pairs in enumerate(rounds(teams, meetings=season.meetings)):
        day = first_on + timedelta(weeks=every_weeks * number)
        for place, (home, away) in enumerate(pairs):
            later = timedelta(minutes=(place // pitches) * (series.minutes + PAUSE_MINUTES))
            starts_at, ends_at = (moment + later for moment in moments(day, begins, series.minutes, series.zone))
            found.append((number + 1, starts_at, ends_at, home, away))
    if any(
        start.astimezone(series.zone).date() != found[0][1].astimezone(series.zone).date() for number, start, *_rest in found if number == 1
    ):
        raise WrongState(_("A round would go on past midnight. Begin earlier, or use more pitches."))
    return found


def _gathering(series: Series, title: str, day: date, part: int, starts_at: datetime, ends_at: datetime, now: datetime) -> Gathering:
    return Gathering(
        series=series, organization=series.organization, original_on=day, part=part, starts_at=starts_at, ends_at=ends_at, title=title,
        kind=series.kind, seen_by=series.seen_by, sensitive=series.sensitive, attendance=series.attendance, location=series.location,
        space=series.space, changed=True, changed_at=now,
    )  # fmt: skip


@action(
    "gatherings.season.end",
    subject=Season,
    label=_("The season is over"),
    allow=_may_run,
    event=events.SeasonEnded,
    moves=("state", (SeasonState.RUNNING,), SeasonState.ENDED),
)
def end_season(season: Season, *, now: datetime) -> None:
    """No more matches are moved or told. The table stays."""
    if season.fixtures.filter(state__in=OPEN).exists():
        raise WrongState(_("Some matches have no result yet. Give each one a result first, or let it not count."))


@action("gatherings.team.withdraw", subject=Team, label=_("The team withdraws"), allow=_may_run_team, event=events.TeamWithdrawn)
def withdraw_team(team: Team, *, keep: bool, now: datetime) -> None:
    """A team plays no more. keep: its results count and the others win what is left; else none of its matches counts for anybody."""
    season = team.season
    if season.state != SeasonState.RUNNING or team.withdrawn_at is not None:
        raise WrongState(_("This can no longer be done. Somebody may have been here before you."))
    team.withdrawn_at = now
    team.save(update_fields=["withdrawn_at"])
    TeamDay.objects.filter(fixture__in=_open_of(team, season)).delete()
    for fixture in _open_of(team, season):
        if fixture.gathering.state == GatheringState.PLANNED and fixture.gathering.ends_at > now:
            call_off_gathering(fixture.gathering, note=str(_("A team has withdrawn.")), now=now)
        Score.objects.filter(fixture=fixture, state=ScoreState.TOLD).update(state=ScoreState.REPLACED)
        fixture.state = FixtureState.VOID
        if keep:
            goals = (0, season.walkover_goals) if fixture.home_id == team.pk else (season.walkover_goals, 0)
            fixture.home_goals, fixture.away_goals = goals
            fixture.state = FixtureState.WALKOVER
            Score.objects.create(
                fixture=fixture,
                home_goals=goals[0],
                away_goals=goals[1],
                walkover=True,
                told_by=ToldBy.ORGANIZER,
                state=ScoreState.AGREED,
                at=now,
            )
        fixture.save(update_fields=["state", "home_goals", "away_goals"])
    if not keep:
        played = Fixture.objects.filter(season=season, state__in=[FixtureState.PLAYED, FixtureState.WALKOVER])
        (played.filter(home=team) | played.filter(away=team)).update(state=FixtureState.VOID)


def _open_of(team: Team, season: Season) -> list[Fixture]:
    mine = Fixture.objects.filter(season=season, state__in=OPEN).select_related("gathering__series")
    return [each for each in mine if team.pk in (each.home_id, each.away_id)]


@action("gatherings.captain.ask", subject=Team, label=_("I am the captain"), allow=signed_in, event=events.CaptainAsked)
def ask_to_captain(team: Team, *, now: datetime) -> Done:
    """Say that one speaks for a team. Whoever organizes has to agree."""
    if team.season.state == SeasonState.ENDED or team.withdrawn_at is not None:
        raise WrongState(_("This team plays no more this season."))
    row, _made = TeamCaptain.objects.get_or_create(team=team, person=current_person(), defaults={"asked_at": now})
    return Done(str(row.pk), subject=row)


def _may_agree(person, captain: TeamCaptain):
    return _may_run(person, captain.team.season)


@action("gatherings.captain.agree", subject=TeamCaptain, label=_("Yes, this is the captain"), allow=_may_agree, event=events.CaptainAgreed)
def agree_captain(captain: TeamCaptain, *, now: datetime) -> None:
    """This person speaks for the team from now on; whoever did so before no longer does."""
    TeamCaptain.objects.filter(team=captain.team, agreed_at__isnull=False).exclude(pk=captain.pk).delete()
    if captain.agreed_at is None:
        captain.agreed_at = now
        captain.save(update_fields=["agreed_at"])


def _may_end_captain(person, captain: TeamCaptain):
    return _may_agree(person, captain) if person is None or captain.person_id != person.pk else signed_in(person, captain)


@action("gatherings.captain.end", subject=TeamCaptain, label=_("No longer the captain"), allow=_may_end_captain, event=events.CaptainEnded)
def end_captain(captain: TeamCaptain, *, now: datetime) -> Done:
    """Nobody speaks for the team now."""
    team = captain.team
    captain.delete()
    return Done(subject=team)
