"""What captains and organizers of a league hear. Subjects name no team."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trellis.apps.gatherings.events import leagues as events
from trellis.apps.gatherings.models.leagues import Fixture, Score, ScoreState, Season, TeamCaptain, ToldBy
from trellis.core.letters import letter, tells
from trellis.core.people.models import Person

WAITS = _("A score waits for you")
SETTLE = _("A score needs you")
CAPTAIN = _("About the captain of a team")
CHANGED = _("A match has changed")


@tells(events.ScoreTold)
def the_other_captain_hears_of_a_score(fact, event) -> None:
    """Or whoever organizes, if both told different ones."""
    score = Score.objects.select_related("fixture__home", "fixture__away", "fixture__season__series").filter(pk=event.subject_id).first()
    if score is None:
        return
    if event.outcome == "disputed":
        _to_organizers(fact, score.fixture)
    elif score.state == ScoreState.TOLD:
        other = score.fixture.away_id if score.told_by == ToldBy.HOME else score.fixture.home_id
        context = {"match": str(score.fixture), "home_goals": score.home_goals, "away_goals": score.away_goals}
        for captain in _captains([other]):
            letter(
                fact,
                to=captain,
                subject=WAITS,
                template="gatherings/leagues/letters/score_waits.txt",
                context=context,
                path=_page(score.fixture),
            )


@tells(events.ScoreDisputed)
def organizers_hear_of_a_dispute(fact, event) -> None:
    score = Score.objects.select_related("fixture__home", "fixture__away", "fixture__season__series").filter(pk=event.subject_id).first()
    if score is not None:
        _to_organizers(fact, score.fixture)


@tells(events.CaptainAsked)
def organizers_hear_that_a_captain_asks(fact, event) -> None:
    row = TeamCaptain.objects.select_related("team__season__series").filter(pk=event.subject_id, agreed_at=None).first()
    if row is not None:
        path = reverse("leagues-manage", args=[row.team.season_id])
        for person in _organizers(row.team.season):
            letter(
                fact,
                to=person,
                subject=CAPTAIN,
                template="gatherings/leagues/letters/captain_asked.txt",
                context={"team": row.team.name},
                path=path,
            )


@tells(events.CaptainAgreed)
def the_captain_hears(fact, event) -> None:
    row = TeamCaptain.objects.select_related("team", "person").filter(pk=event.subject_id).first()
    if row is not None:
        path, context = reverse("leagues-team", args=[row.team_id]), {"team": row.team.name}
        letter(fact, to=row.person, subject=CAPTAIN, template="gatherings/leagues/letters/captain_agreed.txt", context=context, path=path)


@tells(events.FixtureMoved, events.FixturePostponed, events.FixtureReplayed)
def captains_hear_that_a_match_changed(fact, event) -> None:
    fixture = Fixture.objects.select_related("home", "away", "gathering").filter(pk=event.subject_id).first()
    if fixture is None:
        return
    context = {"match": str(fixture), "state": fixture.state, "starts_at": fixture.gathering.starts_at}
    for captain in _captains([fixture.home_id, fixture.away_id]):
        letter(
            fact,
            to=captain,
            subject=CHANGED,
            template="gatherings/leagues/letters/fixture_changed.txt",
            context=context,
            path=_page(fixture),
        )


def _to_organizers(fact, fixture: Fixture) -> None:
    for person in _organizers(fixture.season):
        context = {"match": str(fixture)}
        letter(
            fact, to=person, subject=SETTLE, template="gatherings/leagues/letters/score_disputed.txt", context=context, path=_page(fixture)
        )


def _captains(teams: Iterable) -> list[Person]:
    rows = TeamCaptain.objects.filter(team__in=teams, agreed_at__isnull=False).select_related("person")
    return [row.person for row in rows]


def _organizers(season: Season) -> list[Person]:
    scope = {"grants__role": "editor", "grants__scope_id": str(season.series.organization_id)}
    return list(Person.objects.filter(is_active=True, **scope).distinct())


def _page(fixture: Fixture) -> str:
    return reverse("leagues-fixture", args=[fixture.pk])
