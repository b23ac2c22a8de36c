"""A league of four in mid-season, made through the actions that people use."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from trellis.apps.directory.tests.factories import make_organization
from trellis.apps.directory.tests.factories import make_person as make_holder
from trellis.apps.gatherings.actions import leagues
from trellis.apps.gatherings.models import Season, Team
from trellis.apps.people.tests.holders import make_person
from trellis.core.actions import acting, as_program

START = datetime(2026, 9, 1, 12, tzinfo=UTC)
FIRST = date(2026, 9, 6)
AFTER_ROUND_1 = datetime(2026, 9, 7, 12, tzinfo=UTC)
NAMES = ("Albion", "Borough", "Cliff End", "Dock Lane")


def make_league(organization=None, *, names=NAMES, drawn=True, meetings=1, title="Sunday fives", now=START) -> Season:
    organization = organization or make_organization(name="Tendring Sports")
    with as_program():
        pk = leagues.start_season(
            organization, title=title, location=None, minutes=60, meetings=meetings, time_zone="Europe/London", now=now
        )
        season = Season.objects.get(pk=pk)
        for name in names:
            leagues.add_team(season, name=name, now=now)
        if drawn:
            leagues.draw_season(season, first_on=now.date() + timedelta(days=5), begins=time(10), now=now)
    return Season.objects.select_related("series__organization").get(pk=pk)


def make_editor(season: Season):
    return make_holder("editor", season.series.organization, email=f"editor-{season.pk}@example.org")


def make_captain(team: Team, *, now=START):
    person = make_person()
    with acting(person):
        pk = leagues.ask_to_captain(team, now=now)
    with as_program():
        leagues.agree_captain(team.captains.get(pk=pk), now=now)
    return person
