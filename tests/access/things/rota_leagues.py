"""A league of the world's group in mid-season with a score that waits, one that gathers teams; a rota that is asked and one proposed."""

from datetime import time, timedelta

from trellis.apps.gatherings.actions import leagues as league
from trellis.apps.gatherings.actions import leagues_results as results
from trellis.apps.gatherings.actions import rota
from trellis.apps.gatherings.actions.turns import add_shift
from trellis.apps.gatherings.models import RotaPlan, Score, Season, TeamCaptain
from trellis.apps.gatherings.tests.factories import make_gathering, make_series
from trellis.apps.people.actions import join_group
from trellis.apps.people.tests.holders import make_person
from trellis.core.actions import acting, as_program
from trellis.core.references import Ref


def add(world, *, now) -> None:
    """Make them all."""
    _leagues(world, now)
    _rotas(world, now)


def _season(world, title, now) -> Season:
    with as_program():
        pk = league.start_season(
            world.things["organization"], title=title, location=None, minutes=60, meetings=1, time_zone="Europe/London", now=now
        )
        season = Season.objects.get(pk=pk)
        for name in ("Albion", "Borough", "Cliff End", "Dock Lane"):
            league.add_team(season, name=name, now=now)
    return season


def _leagues(world, now) -> None:
    before = now - timedelta(days=12)
    world.things["season_draft"] = draft = _season(world, "Next year", before)
    season = _season(world, "Sunday fives", before)
    with as_program():
        league.draw_season(season, first_on=(before + timedelta(days=3)).date(), begins=time(10), now=before)
        season.refresh_from_db()
        fixtures = list(season.fixtures.order_by("gathering__starts_at"))
        results.tell_score(fixtures[0], home_goals=1, away_goals=0, now=now)
    captain, asking = make_person(), make_person()
    with acting(captain):
        agreed = TeamCaptain.objects.get(pk=league.ask_to_captain(fixtures[1].home, now=now))
    with as_program():
        league.agree_captain(agreed, now=now)
    with acting(asking):
        asked = league.ask_to_captain(fixtures[1].away, now=now)
    with acting(captain):
        results.tell_score(fixtures[1], home_goals=2, away_goals=2, now=now)
    world.things |= {
        "season": season, "team": fixtures[0].home, "team_draft": draft.teams.first(), "fixture_played": fixtures[0],
        "fixture_waiting": fixtures[1], "fixture_ahead": fixtures[-1], "score_told": Score.objects.get(state="told"),
        "captain_asked": TeamCaptain.objects.get(pk=asked),
    }  # fmt: skip


def _rotas(world, now) -> None:
    organization = world.things["organization"]
    series = make_series(organization, title="Counter", seen_by="members", first_on=now.date())
    ahead = now + timedelta(days=10)
    with as_program():
        shift = add_shift(make_gathering(series, starts_at=ahead), role="counter", wanted=2, now=now)
        days = {"first_on": (now + timedelta(days=9)).date(), "last_on": (now + timedelta(days=15)).date(), "answer_by_on": now.date()}
        asked, proposed = (RotaPlan.objects.get(pk=rota.ask_for_rota(series, now=now, **days)) for _each in range(2))
    person = make_person()
    with acting(person):
        join_group(person, group=Ref.to(organization), display_name="Rota Wren", now=now)
        rota.answer_rota(proposed, capacity=2, per_week=2, wishes={str(shift.pk): "yes"}, now=now)
    with as_program():
        rota.propose_rota(proposed, now=now)
    proposed.refresh_from_db()
    world.things |= {
        "rota_series": series, "rota_shift": shift, "rota_asked": asked, "rota_proposed": proposed, "rota_person": person,
    }  # fmt: skip
