"""Rounds that fetch surplus food from donors and bring it to those who share it out, and each time such a round is driven."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.models import Location, Organization
from trellis.apps.directory.models.days import parse_byday
from trellis.apps.directory.queries.groups import group_of
from trellis.apps.people.queries.membership import is_member
from trellis.core.actions.context import acting_as_program
from trellis.core.fields import EncryptedTextField
from trellis.core.register import Keep, Personal, Theirs, describe
from trellis.kernels.hours import Rule

MOST_STOPS = 8
MOST_GRAMS = 2_000_000
DRIVER_KEPT_DAYS = 60


class StopKind(models.TextChoices):
    """What happens at a stop."""

    DONOR = "donor", _("Food is fetched")
    TAKER = "taker", _("Food is brought")


class ZeroReason(models.TextChoices):
    """Why there was nothing."""

    NOTHING_LEFT = "nothing_left", _("There was nothing left over")
    CLOSED = "closed", _("It was closed")
    NOBODY = "nobody", _("Nobody came to the door")
    UNFIT = "unfit", _("It was not fit to eat, so it was left")
    FULL = "full", _("There was no room for it")
    NO_DRIVER = "no_driver", _("Nobody could drive")
    OTHER = "other", _("Something else")


class PickupRound(models.Model):
    """Food is fetched and brought again and again, on certain days, by one hub."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    hub = models.ForeignKey(Organization, models.CASCADE, related_name="pickup_rounds")
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=35)
    byday = models.CharField(max_length=60)
    first_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    closed_on_holidays = models.BooleanField(default=False)
    time_zone = models.CharField(max_length=60)
    van_grams = models.PositiveIntegerField()
    """How much the vehicle carries."""
    crate_grams = models.PositiveIntegerField(default=5000)
    """Food is shared out in whole crates of about this weight."""
    cold_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    """How long the food may be in the vehicle; None: it needs no cooling."""
    made_until = models.DateField(null=True, blank=True)
    added_at = models.DateTimeField()

    class Meta:
        app_label = "exchange"
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(name="round_van", condition=Q(van_grams__gte=1000, van_grams__lte=MOST_GRAMS)),
            models.CheckConstraint(name="round_crate", condition=Q(crate_grams__gte=100, crate_grams__lte=50_000)),
            models.CheckConstraint(name="round_cold", condition=Q(cold_minutes=None) | Q(cold_minutes__gte=15, cold_minutes__lte=1440)),
            models.CheckConstraint(name="round_ends_after_it_begins", condition=Q(until_on=None) | Q(until_on__gte=F("first_on"))),
        ]
        indexes = [models.Index(fields=["hub"], name="round_of_hub")]

    def __str__(self) -> str:
        return self.name

    def rule(self, opens: int = 0, closes: int | None = None) -> Rule:
        """On which days it is driven."""
        return Rule(
            weekdays=tuple(parse_byday(self.byday)[0]), opens=opens, closes=closes, starts_on=self.first_on, until=self.until_on,
            closed_on_holidays=self.closed_on_holidays,
        )  # fmt: skip

    def is_visible_to(self, person) -> bool:
        """Members of the hub and whoever coordinates it."""
        return knows_hub(person, self.hub)


class RoundStop(models.Model):
    """A donor or a taker of a round: where, on which days, between which hours, how much."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(PickupRound, models.CASCADE, related_name="stops")
    kind = models.CharField(max_length=6, choices=StopKind)
    name = models.CharField(max_length=120)
    organization = models.ForeignKey(Organization, models.SET_NULL, null=True, blank=True, related_name="pickup_stops")
    """Who is there; its editors confirm what arrived. None: a business that is not in the directory."""
    location = models.ForeignKey(Location, models.SET_NULL, null=True, blank=True, related_name="pickup_stops")
    byday = models.CharField(max_length=60, blank=True)
    """On which of the round's days; "": on all of them."""
    opens = models.TimeField()
    closes = models.TimeField()
    minutes = models.PositiveSmallIntegerField(default=10)
    grams = models.PositiveIntegerField()
    """What a donor usually has, or what a taker says it needs each time."""
    room_grams = models.PositiveIntegerField(null=True, blank=True)
    """How much a taker has room for; None: any amount."""
    way_in = EncryptedTextField(default="", blank=True)
    """For whoever drives: which door, whom to ask for."""
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "exchange"
        ordering = ["kind", "opens", "name", "id"]
        constraints = [
            models.CheckConstraint(name="round_stop_hours", condition=Q(closes__gt=F("opens"))),
            models.CheckConstraint(name="round_stop_grams", condition=Q(grams__gte=100, grams__lte=MOST_GRAMS)),
            models.CheckConstraint(name="round_stop_room", condition=Q(room_grams=None) | Q(room_grams__lte=MOST_GRAMS)),
            models.CheckConstraint(name="round_stop_kind", condition=Q(kind__in=StopKind.values)),
            models.CheckConstraint(name="round_stop_minutes", condition=Q(minutes__lte=120)),
        ]

    def __str__(self) -> str:
        return self.name

    def is_visible_to(self, person) -> bool:
        """As the round is."""
        return self.round.is_visible_to(person)


class PickupStandBy(models.Model):
    """A member can be asked when nobody can drive a round."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(PickupRound, models.CASCADE, related_name="stand_bys")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    since_at = models.DateTimeField()

    class Meta:
        app_label = "exchange"
        constraints = [models.UniqueConstraint("round", "person", name="pickup_stand_by_once")]

    def __str__(self) -> str:
        return str(self.pk)

    def is_visible_to(self, person) -> bool:
        """Only whoever stands by."""
        return person is not None and person.pk == self.person_id


class PickupState(models.TextChoices):
    """Where a pickup stands. Whether somebody drives it is told by `driver`."""

    PLANNED = "planned", _("Planned")
    DONE = "done", _("Done")
    CALLED_OFF = "called_off", _("Called off")


class Pickup(models.Model):
    """One time that a round is driven, by one person at most: there is one place for a driver, and it holds one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(PickupRound, models.CASCADE, related_name="pickups")
    on = models.DateField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=PickupState, default=PickupState.PLANNED)
    driver = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="pickups")
    reminded_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "exchange"
        ordering = ["starts_at", "id"]
        constraints = [
            models.UniqueConstraint("round", "on", name="pickup_once_a_day"),
            models.CheckConstraint(name="pickup_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(name="pickup_state_known", condition=Q(state__in=PickupState.values)),
            models.CheckConstraint(
                name="pickup_closed_has_a_time",
                condition=Q(state="planned", closed_at=None) | (~Q(state="planned") & Q(closed_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "starts_at"], name="pickup_coming"),
            models.Index(fields=["driver", "starts_at"], name="pickup_of_driver"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def is_visible_to(self, person) -> bool:
        """Whoever drives it, members of the hub, whoever coordinates it."""
        return (person is not None and self.driver_id == person.pk) or knows_hub(person, self.round.hub)


class StopState(models.TextChoices):
    """What became of one stop of one pickup."""

    EXPECTED = "expected", _("Expected")
    LOGGED = "logged", _("Done")
    WITHDRAWN = "withdrawn", _("Not this time")


class PickupStop(models.Model):
    """One stop of one pickup: what was planned, what was weighed, and why there was nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pickup = models.ForeignKey(Pickup, models.CASCADE, related_name="stops")
    stop = models.ForeignKey(RoundStop, models.CASCADE, related_name="times")
    state = models.CharField(max_length=10, choices=StopState, default=StopState.EXPECTED)
    share_grams = models.PositiveIntegerField(null=True, blank=True)
    """A taker's share, once it is known how much there is."""
    grams = models.PositiveIntegerField(null=True, blank=True)
    zero_reason = models.CharField(max_length=12, choices=ZeroReason, blank=True)
    food_note = models.CharField(max_length=300, blank=True)
    """Use-by dates and allergens of what was fetched."""
    logged_at = models.DateTimeField(null=True, blank=True)
    received_grams = models.PositiveIntegerField(null=True, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "exchange"
        constraints = [
            models.UniqueConstraint("pickup", "stop", name="pickup_stop_once"),
            models.CheckConstraint(
                name="pickup_stop_weighed",
                condition=(~Q(state="logged") & Q(grams=None)) | Q(state="logged", grams__gte=0, grams__lte=MOST_GRAMS),
            ),
            models.CheckConstraint(name="pickup_stop_says_why_zero", condition=~Q(state="logged", grams=0) | ~Q(zero_reason="")),
            models.CheckConstraint(name="pickup_stop_received", condition=Q(received_grams=None) | Q(received_grams__lte=MOST_GRAMS)),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def is_visible_to(self, person) -> bool:
        """Whoever may see the pickup, and the editors of the organization that the stop is about."""
        return self.pickup.is_visible_to(person) or self.is_taken_by(person)

    def is_taken_by(self, person) -> bool:
        """Whether the person speaks for who is at this stop."""
        organization_id = self.stop.organization_id
        return person is not None and organization_id is not None and str(organization_id) in person.scopes_of("editor")


def coordinates(person, hub: Organization) -> bool:
    """Whether the person is an editor of the hub."""
    return person is not None and str(hub.pk) in person.scopes_of("editor")


def knows_hub(person, hub: Organization) -> bool:
    """Whether the person coordinates the hub or belongs to its group; the program knows it too."""
    return acting_as_program() or coordinates(person, hub) or is_member(person, group_of(hub))


_DRIVING = {
    "basis": "explicit consent, given by taking it on",
    "retention": f"{DRIVER_KEPT_DAYS} days after it was driven, or until the person gives it back or is erased",
    "readers": "members of the hub, under the name the person has there",
}
describe(PickupRound, personal={}, plain=["name", "language", "byday", "time_zone"])
describe(
    RoundStop,
    personal={
        "way_in": Personal(
            purpose="Let whoever drives find the door and the person to ask for",
            kind="special",
            basis="legitimate interest in food that arrives",
            retention="as long as the stop",
            readers="whoever drives, and whoever coordinates",
        ),
    },
    plain=["kind", "name", "byday"],
    stays="it tells of a door of an organization, which the coordinator changes",
)
describe(
    PickupStandBy,
    personal={
        "person": Personal(
            purpose="Know whom to ask when nobody can drive",
            kind="personal",
            basis="explicit consent, given by offering it",
            retention="until the person takes it back or is erased",
            readers="the person",
        ),
    },
    plain=[],
    people={"person": Theirs(on_erasure="delete")},
)
describe(
    Pickup,
    personal={"driver": Personal(purpose="Know who drives, so that nobody else comes for nothing", kind="personal", **_DRIVING)},
    plain=["state"],
    people={"driver": Theirs(on_erasure="unlink")},
    keep=(Keep(days=DRIVER_KEPT_DAYS, since="closed_at", then="blank"),),
)
describe(PickupStop, personal={}, plain=["state", "zero_reason", "food_note"])
