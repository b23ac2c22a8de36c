"""The pages of a league: a season from nothing to its table; twice is once; who finds what; a steady number of queries."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from trellis.apps.directory.tests.factories import make_organization
from trellis.apps.directory.tests.factories import make_person as make_holder
from trellis.apps.gatherings.actions import leagues_results as results
from trellis.apps.gatherings.models import Fixture, Season
from trellis.apps.gatherings.queries.agenda_leagues import coming_up
from trellis.apps.gatherings.tests.league_makers import AFTER_ROUND_1, START, make_captain, make_editor, make_league
from trellis.apps.people.tests.holders import make_person
from trellis.core.actions import acting, as_program
from trellis.core.letters.models import Letter

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """What time the pages think it is: `clock(moment)` sets it."""
    moments = [START]
    monkeypatch.setattr(timezone, "now", lambda: moments[0])
    return lambda moment: moments.__setitem__(0, moment)


def key(**told):
    return {"form_key": str(uuid.uuid4())} | told


def words(response) -> str:
    return " ".join(response.content.decode().split())


def test_a_season_is_made_on_pages_and_sent_twice_is_one(client, clock):
    organization = make_organization(name="Tendring Sports")
    client.force_login(make_holder("editor", organization))
    assert "A new league of Tendring Sports" in words(client.get(reverse("leagues")))
    sent = key(title="Sunday fives", minutes="60", meetings="1", win="3", draw="1", loss="0", walkover_goals="3")
    bad = client.post(reverse("leagues-new", args=[organization.pk]), sent | {"draw": "5"})
    assert "at least as many points as a draw" in words(bad)
    for _twice in range(2):
        answer = client.post(reverse("leagues-new", args=[organization.pk]), sent)
    season = Season.objects.get()
    assert answer.url == reverse("leagues-manage", args=[season.pk])
    for name in ("Albion", "Borough", "Cliff End"):
        team = key(name=name)
        for _twice in range(2):
            client.post(answer.url, team)
    assert "name already" in words(client.post(answer.url, key(name="albion")))
    assert season.teams.count() == 3
    draw = key(first_on_0="6", first_on_1="9", first_on_2="2026", begins="10", every_weeks="1", pitches="1")
    address = reverse("leagues-draw", args=[season.pk])
    assert "Write the time like" in words(client.post(address, draw | {"begins": "25"}))
    preview = client.post(address, draw)
    assert "Are these the matches?" in words(preview)
    assert not Fixture.objects.exists()
    for _twice in range(2):
        assert client.post(address, draw | {"make": "1"}).url == reverse("leagues-season", args=[season.pk])
    assert Fixture.objects.count() == 3


def test_anybody_reads_the_table_and_results_and_nothing_of_captains(client, clock):
    season = make_league()
    first = season.fixtures.select_related("home").first()
    captain = make_captain(first.home)
    captain.display_name = "Robin Secret"
    captain.save()
    clock(AFTER_ROUND_1)
    with as_program():
        results.tell_score(first, home_goals=4, away_goals=0, now=AFTER_ROUND_1)

    page = words(client.get(reverse("leagues-season", args=[season.pk])))

    assert f'<bdi>{first.home}</bdi></a></th><td class="number">1</td><td class="number">4</td>' in page
    assert "4 – 0" in page and "Waiting for you" not in page
    for address in ("leagues-fixtures", "leagues-season"):
        assert "Secret" not in words(client.get(reverse(address, args=[season.pk])))
    for address in (reverse("leagues-fixture", args=[first.pk]), reverse("leagues-team", args=[first.home_id])):
        found = words(client.get(address))
        assert "Secret" not in found and "You organize" not in found


def test_for_others_the_pages_of_whoever_organizes_do_not_exist(client):
    season, drawn = make_league(drawn=False), make_league(make_organization(name="Elsewhere"))
    fixture, team = drawn.fixtures.first(), drawn.teams.first()
    stranger = make_editor(season)
    pages = [
        reverse("leagues-manage", args=[drawn.pk]),
        reverse("leagues-end", args=[drawn.pk]),
        reverse("leagues-team-deed", args=[team.pk, "rename"]),
        reverse("leagues-fixture-deed", args=[fixture.pk, "tell"]),
        reverse("leagues-fixture-deed", args=[fixture.pk, "move"]),
    ]
    assert client.get(reverse("leagues-season", args=[season.pk])).status_code == 404
    assert all(client.get(page).status_code == 302 for page in pages)
    client.force_login(stranger)
    assert [client.get(page).status_code for page in pages] == [404] * len(pages)
    assert client.get(reverse("leagues-season", args=[season.pk])).status_code == 302


def test_captains_tell_and_agree_on_pages_and_hear_by_letter(client, clock):
    season = make_league()
    first = season.fixtures.select_related("home", "away").first()
    home, away = make_captain(first.home), make_captain(first.away)
    clock(AFTER_ROUND_1)
    client.force_login(home)
    address = reverse("leagues-fixture-deed", args=[first.pk, "tell"])
    assert "Write how many goals" in words(client.post(address, key(home_goals="", away_goals="0")))
    sent = key(home_goals="2", away_goals="1")
    for _twice in range(2):
        assert client.post(address, sent).status_code == 302
    assert "Was this the score?" not in words(client.get(reverse("leagues-fixture", args=[first.pk])))
    letter = Letter.objects.get(recipient=away, subject="A score waits for you")
    assert first.home.name not in letter.subject and "2 to 1" in letter.body
    client.force_login(away)
    page = reverse("leagues-fixture", args=[first.pk])
    assert "Was this the score?" in words(client.get(page))
    score = first.scores.get()
    for _twice in range(2):
        client.post(reverse("leagues-score", args=[score.pk]), {"agree": "1"})
    assert "Somebody may have been here before you" in words(client.get(page))
    first.refresh_from_db()
    assert first.state == "played"


def test_a_dispute_reaches_whoever_organizes(client, clock):
    season = make_league()
    editor = make_editor(season)
    first = season.fixtures.select_related("home", "away").first()
    home, away = make_captain(first.home), make_captain(first.away)
    with acting(home):
        results.tell_score(first, home_goals=2, away_goals=1, now=AFTER_ROUND_1)
    with acting(away):
        results.tell_score(first, home_goals=1, away_goals=1, now=AFTER_ROUND_1)

    channels = [each.channel for each in Letter.objects.filter(recipient=editor, subject="A score needs you")]
    assert len(channels) == len(set(channels)) > 0
    clock(AFTER_ROUND_1)
    client.force_login(editor)
    assert "Waiting for you" in words(client.get(reverse("leagues-season", args=[season.pk])))


def test_a_captain_asks_and_is_agreed_on_pages(client):
    season = make_league()
    team, person = season.teams.first(), make_person()
    client.force_login(person)
    for _twice in range(2):
        client.post(reverse("leagues-captain", args=[team.pk]))
    assert team.captains.count() == 1
    assert client.post(reverse("leagues-captain-deed", args=[team.captains.get().pk]), {"agree": "1"}).status_code == 404
    client.force_login(make_editor(season))
    assert "They say they are the captain" in words(client.get(reverse("leagues-manage", args=[season.pk])))
    client.post(reverse("leagues-captain-deed", args=[team.captains.get().pk]), {"agree": "1"})
    lines = list(coming_up(person, since=START, until=START + timedelta(days=40)))
    assert len(lines) == 3
    assert {str(line.neutral_title) for line in lines} == {"Match"}


@pytest.mark.parametrize("n", [3, 6])
def test_the_same_number_of_queries_however_many_teams(client, clock, n, django_assert_num_queries):
    season = make_league(names=[f"Team {number}" for number in range(n)])
    clock(AFTER_ROUND_1)
    with as_program():
        for fixture in season.fixtures.filter(round=1):
            results.tell_score(fixture, home_goals=1, away_goals=1, now=AFTER_ROUND_1)
    with django_assert_num_queries(5):
        client.get(reverse("leagues-season", args=[season.pk]))
    with django_assert_num_queries(2):
        client.get(reverse("leagues-fixtures", args=[season.pk]))
