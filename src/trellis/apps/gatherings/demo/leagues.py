"""A five-a-side league in mid-season: five teams, a match played again, one postponed, one walkover. All invented."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from random import Random

from django.conf import settings
from django.db import transaction

from trellis.apps.directory.models import Location, Organization
from trellis.apps.gatherings.actions import leagues as acts
from trellis.apps.gatherings.actions import leagues_results as results
from trellis.apps.gatherings.models import Fixture, Season
from trellis.core.actions import as_program

HOSTS = ("Kirby Cross Cricketers and Netballers", "Second Life Repair Cafés")
TITLE = "Seafront fives"
TEAMS = ("Pier Rovers", "Holland Haven", "Jaywick Sands", "Old Road United", "St Osyth Stars")


@transaction.atomic
def load(*, now: datetime) -> dict[str, int]:
    """Made once; a second run changes nothing."""
    host = next((found for name in HOSTS if (found := Organization.objects.filter(name=name).first()) is not None), None)
    if host is not None and not Season.objects.filter(series__title=TITLE).exists():
        with as_program("demo"):
            _make(host, now)
    return {"seasons": Season.objects.count(), "matches": Fixture.objects.count()}


def _make(host: Organization, now: datetime) -> None:
    began = now - timedelta(weeks=6)
    location = Location.objects.filter(organization=host, confidential=False).order_by("name").first()
    pk = acts.start_season(host, title=TITLE, location=location, minutes=40, time_zone=settings.PLACE_TIME_ZONE, now=began)
    season = Season.objects.get(pk=pk)
    for name in TEAMS:
        acts.add_team(season, name=name, now=began)
    sunday = began.date() + timedelta(days=(6 - began.weekday()) % 7 or 7)
    acts.draw_season(season, first_on=sunday, begins=time(10), now=began)
    draw = Random(TITLE)
    played = list(season.fixtures.filter(gathering__ends_at__lt=now - timedelta(days=1)).order_by("gathering__starts_at"))
    for number, fixture in enumerate(played):
        later = fixture.gathering.ends_at + timedelta(hours=3)
        if number == 4:
            results.give_walkover(fixture, winner="home", now=later)
        elif number == len(played) - 1:
            results.postpone_fixture(fixture, why="weather", now=later)
        else:
            results.tell_score(fixture, home_goals=draw.randrange(6), away_goals=draw.randrange(5), now=later)
    again = played[1]
    last = season.fixtures.order_by("-gathering__starts_at").values_list("gathering__starts_at", flat=True).first()
    results.replay_fixture(again, starts_at=last + timedelta(days=7), why="ineligible", now=now)
    first = played[2]
    results.correct_score(first, home_goals=3, away_goals=2, why="mistyped", now=now)
    _move_back(Fixture.objects.get(replay_of=again), now)


def _move_back(again: Fixture, now: datetime) -> None:
    """A Wednesday evening soon, on which neither team plays."""
    zone = again.season.series.zone
    day = now.astimezone(zone).date() + timedelta(days=(2 - now.astimezone(zone).weekday()) % 7 or 7)
    results.move_fixture(again, starts_at=datetime.combine(day, time(19), zone).astimezone(UTC), now=now)
