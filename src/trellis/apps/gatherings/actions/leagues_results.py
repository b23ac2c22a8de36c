"""Results of matches: told by a captain and agreed by the other, or by whoever organizes; put right, moved, postponed, played again."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from trellis.apps.gatherings import rules
from trellis.apps.gatherings.actions.times import add_gathering, call_off_gathering, move_gathering
from trellis.apps.gatherings.events import leagues as events
from trellis.apps.gatherings.models import Gathering, GatheringState
from trellis.apps.gatherings.models.leagues import Fixture, FixtureState, Score, ScoreState, SeasonState, TeamDay, ToldBy, WhyChanged
from trellis.apps.gatherings.queries.leagues import side_of
from trellis.core.access import Verdict, no, yes
from trellis.core.actions import Done, WrongState, action, current_person

MOST_GOALS = 99
_OPEN = ("state", (FixtureState.PLANNED, FixtureState.POSTPONED), None)
_COUNTED = ("state", (FixtureState.PLAYED, FixtureState.WALKOVER), None)
GONE = _("This can no longer be done. Somebody may have been here before you.")


def may_run_fixture(person, fixture: Fixture) -> Verdict:
    """Whoever organizes the league."""
    return rules.may_organize(person, fixture.season.series.organization)


def may_tell(person, fixture: Fixture) -> Verdict:
    """Whoever organizes, and the captains of the two teams."""
    if may_run_fixture(person, fixture) or side_of(person, fixture):
        return yes()
    return no(_("Please sign in first.")) if person is None else no(_("Only the captains and whoever organizes the league may do this."))


def may_answer(person, score: Score) -> Verdict:
    """The captain of the other team, and whoever organizes."""
    if may_run_fixture(person, score.fixture):
        return yes()
    side = side_of(person, score.fixture)
    if side and side != score.told_by:
        return yes()
    return no(_("The other team’s captain answers this."))


@action("gatherings.fixture.tell", subject=Fixture, label=_("Send the score"), allow=may_tell, event=events.ScoreTold, moves=_OPEN)
def tell_score(fixture: Fixture, *, home_goals: int, away_goals: int, now: datetime) -> Done:
    """The score of a match. From whoever organizes it counts at once; from a captain when the other one agrees or says the same."""
    _is_running(fixture)
    if fixture.state == FixtureState.POSTPONED:
        raise WrongState(_("This match is postponed. Give it a new day first."))
    if fixture.gathering.starts_at > now:
        raise WrongState(_("This match has not begun yet."))
    waiting = fixture.scores.filter(state=ScoreState.TOLD).first()
    if may_run_fixture(current_person(), fixture):
        fixture.scores.filter(state=ScoreState.TOLD).update(state=ScoreState.REPLACED)
        return _counts(fixture, _score(fixture, home_goals, away_goals, ToldBy.ORGANIZER, ScoreState.AGREED, now))
    side = side_of(current_person(), fixture)
    if waiting is not None and waiting.told_by != side:
        if (waiting.home_goals, waiting.away_goals) == (home_goals, away_goals):
            waiting.state = ScoreState.AGREED
            waiting.save(update_fields=["state"])
            return _counts(fixture, waiting)
        waiting.state = ScoreState.DISPUTED
        waiting.save(update_fields=["state"])
        return Done("disputed", {"outcome": "disputed"}, subject=_score(fixture, home_goals, away_goals, side, ScoreState.DISPUTED, now))
    fixture.scores.filter(state=ScoreState.TOLD).update(state=ScoreState.REPLACED)
    return Done("told", {"outcome": "told"}, subject=_score(fixture, home_goals, away_goals, side, ScoreState.TOLD, now))


@action(
    "gatherings.score.agree", subject=Score, label=_("Yes, that was the score"), allow=may_answer, event=events.ScoreAgreed,
    moves=("state", (ScoreState.TOLD,), ScoreState.AGREED),
)  # fmt: skip
def agree_score(score: Score, *, now: datetime) -> None:
    """The other captain says so too: now it counts."""
    fixture = _locked(score.fixture)
    if fixture.state != FixtureState.PLANNED:
        raise WrongState(GONE)
    score.state = ScoreState.AGREED
    _counts(fixture, score)


@action(
    "gatherings.score.dispute", subject=Score, label=_("No, it was different"), allow=may_answer, event=events.ScoreDisputed,
    moves=("state", (ScoreState.TOLD,), ScoreState.DISPUTED),
)  # fmt: skip
def dispute_score(score: Score, *, now: datetime) -> None:
    """It does not count; whoever organizes settles it."""


@action(
    "gatherings.fixture.correct",
    subject=Fixture,
    label=_("Put it right"),
    allow=may_run_fixture,
    event=events.ScoreCorrected,
    moves=_COUNTED,
)
def correct_score(fixture: Fixture, *, home_goals: int, away_goals: int, why: str, now: datetime) -> Done:
    """Another score counts, for a reason that stands beside it. What stood before stays in the history."""
    _is_running(fixture)
    fixture.scores.filter(state=ScoreState.AGREED).update(state=ScoreState.REPLACED)
    _counts(fixture, _score(fixture, home_goals, away_goals, ToldBy.ORGANIZER, ScoreState.AGREED, now, why=WhyChanged(why)))
    return Done(facts={"why": why})


@action(
    "gatherings.fixture.walk_over",
    subject=Fixture,
    label=_("Give it to this team"),
    allow=may_run_fixture,
    event=events.FixtureWalkedOver,
    moves=_OPEN,
)
def give_walkover(fixture: Fixture, *, winner: str, now: datetime) -> None:
    """One team did not play, the other wins by the season's walkover score. `winner`: "home" or "away"."""
    _is_running(fixture)
    goals = (fixture.season.walkover_goals, 0) if winner == ToldBy.HOME else (0, fixture.season.walkover_goals)
    fixture.scores.filter(state=ScoreState.TOLD).update(state=ScoreState.REPLACED)
    _take_off(fixture.gathering, _("Walkover"), now)
    _counts(fixture, _score(fixture, *goals, ToldBy.ORGANIZER, ScoreState.AGREED, now, walkover=True))


@action(
    "gatherings.fixture.postpone", subject=Fixture, label=_("Postpone it"), allow=may_run_fixture, event=events.FixturePostponed,
    moves=("state", (FixtureState.PLANNED,), FixtureState.POSTPONED),
)  # fmt: skip
def postpone_fixture(fixture: Fixture, *, why: str, now: datetime) -> Done:
    """It is not played on its day; a new day comes later."""
    _is_running(fixture)
    fixture.scores.filter(state=ScoreState.TOLD).update(state=ScoreState.REPLACED)
    _take_off(fixture.gathering, _("Postponed: {why}").format(why=WhyChanged(why).label), now)
    TeamDay.objects.filter(fixture=fixture).delete()
    fixture.why = why
    fixture.save(update_fields=["why"])
    return Done(facts={"why": why})


@action("gatherings.fixture.move", subject=Fixture, label=_("Move it"), allow=may_run_fixture, event=events.FixtureMoved, moves=_OPEN)
def move_fixture(fixture: Fixture, *, starts_at: datetime, now: datetime) -> None:
    """Another time, for a match to come or a postponed one."""
    _is_running(fixture)
    ends_at = starts_at + timedelta(minutes=fixture.season.series.minutes)
    gathering = fixture.gathering
    if fixture.state == FixtureState.PLANNED and gathering.state == GatheringState.PLANNED and not gathering.has_begun(now):
        move_gathering(gathering, starts_at=starts_at, ends_at=ends_at, note=gathering.note, now=now)
    else:
        _take_off(gathering, _("Moved to another day"), now)
        fixture.gathering = _new_gathering(fixture, starts_at, ends_at, now)
    fixture.state, fixture.why = FixtureState.PLANNED, ""
    fixture.save(update_fields=["gathering", "state", "why"])
    _put_days(fixture, starts_at)


@action(
    "gatherings.fixture.replay", subject=Fixture, label=_("Play it again"), allow=may_run_fixture, event=events.FixtureReplayed,
    moves=("state", (FixtureState.PLAYED, FixtureState.WALKOVER), FixtureState.REPLAYED),
)  # fmt: skip
def replay_fixture(fixture: Fixture, *, starts_at: datetime, why: str, now: datetime) -> Done:
    """It is played again on another day. The old score stays in the history and counts no more; the new one will."""
    _is_running(fixture)
    if fixture.home.withdrawn_at or fixture.away.withdrawn_at:
        raise WrongState(_("One of the teams has withdrawn."))
    ends_at = starts_at + timedelta(minutes=fixture.season.series.minutes)
    again = Fixture.objects.create(
        season=fixture.season, gathering=_new_gathering(fixture, starts_at, ends_at, now), home=fixture.home, away=fixture.away,
        round=fixture.round, replay_of=fixture,
    )  # fmt: skip
    _put_days(again, starts_at)
    fixture.why = why
    fixture.save(update_fields=["why"])
    return Done(str(again.pk), {"why": why}, subject=again)


@action(
    "gatherings.fixture.void", subject=Fixture, label=_("Let it not count"), allow=may_run_fixture, event=events.FixtureVoided, moves=_OPEN
)
def void_fixture(fixture: Fixture, *, why: str, now: datetime) -> Done:
    """It will not be played and counts for nobody."""
    _is_running(fixture)
    fixture.scores.filter(state=ScoreState.TOLD).update(state=ScoreState.REPLACED)
    _take_off(fixture.gathering, _("Not played"), now)
    TeamDay.objects.filter(fixture=fixture).delete()
    fixture.state, fixture.why = FixtureState.VOID, why
    fixture.save(update_fields=["state", "why"])
    return Done(facts={"why": why})


def _is_running(fixture: Fixture) -> None:
    if fixture.season.state != SeasonState.RUNNING:
        raise WrongState(_("The season is over."))


def _locked(fixture: Fixture) -> Fixture:
    return Fixture.objects.select_for_update(of=("self",)).select_related("season").get(pk=fixture.pk)


def _score(fixture: Fixture, home: int, away: int, by: str, state: str, now: datetime, **more) -> Score:
    return Score.objects.create(fixture=fixture, home_goals=home, away_goals=away, told_by=by, state=state, at=now, **more)


def _counts(fixture: Fixture, score: Score) -> Done:
    """This score is the one that counts."""
    fixture.home_goals, fixture.away_goals = score.home_goals, score.away_goals
    fixture.state = FixtureState.WALKOVER if score.walkover else FixtureState.PLAYED
    fixture.save(update_fields=["home_goals", "away_goals", "state"])
    return Done("agreed", subject=score)


def _take_off(gathering: Gathering, note, now: datetime) -> None:
    """Out of the calendar, if it is still to come."""
    if gathering.state == GatheringState.PLANNED and gathering.ends_at > now:
        call_off_gathering(gathering, note=str(note), now=now)


def _new_gathering(fixture: Fixture, starts_at: datetime, ends_at: datetime, now: datetime) -> Gathering:
    made = add_gathering(fixture.season.series, starts_at=starts_at, ends_at=ends_at, title=str(fixture), now=now)
    return Gathering.objects.get(pk=made)


def _put_days(fixture: Fixture, starts_at: datetime) -> None:
    """The day on which both teams play now; the database lets nobody play twice."""
    TeamDay.objects.filter(fixture=fixture).delete()
    day = starts_at.astimezone(fixture.season.series.zone).date()
    try:
        with transaction.atomic():
            TeamDay.objects.bulk_create([TeamDay(team_id=team, fixture=fixture, on=day) for team in (fixture.home_id, fixture.away_id)])
    except IntegrityError:
        raise WrongState(_("One of the teams plays another match on that day. Choose another day.")) from None
