"""A season from its teams to its table: scores told and agreed, put right, postponed, played again; one effect for each."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction

from trellis.apps.gatherings.actions import leagues as acts
from trellis.apps.gatherings.actions import leagues_results as results
from trellis.apps.gatherings.models import Fixture, Gathering, Score, Team, TeamDay
from trellis.apps.gatherings.queries.leagues import seasons_for, table_of
from trellis.apps.gatherings.tests.league_makers import AFTER_ROUND_1, FIRST, START, make_captain, make_editor, make_league
from trellis.apps.people.tests.holders import make_person
from trellis.core.actions import NotFound, Refused, WrongState, acting, as_program

pytestmark = pytest.mark.django_db

LATER = datetime(2026, 11, 1, 10, tzinfo=UTC)


@pytest.fixture
def season():
    return make_league()


@pytest.fixture
def editor(season):
    return make_editor(season)


@pytest.fixture
def first(season) -> Fixture:
    return season.fixtures.filter(round=1).select_related("home", "away", "gathering__series", "season__series").first()


def told(fixture: Fixture):
    fixture.refresh_from_db()
    return fixture.state, fixture.home_goals, fixture.away_goals


def places(season):
    return {line.team.name: (line.row.place, line.row.played, line.row.points) for line in table_of(season)}


def test_fixtures_are_gatherings_of_the_season_on_one_day_a_round(season):
    rows = list(season.fixtures.select_related("gathering"))

    assert len(rows) == 6
    assert {(each.round, each.gathering.held_on) for each in rows} == {(n + 1, FIRST + timedelta(weeks=n)) for n in range(3)}
    assert {each.gathering.starts_at.time() for each in rows if each.round == 1} == {time(9), time(10, 5)}
    assert all(each.gathering.kind == "fixture" and each.gathering.title == f"{each.home} – {each.away}" for each in rows)
    assert Gathering.objects.public().count() == 6


def test_the_database_lets_no_team_play_twice_on_a_day(first):
    other = Fixture.objects.filter(round=2).first()

    with pytest.raises(IntegrityError, match="team_id|team_plays_once_a_day"), transaction.atomic():
        TeamDay.objects.filter(fixture=other, team=other.home).update(on=FIRST)


def test_a_move_onto_a_day_on_which_a_team_plays_is_refused_and_nothing_has_changed(editor, first):
    second = Fixture.objects.filter(round=2).select_related("gathering").first()
    before = second.gathering.starts_at
    with acting(editor), pytest.raises(WrongState, match="plays another match"):
        results.move_fixture(second, starts_at=first.gathering.starts_at + timedelta(hours=6), now=START)
    second.refresh_from_db()
    assert second.gathering.starts_at == before
    assert TeamDay.objects.filter(on=FIRST).count() == 4


def test_a_season_is_hidden_until_it_is_drawn_and_needs_three_teams():
    season = make_league(names=("One", "Two"), drawn=False)
    editor, stranger = make_editor(season), make_person()

    assert list(seasons_for(stranger)) == list(seasons_for(None)) == []
    assert list(seasons_for(editor)) == [season]
    with acting(stranger), pytest.raises(NotFound):
        acts.add_team(season, name="Three", now=START)
    with acting(editor):
        with pytest.raises(WrongState, match="three teams"):
            acts.draw_season(season, first_on=FIRST, begins=time(10), now=START)
        with pytest.raises(WrongState, match="name already"):
            acts.add_team(season, name="ONE", now=START)
        acts.add_team(season, name="Three", now=START)
        with pytest.raises(WrongState, match="over already"):
            acts.draw_season(season, first_on=START.date(), begins=time(10), now=START)
        acts.draw_season(season, first_on=FIRST, begins=time(10), now=START)
    assert list(seasons_for(None)) == [season]
    assert season.fixtures.count() == 3


def test_whoever_organizes_tells_a_score_and_it_counts(season, editor, first):
    with acting(editor):
        with pytest.raises(WrongState, match="not begun"):
            results.tell_score(first, home_goals=2, away_goals=1, now=START)
        results.tell_score(first, home_goals=2, away_goals=1, now=AFTER_ROUND_1)
        with pytest.raises(WrongState):
            results.tell_score(first, home_goals=5, away_goals=1, now=AFTER_ROUND_1)

    assert told(first) == ("played", 2, 1)
    assert places(season)[first.home.name] == (1, 1, 3)


def test_a_captain_tells_and_the_other_agrees(season, first):
    home, away = make_captain(first.home), make_captain(first.away)
    with acting(home):
        results.tell_score(first, home_goals=2, away_goals=2, now=AFTER_ROUND_1)
    assert told(first) == ("planned", None, None)
    score = first.scores.get()
    with acting(home), pytest.raises(Refused):
        results.agree_score(score, now=AFTER_ROUND_1)
    with acting(away):
        results.agree_score(score, now=AFTER_ROUND_1)
        with pytest.raises(WrongState):
            results.agree_score(score, now=AFTER_ROUND_1)
        with pytest.raises(WrongState):
            results.dispute_score(score, now=AFTER_ROUND_1)

    assert told(first) == ("played", 2, 2)
    assert places(season)[first.away.name] == (1, 1, 1)


@pytest.mark.parametrize(("theirs", "states"), [((3, 1), ["agreed"]), ((1, 1), ["disputed", "disputed"])])
def test_both_captains_tell_at_once(first, theirs, states):
    home, away = make_captain(first.home), make_captain(first.away)
    with acting(home):
        results.tell_score(first, home_goals=3, away_goals=1, now=AFTER_ROUND_1)
    with acting(away):
        results.tell_score(first, home_goals=theirs[0], away_goals=theirs[1], now=AFTER_ROUND_1)

    assert [score.state for score in first.scores.all()] == states
    assert told(first)[0] == ("played" if states == ["agreed"] else "planned")


def test_what_whoever_organizes_says_settles_a_dispute(editor, first):
    home, away = make_captain(first.home), make_captain(first.away)
    with acting(home):
        results.tell_score(first, home_goals=3, away_goals=1, now=AFTER_ROUND_1)
    with acting(away):
        results.dispute_score(first.scores.get(), now=AFTER_ROUND_1)
    with acting(editor):
        results.tell_score(first, home_goals=2, away_goals=1, now=AFTER_ROUND_1 + timedelta(hours=1))

    assert told(first) == ("played", 2, 1)
    assert [score.state for score in first.scores.all()] == ["disputed", "agreed"]


def test_nobody_else_tells_and_a_captain_of_elsewhere_neither(season, first):
    third = season.teams.exclude(pk__in=[first.home_id, first.away_id]).first()
    for person in (make_person(), make_captain(third), None):
        with acting(person), pytest.raises(Refused):
            results.tell_score(first, home_goals=9, away_goals=0, now=AFTER_ROUND_1)


def test_a_score_is_put_right_with_a_reason_and_the_old_one_stays(season, editor, first):
    with acting(editor):
        results.tell_score(first, home_goals=2, away_goals=1, now=AFTER_ROUND_1)
        results.correct_score(first, home_goals=1, away_goals=2, why="mistyped", now=AFTER_ROUND_1 + timedelta(hours=1))

    assert told(first) == ("played", 1, 2)
    assert [(str(score), score.state, score.why) for score in first.scores.all()] == [
        ("2–1", "replaced", ""),
        ("1–2", "agreed", "mistyped"),
    ]
    assert places(season)[first.away.name] == (1, 1, 3)


def test_a_replayed_match_counts_and_the_old_score_is_history(season, editor, first):
    with acting(editor):
        results.tell_score(first, home_goals=2, away_goals=1, now=AFTER_ROUND_1)
        pk = results.replay_fixture(first, starts_at=LATER, why="ineligible", now=AFTER_ROUND_1)
    again = Fixture.objects.get(pk=pk)
    assert told(first) == ("replayed", 2, 1)
    assert [(str(score), score.state) for score in first.scores.all()] == [("2–1", "agreed")]
    assert set(places(season).values()) == {(1, 0, 0)}
    with acting(editor):
        with pytest.raises(WrongState):
            results.replay_fixture(first, starts_at=LATER + timedelta(days=1), why="ruling", now=AFTER_ROUND_1)
        results.tell_score(again, home_goals=0, away_goals=4, now=LATER + timedelta(hours=2))

    assert places(season)[first.away.name] == (1, 1, 3)
    assert again.gathering.held_on == LATER.date()


def test_a_postponed_match_leaves_its_day_and_comes_back_on_another(season, editor, first):
    with acting(editor):
        results.postpone_fixture(first, why="weather", now=START)
        with pytest.raises(WrongState):
            results.postpone_fixture(first, why="weather", now=START)
        with pytest.raises(WrongState, match="new day first"):
            results.tell_score(first, home_goals=1, away_goals=0, now=AFTER_ROUND_1)
    first.refresh_from_db()
    old = first.gathering
    assert (old.state, old.note) == ("called_off", "Postponed: The weather")
    assert not TeamDay.objects.filter(fixture=first).exists()
    with acting(editor):
        results.move_fixture(first, starts_at=LATER, now=START)
    first.refresh_from_db()
    assert (first.state, first.gathering.held_on, first.gathering.state) == ("planned", LATER.date(), "planned")
    assert TeamDay.objects.filter(fixture=first, on=LATER.date()).count() == 2


def test_a_walkover_counts_as_the_season_says(season, editor, first):
    with acting(editor):
        results.give_walkover(first, winner="away", now=AFTER_ROUND_1)

    assert told(first) == ("walkover", 0, 3)
    assert places(season)[first.away.name] == (1, 1, 3)


@pytest.mark.parametrize(("keep", "counted"), [(True, {"walkover": 2, "played": 1, "planned": 3}), (False, {"void": 3, "planned": 3})])
def test_a_team_withdraws(season, editor, first, keep, counted):
    with acting(editor):
        results.tell_score(first, home_goals=2, away_goals=1, now=AFTER_ROUND_1)
        acts.withdraw_team(first.home, keep=keep, now=AFTER_ROUND_1)
        with pytest.raises(WrongState):
            acts.withdraw_team(first.home, keep=keep, now=AFTER_ROUND_1)

    states = [each.state for each in season.fixtures.all()]
    assert {state: states.count(state) for state in states} == counted
    assert [line.team.name for line in table_of(season)][-1] == first.home.name
    assert Gathering.objects.filter(state="called_off").count() == 2


def test_a_season_ends_when_every_match_has_a_result(season, editor):
    with acting(editor):
        with pytest.raises(WrongState, match="no result yet"):
            acts.end_season(season, now=LATER)
        for fixture in season.fixtures.all():
            results.tell_score(fixture, home_goals=1, away_goals=0, now=LATER)
        acts.end_season(season, now=LATER)
        with pytest.raises(WrongState, match="over"):
            results.correct_score(season.fixtures.first(), home_goals=3, away_goals=0, why="ruling", now=LATER)


def test_one_captain_a_team_and_captains_are_told_to_nobody(season):
    team = season.teams.first()
    first, second = make_captain(team), make_captain(team)

    assert [row.person for row in team.captains.all()] == [second]
    assert not team.captains.get().is_visible_to(first)
    assert not team.captains.get().is_visible_to(None)
    with acting(second):
        acts.end_captain(team.captains.get(), now=START)
    assert not team.captains.exists()


def test_a_new_name_stands_in_the_calendar_too(season, editor, first):
    with acting(editor):
        acts.rename_team(first.home, name="New Name", now=START)

    titles = Gathering.objects.filter(title__contains="New Name").count()
    assert titles == 3
    assert Team.objects.filter(name="New Name").count() == 1


def test_the_program_may_do_it_all():
    season = make_league(meetings=2)
    with as_program():
        for fixture in season.fixtures.filter(gathering__starts_at__lt=LATER):
            results.tell_score(fixture, home_goals=1, away_goals=1, now=LATER)

    assert Score.objects.count() == season.fixtures.filter(state="played").count() > 0
