"""Leagues for everybody: the list, a season with its table, all matches, a team, a match with its history."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from trellis.apps.gatherings.actions import leagues as acts
from trellis.apps.gatherings.actions import leagues_results as results
from trellis.apps.gatherings.models.leagues import FixtureState, Score, ScoreState, SeasonState, Team, TeamCaptain
from trellis.apps.gatherings.queries.leagues import (
    captaincies,
    coming,
    fixtures_of,
    history_of,
    latest,
    organized_by,
    seasons_for,
    side_of,
    table_of,
    unsettled,
)
from trellis.apps.gatherings.views.leagues_gate import fixture_or_404, for_signed_in, runs, season_or_404
from trellis.apps.gatherings.views.leagues_words import note_of, score_of, shown, tie_words
from trellis.core.actions import WrongState, current_person


def index(request: HttpRequest) -> HttpResponse:
    """Every league that one may know of; and, for those who organize something, the way to a new one."""
    person = current_person()
    context = {"seasons": list(seasons_for(person)[:200]), "organizations": list(organized_by(person)[:20])}
    return render(request, "gatherings/leagues/index.html", context)


def season(request: HttpRequest, season_id: uuid.UUID) -> HttpResponse:
    """The table, the next matches, the latest results."""
    found, now = season_or_404(season_id), timezone.now()
    if found.state == SeasonState.DRAFT:
        return redirect("leagues-manage", found.pk)
    may_run = runs(found)
    table = table_of(found)
    context = {
        "season": found,
        "table": table,
        "ties": tie_words(table),
        "coming": shown(coming(found, now=now)),
        "latest": shown(latest(found)),
        "may_run": may_run,
        "unsettled": shown(unsettled(found, now=now)[:30]) if may_run else [],
        "mine": captaincies(current_person(), found).values(),
    }
    return render(request, "gatherings/leagues/season.html", context)


def fixtures(request: HttpRequest, season_id: uuid.UUID) -> HttpResponse:
    """All matches, round by round."""
    found = season_or_404(season_id)
    return render(request, "gatherings/leagues/fixtures.html", {"season": found, "fixtures": shown(fixtures_of(found))})


def team(request: HttpRequest, team_id: uuid.UUID) -> HttpResponse:
    """A team's matches; and for whoever is signed in, the way to speak for it."""
    found = Team.objects.select_related("season__series__organization").filter(pk=team_id).first()
    person = current_person()
    if found is None or not found.is_visible_to(person):
        raise Http404
    mine = fixtures_of(found.season)
    claim = TeamCaptain.objects.filter(team=found, person=person).first() if person is not None else None
    context = {
        "season": found.season,
        "team": found,
        "fixtures": shown(each for each in mine if found.pk in (each.home_id, each.away_id)),
        "claim": claim,
        "may_ask": person is not None and claim is None and found.withdrawn_at is None and found.season.state != SeasonState.ENDED,
        "may_run": runs(found.season),
    }
    return render(request, "gatherings/leagues/team.html", context)


@require_POST
@for_signed_in
def captain(request: HttpRequest, team_id: uuid.UUID) -> HttpResponse:
    """Say that one is the captain, or no longer."""
    found = Team.objects.select_related("season__series").filter(pk=team_id).first()
    if found is None:
        raise Http404
    now = timezone.now()
    mine = TeamCaptain.objects.filter(team=found, person=current_person()).first()
    try:
        if "stop" not in request.POST:
            acts.ask_to_captain(found, now=now)
            messages.success(request, _("Whoever organizes the league has to agree. You will hear."))
        elif mine is not None:
            acts.end_captain(mine, now=now)
            messages.success(request, _("You no longer speak for this team."))
    except WrongState as stuck:
        messages.warning(request, str(stuck.reason))
    return redirect("leagues-team", found.pk)


def fixture(request: HttpRequest, fixture_id: uuid.UUID) -> HttpResponse:
    """One match: when and where, its score, every score ever told, and what one may do."""
    found, now = fixture_or_404(fixture_id), timezone.now()
    person, may_run = current_person(), runs(found.season)
    side = side_of(person, found)
    scores = history_of(found)
    waiting = next((score for score in scores if score.state == ScoreState.TOLD), None)
    is_open = found.state == FixtureState.PLANNED and found.gathering.starts_at <= now and found.season.state == SeasonState.RUNNING
    context = {
        "fixture": found,
        "season": found.season,
        "score": score_of(found) if found.state in (FixtureState.PLAYED, FixtureState.WALKOVER, FixtureState.REPLAYED) else "",
        "note": note_of(found),
        "history": [(score, score_of(score)) for score in scores] if may_run or side or _tells_more(scores, found) else [],
        "again": getattr(found, "replay", None) if found.state == FixtureState.REPLAYED else None,
        "waiting": waiting,
        "waits_for_me": waiting is not None and (may_run or (side and side != waiting.told_by)),
        "may_tell": is_open and (may_run or bool(side)),
        "deeds": _deeds(found, now) if may_run else [],
    }
    return render(request, "gatherings/leagues/fixture.html", context)


def _tells_more(scores: list[Score], found) -> bool:
    """Whether the history says more than the score: something was replaced, or a match is played again. What only waits is not public."""
    return found.state == FixtureState.REPLAYED or any(
        score.state == ScoreState.REPLACED and score.told_by == "organizer" for score in scores
    )


def _deeds(found, now) -> list[tuple[str, str]]:
    """What whoever organizes can do with a match as it is."""
    if found.season.state != SeasonState.RUNNING:
        return []
    words = {
        "move": _("Move it to another day or hour"),
        "postpone": _("Postpone it"),
        "walkover": _("Give it to one team without a match"),
        "void": _("Let it not count"),
        "correct": _("Put the score right"),
        "replay": _("Have it played again"),
    }
    codes = {
        FixtureState.PLANNED: ("move", "postpone", "walkover", "void"),
        FixtureState.POSTPONED: ("move", "walkover", "void"),
        FixtureState.PLAYED: ("correct", "replay"),
        FixtureState.WALKOVER: ("correct", "replay"),
    }.get(found.state, ())
    return [(code, words[code]) for code in codes]


@require_POST
@for_signed_in
def score(request: HttpRequest, score_id: uuid.UUID) -> HttpResponse:
    """Agree with a score that the other team told, or not."""
    found = Score.objects.select_related("fixture").filter(pk=score_id).first()
    if found is None:
        raise Http404
    now = timezone.now()
    try:
        if "agree" in request.POST:
            results.agree_score(found, now=now)
            messages.success(request, _("It counts now."))
        else:
            results.dispute_score(found, now=now)
            messages.info(request, _("It does not count. Whoever organizes the league will settle it."))
    except WrongState as stuck:
        messages.warning(request, str(stuck.reason))
    return redirect("leagues-fixture", found.fixture_id)
