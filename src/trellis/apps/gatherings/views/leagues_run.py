"""Running a league: a new season, its teams and captains, the draw, and everything that happens to a match."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from trellis.apps.directory.models import Organization
from trellis.apps.gatherings import rules
from trellis.apps.gatherings.actions import leagues as acts
from trellis.apps.gatherings.actions import leagues_results as results
from trellis.apps.gatherings.forms import leagues as forms
from trellis.apps.gatherings.models.leagues import SeasonState, Team, TeamCaptain
from trellis.apps.gatherings.queries.leagues import side_of, teams_of
from trellis.apps.gatherings.views.leagues_gate import done, fixture_or_404, for_signed_in, only_who_runs, runs, season_or_404
from trellis.apps.gatherings.views.leagues_words import score_of
from trellis.core.actions import WrongState, current_person
from trellis.core.ui.words import here


@for_signed_in
def new(request: HttpRequest, organization_id: uuid.UUID) -> HttpResponse:
    """Start a season."""
    organization = Organization.objects.filter(pk=organization_id).first()
    if organization is None or not rules.may_organize(current_person(), organization):
        raise Http404
    now = timezone.now()
    form = forms.SeasonForm(request.POST or None, organization=organization)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        kept = {name: told[name] for name in ("title", "location", "minutes", "meetings", "walkover_goals")}
        points = (told["win"], told["draw"], told["loss"])
        place = {"time_zone": str(here(now).tzinfo), "language": get_language() or "en"}

        was_done, made = done(
            form, "gatherings.season.start", lambda: acts.start_season(organization, points=points, now=now, **kept, **place), now=now
        )
        if was_done:
            return redirect("leagues-manage", made)
    return render(request, "gatherings/leagues/new.html", {"form": form, "organization": organization})


@for_signed_in
def manage(request: HttpRequest, season_id: uuid.UUID) -> HttpResponse:
    """Teams, and who asks to speak for one."""
    season, now = season_or_404(season_id), timezone.now()
    only_who_runs(season)
    form = forms.TeamForm(request.POST or None)
    if request.method == "POST" and season.state == SeasonState.DRAFT and form.is_valid():
        name = form.cleaned_data["name"]
        was_done, _made = done(form, f"gatherings.season.add_team:{season.pk}", lambda: acts.add_team(season, name=name, now=now), now=now)
        if was_done:
            return redirect("leagues-manage", season.pk)
    captains = list(TeamCaptain.objects.filter(team__season=season).select_related("team", "person").order_by("team__name", "asked_at"))
    context = {
        "season": season,
        "form": form,
        "teams": teams_of(season),
        "asking": [each for each in captains if each.agreed_at is None],
        "agreed": [each for each in captains if each.agreed_at is not None],
    }
    return render(request, "gatherings/leagues/manage.html", context)


@for_signed_in
def draw(request: HttpRequest, season_id: uuid.UUID) -> HttpResponse:
    """When the matches are; the fixtures to look at; and then they are made."""
    season, now = season_or_404(season_id), timezone.now()
    only_who_runs(season)
    if season.state != SeasonState.DRAFT:
        return redirect("leagues-season", season.pk)
    form = forms.DrawForm(request.POST or None)
    plan = []
    if request.method == "POST" and form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("first_on", "begins", "every_weeks", "pitches")}
        if "make" in request.POST:
            was_done, _made = done(form, f"gatherings.season.draw:{season.pk}", lambda: acts.draw_season(season, now=now, **told), now=now)
            if was_done:
                messages.success(request, _("The matches are in the calendar."))
                return redirect("leagues-season", season.pk)
        else:
            try:
                plan = acts.fixture_plan(season, teams_of(season), **told) if "change" not in request.POST else []
            except WrongState as stuck:
                form.add_error("begins", str(stuck.reason))
    rounds: dict[int, list] = {}
    for number, starts_at, _ends_at, home, away in plan:
        rounds.setdefault(number, []).append((starts_at, home, away))
    return render(request, "gatherings/leagues/draw.html", {"season": season, "form": form, "rounds": rounds.items()})


@for_signed_in
def team_deed(request: HttpRequest, team_id: uuid.UUID, what: str) -> HttpResponse:
    """Rename a team, take it out, or note that it withdraws."""
    team, now = Team.objects.select_related("season__series__organization").filter(pk=team_id).first(), timezone.now()
    if team is None or not runs(team.season):
        raise Http404
    kind = {"rename": forms.TeamForm, "remove": forms.SureForm, "withdraw": forms.WithdrawForm}.get(what)
    if kind is None:
        raise Http404
    form = kind(request.POST or None, initial={"name": team.name} if what == "rename" else None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data

        def do() -> None:
            if what == "rename":
                acts.rename_team(team, name=told["name"], now=now)
            elif what == "remove":
                acts.remove_team(team, now=now)
            else:
                acts.withdraw_team(team, keep=told["keep"] == "yes", now=now)

        was_done, _made = done(form, f"gatherings.team.{what}:{team.pk}", do, now=now)
        if was_done:
            return redirect("leagues-manage", team.season_id)
    words = {
        "rename": (_("Another name"), _("Save")),
        "remove": (_("Take this team out?"), _("Take it out")),
        "withdraw": (_("This team plays no more this season"), _("The team withdraws")),
    }[what]
    context = {"season": team.season, "form": form, "about": team.name, "heading": words[0], "button": words[1], "warn": what != "rename"}
    return render(request, "gatherings/leagues/deed.html", context | {"back": "manage"})


@require_POST
@for_signed_in
def captain_deed(request: HttpRequest, captain_id: uuid.UUID) -> HttpResponse:
    """Agree that somebody speaks for a team, or not."""
    found = TeamCaptain.objects.select_related("team").filter(pk=captain_id).first()
    if found is None:
        raise Http404
    season_id = found.team.season_id
    if "agree" in request.POST:
        acts.agree_captain(found, now=timezone.now())
    else:
        acts.end_captain(found, now=timezone.now())
    return redirect("leagues-manage", season_id)


@for_signed_in
def end(request: HttpRequest, season_id: uuid.UUID) -> HttpResponse:
    """The season is over."""
    season, now = season_or_404(season_id), timezone.now()
    only_who_runs(season)
    form = forms.SureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        was_done, _made = done(form, f"gatherings.season.end:{season.pk}", lambda: acts.end_season(season, now=now), now=now)
        if was_done:
            return redirect("leagues-season", season.pk)
    heading = _("Is the season over?")
    context = {"season": season, "form": form, "about": str(season), "heading": heading, "button": _("The season is over"), "warn": True}
    return render(
        request, "gatherings/leagues/deed.html", context | {"text": _("The table stays as it is. Nothing can be changed afterwards.")}
    )


@for_signed_in
def fixture_deed(request: HttpRequest, fixture_id: uuid.UUID, what: str) -> HttpResponse:
    """Tell a score, put one right, move, postpone, have played again, give away, or let not count."""
    fixture, now = fixture_or_404(fixture_id), timezone.now()
    may_run = runs(fixture.season)
    if not may_run and not (what == "tell" and side_of(current_person(), fixture)):
        raise Http404
    zone = fixture.season.series.zone
    local = fixture.gathering.starts_at.astimezone(zone)
    kinds = {
        "tell": lambda data: forms.ScoreForm(data, fixture=fixture),
        "correct": lambda data: forms.CorrectionForm(
            data, fixture=fixture, initial={"home_goals": fixture.home_goals, "away_goals": fixture.away_goals}
        ),
        "move": lambda data: forms.MoveForm(data, zone=zone, initial={"on": local.date(), "begins": f"{local:%H:%M}"}),
        "replay": lambda data: forms.ReplayForm(data, zone=zone, initial={"begins": f"{local:%H:%M}"}),
        "postpone": forms.WhyForm,
        "void": forms.WhyForm,
        "walkover": lambda data: forms.WalkoverForm(data, fixture=fixture),
    }
    if what not in kinds:
        raise Http404
    form = kinds[what](request.POST or None)
    if request.method == "POST" and form.is_valid():
        was_done, made = done(form, f"gatherings.fixture.{what}:{fixture.pk}", lambda: _do(what, fixture, form, now), now=now)
        if was_done:
            messages.success(request, _said(what, made))
            return redirect("leagues-fixture", made if what == "replay" else fixture.pk)
    heading, button, text = _words(what, fixture)
    context = {"season": fixture.season, "fixture": fixture, "form": form, "about": str(fixture), "heading": heading, "button": button}
    return render(request, "gatherings/leagues/deed.html", context | {"text": text, "back": "fixture"})


def _do(what: str, fixture, form, now):
    told = {name: value for name, value in form.cleaned_data.items() if name not in ("form_key", "on", "begins")}
    if what in ("move", "replay"):
        told["starts_at"] = form.starts_at()
    deed = {
        "tell": results.tell_score,
        "correct": results.correct_score,
        "move": results.move_fixture,
        "replay": results.replay_fixture,
        "postpone": results.postpone_fixture,
        "void": results.void_fixture,
        "walkover": results.give_walkover,
    }[what]
    return deed(fixture, now=now, **told)


def _said(what: str, made) -> str:
    if what == "tell":
        told = {"told": _("Thank you. It counts when the other team’s captain agrees."), "agreed": _("Thank you. It counts.")}
        return told.get(made, _("The other captain told another score. Whoever organizes the league will settle it."))
    return {
        "correct": _("The new score counts. The old one stays in the history."),
        "move": _("It is moved, in every calendar too."),
        "replay": _("It is played again on this day. The old score stays in the history and counts no more."),
        "postpone": _("It is postponed. Give it a new day when you know one."),
        "void": _("It does not count."),
        "walkover": _("The walkover counts."),
    }[what]


def _words(what: str, fixture) -> tuple[str, str, str]:
    """Heading, button, and what to know before."""
    score = score_of(fixture)
    return {
        "tell": (_("What was the score?"), _("Send the score"), ""),
        "correct": (
            _("What is the right score?"),
            _("Put it right"),
            _("Now it says %(score)s. That stays in the history.") % {"score": score},
        ),
        "move": (_("When is it played?"), _("Move it"), ""),
        "replay": (_("When is it played again?"), _("Have it played again"), _("Until then, neither team has points or goals from it.")),
        "postpone": (_("Postpone this match"), _("Postpone it"), _("It stays in the calendars, marked as called off.")),
        "void": (_("Let this match not count"), _("Let it not count"), _("It is not played, and nobody has points from it.")),
        "walkover": (_("A walkover"), _("Give it to this team"), ""),
    }[what]
