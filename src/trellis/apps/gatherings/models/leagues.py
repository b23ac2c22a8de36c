"""A league: one season of an organization, its teams, their fixtures, and every score that was ever told for one.

Nothing here names a player. A captain is known to whoever organizes and to nobody else.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from trellis.apps.gatherings.models.gathering import Gathering
from trellis.apps.gatherings.models.series import Series
from trellis.core.actions.context import acting_as_program
from trellis.core.register import Personal, Theirs, describe


class SeasonState(models.TextChoices):
    """How far a season is."""

    DRAFT = "draft", _("Gathering teams")
    RUNNING = "running", _("Being played")
    ENDED = "ended", _("Over")


class FixtureState(models.TextChoices):
    """What became of a match."""

    PLANNED = "planned", _("To be played")
    POSTPONED = "postponed", _("Postponed")
    PLAYED = "played", _("Played")
    WALKOVER = "walkover", _("Walkover")
    REPLAYED = "replayed", _("To be played again")
    """Its score stays in the history; the match that replays it counts."""
    VOID = "void", _("Does not count")


class ScoreState(models.TextChoices):
    """What became of a score that somebody told."""

    TOLD = "told", _("Waits for the other team")
    AGREED = "agreed", _("Agreed")
    DISPUTED = "disputed", _("The other team sees it differently")
    REPLACED = "replaced", _("Replaced")


class ToldBy(models.TextChoices):
    """Which side told a score."""

    ORGANIZER = "organizer", _("Whoever organizes the league")
    HOME = "home", _("The home team")
    AWAY = "away", _("The away team")


class WhyChanged(models.TextChoices):
    """Why a score was put right, or a match is not played as planned. Chosen, not written, so that it names nobody."""

    MISTYPED = "mistyped", _("It was written down wrongly")
    REFEREE = "referee", _("The referee’s report says so")
    RULING = "ruling", _("A ruling of the league")
    WEATHER = "weather", _("The weather")
    PITCH = "pitch", _("The pitch cannot be used")
    PLAYERS = "players", _("A team could not field enough players")
    ABANDONED = "abandoned", _("It was broken off")
    INELIGIBLE = "ineligible", _("Somebody played who may not")
    OTHER = "other", _("Another reason")


class Season(models.Model):
    """One season of a league. What calendars need of it (title, host, place, language) stands in its series."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    series = models.OneToOneField(Series, models.CASCADE, related_name="season")
    meetings = models.PositiveSmallIntegerField(default=2)
    """How often each two teams meet: once, or twice, home and away."""
    points_win = models.PositiveSmallIntegerField(default=3)
    points_draw = models.PositiveSmallIntegerField(default=1)
    points_loss = models.PositiveSmallIntegerField(default=0)
    walkover_goals = models.PositiveSmallIntegerField(default=3)
    """A walkover counts as so many to nil."""
    state = models.CharField(max_length=10, choices=SeasonState, default=SeasonState.DRAFT)
    made_at = models.DateTimeField()

    class Meta:
        app_label = "gatherings"
        ordering = ["-made_at", "id"]
        constraints = [
            models.CheckConstraint(name="season_meetings", condition=Q(meetings__in=[1, 2])),
            models.CheckConstraint(
                name="season_points_in_order", condition=Q(points_win__gte=F("points_draw"), points_draw__gte=F("points_loss"))
            ),
            models.CheckConstraint(name="season_state_known", condition=Q(state__in=SeasonState.values)),
        ]

    def __str__(self) -> str:
        return self.series.title

    @property
    def organization(self):
        return self.series.organization

    def is_visible_to(self, person) -> bool:
        """As its series is; while teams are gathered, to whoever organizes it."""
        if self.state == SeasonState.DRAFT:
            return acting_as_program() or (person is not None and str(self.series.organization_id) in person.scopes_of("editor"))
        return self.series.is_visible_to(person)


class Team(models.Model):
    """A team of one season."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    season = models.ForeignKey(Season, models.CASCADE, related_name="teams")
    name = models.CharField(max_length=60)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "gatherings"
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(F("season"), Lower("name"), name="team_name_once")]

    def __str__(self) -> str:
        return self.name

    def is_visible_to(self, person) -> bool:
        return self.season.is_visible_to(person)


class TeamCaptain(models.Model):
    """Somebody who speaks for a team: asked by themselves, agreed to by whoever organizes. Shown on no public page."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, models.CASCADE, related_name="captains")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "gatherings"
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint("team", "person", name="captain_asks_once"),
            models.UniqueConstraint("team", condition=Q(agreed_at__isnull=False), name="one_captain_of_a_team"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def is_visible_to(self, person) -> bool:
        """The person themselves, and whoever organizes."""
        if person is None:
            return acting_as_program()
        return self.person_id == person.pk or str(self.team.season.series.organization_id) in person.scopes_of("editor")


class Fixture(models.Model):
    """A match of two teams, on a gathering of the season's series. The goals are those that count; every score told is a `Score`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    season = models.ForeignKey(Season, models.CASCADE, related_name="fixtures")
    gathering = models.OneToOneField(Gathering, models.CASCADE, related_name="fixture")
    home = models.ForeignKey(Team, models.CASCADE, related_name="at_home")
    away = models.ForeignKey(Team, models.CASCADE, related_name="away")
    round = models.PositiveSmallIntegerField()
    replay_of = models.OneToOneField("self", models.CASCADE, null=True, blank=True, related_name="replay")
    state = models.CharField(max_length=10, choices=FixtureState, default=FixtureState.PLANNED)
    why = models.CharField(max_length=12, choices=WhyChanged, blank=True)
    home_goals = models.PositiveSmallIntegerField(null=True, blank=True)
    away_goals = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        app_label = "gatherings"
        ordering = ["round", "gathering__starts_at", "id"]
        constraints = [
            models.UniqueConstraint("home", "away", condition=Q(replay_of=None), name="fixture_once_at_home"),
            models.CheckConstraint(name="fixture_of_two_teams", condition=~Q(home=F("away"))),
            models.CheckConstraint(
                name="fixture_both_goals_or_none",
                condition=Q(home_goals=None, away_goals=None) | Q(home_goals__isnull=False, away_goals__isnull=False),
            ),
            models.CheckConstraint(
                name="fixture_played_has_goals", condition=~Q(state__in=["played", "walkover"]) | Q(home_goals__isnull=False)
            ),
            models.CheckConstraint(name="fixture_state_known", condition=Q(state__in=FixtureState.values)),
        ]

    def __str__(self) -> str:
        return f"{self.home} – {self.away}"

    def is_visible_to(self, person) -> bool:
        return self.season.is_visible_to(person)


class TeamDay(models.Model):
    """A team plays on a day. The database lets no team play twice on one."""

    id = models.BigAutoField(primary_key=True)
    team = models.ForeignKey(Team, models.CASCADE, related_name="days")
    fixture = models.ForeignKey(Fixture, models.CASCADE, related_name="days")
    on = models.DateField()

    class Meta:
        app_label = "gatherings"
        constraints = [
            models.UniqueConstraint("team", "on", name="team_plays_once_a_day"),
            models.UniqueConstraint("fixture", "team", name="fixture_once_for_a_team"),
        ]

    def __str__(self) -> str:
        return f"{self.on}"


class Score(models.Model):
    """A score that somebody told. Nothing is overwritten: what was replaced stays in the history."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    fixture = models.ForeignKey(Fixture, models.CASCADE, related_name="scores")
    home_goals = models.PositiveSmallIntegerField()
    away_goals = models.PositiveSmallIntegerField()
    walkover = models.BooleanField(default=False)
    told_by = models.CharField(max_length=10, choices=ToldBy)
    state = models.CharField(max_length=10, choices=ScoreState)
    why = models.CharField(max_length=12, choices=WhyChanged, blank=True)
    """Why it took the place of the score before."""
    at = models.DateTimeField()

    class Meta:
        app_label = "gatherings"
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint("fixture", condition=Q(state="agreed"), name="one_score_counts"),
            models.UniqueConstraint("fixture", condition=Q(state="told"), name="one_score_waits"),
            models.CheckConstraint(name="score_known", condition=Q(state__in=ScoreState.values, told_by__in=ToldBy.values)),
        ]

    def __str__(self) -> str:
        return f"{self.home_goals}–{self.away_goals}"

    def is_visible_to(self, person) -> bool:
        return self.fixture.is_visible_to(person)


describe(Season, personal={}, plain=["state"])
describe(Team, personal={}, plain=["name"])
describe(
    TeamCaptain,
    personal={
        "person": Personal(
            purpose="Let the captain of a team tell its scores and hear of its matches",
            kind="personal",
            basis="consent, given by asking for it",
            retention="as long as the season is kept, or until the person stops or is erased",
            readers="the captain, and whoever organizes the league",
        )
    },
    plain=[],
    people={"person": Theirs(on_erasure="delete")},
)
describe(Fixture, personal={}, plain=["state", "why"])
describe(TeamDay, personal={}, plain=[])
describe(Score, personal={}, plain=["told_by", "state", "why"])
