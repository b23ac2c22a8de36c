"""What is done about leagues and rotas."""

from datetime import time, timedelta

from django.utils import timezone

from tests.access.deed import Deed, thing


def _later(days):
    return lambda world: {"starts_at": timezone.now() + timedelta(days=days)}


def _days(world):
    now = timezone.now()
    return {"first_on": (now + timedelta(days=9)).date(), "last_on": (now + timedelta(days=15)).date(), "answer_by_on": now.date()}


def _turn(world):
    return {"shift": str(world.things["rota_shift"].pk), "person": str(world.things["rota_person"].pk)}


DEEDS = [
    Deed(
        "gatherings.season.start", "there", thing("organization"),
        lambda world: {"title": "Fives", "location": None, "minutes": 60, "time_zone": "Europe/London"},
    ),
    Deed("gatherings.season.add_team", "draft", thing("season_draft"), lambda world: {"name": "Else"}),
    Deed("gatherings.season.add_team", "running", thing("season"), lambda world: {"name": "Else"}),
    Deed(
        "gatherings.season.draw", "draft", thing("season_draft"),
        lambda world: {"first_on": (timezone.now() + timedelta(days=3)).date(), "begins": time(10)},
    ),
    Deed("gatherings.season.end", "running", thing("season")),
    Deed("gatherings.team.rename", "running", thing("team"), lambda world: {"name": "Else"}),
    Deed("gatherings.team.remove", "draft", thing("team_draft")),
    Deed("gatherings.team.remove", "running", thing("team")),
    Deed("gatherings.team.withdraw", "running", thing("team"), lambda world: {"keep": False}),
    Deed("gatherings.captain.ask", "running", thing("team")),
    Deed("gatherings.captain.agree", "asked", thing("captain_asked")),
    Deed("gatherings.captain.end", "asked", thing("captain_asked")),
    Deed("gatherings.fixture.tell", "waiting", thing("fixture_waiting"), lambda world: {"home_goals": 1, "away_goals": 1}),
    Deed("gatherings.fixture.tell", "ahead", thing("fixture_ahead"), lambda world: {"home_goals": 1, "away_goals": 1}),
    Deed("gatherings.fixture.tell", "played", thing("fixture_played"), lambda world: {"home_goals": 1, "away_goals": 1}),
    Deed("gatherings.score.agree", "told", thing("score_told")),
    Deed("gatherings.score.dispute", "told", thing("score_told")),
    Deed(
        "gatherings.fixture.correct", "played", thing("fixture_played"),
        lambda world: {"home_goals": 1, "away_goals": 1, "why": "mistyped"},
    ),
    Deed("gatherings.fixture.walk_over", "waiting", thing("fixture_waiting"), lambda world: {"winner": "home"}),
    Deed("gatherings.fixture.postpone", "ahead", thing("fixture_ahead"), lambda world: {"why": "weather"}),
    Deed("gatherings.fixture.move", "ahead", thing("fixture_ahead"), _later(40)),
    Deed("gatherings.fixture.replay", "played", thing("fixture_played"), lambda world: _later(41)(world) | {"why": "ruling"}),
    Deed("gatherings.fixture.void", "waiting", thing("fixture_waiting"), lambda world: {"why": "players"}),
    Deed("gatherings.rota.ask", "there", thing("rota_series"), _days),
    Deed("gatherings.rota.answer", "asked", thing("rota_asked"), lambda world: {"capacity": 1, "per_week": 1, "wishes": {}}),
    Deed("gatherings.rota.propose", "nobody answered", thing("rota_asked")),
    Deed("gatherings.rota.propose", "answered", thing("rota_proposed")),
    Deed("gatherings.rota.put", "proposed", thing("rota_proposed"), _turn),
    Deed("gatherings.rota.put", "asked", thing("rota_asked"), _turn),
    Deed("gatherings.rota.take_out", "proposed", thing("rota_proposed"), _turn),
    Deed("gatherings.rota.publish", "proposed", thing("rota_proposed")),
    Deed("gatherings.rota.drop", "asked", thing("rota_asked")),
]  # fmt: skip
