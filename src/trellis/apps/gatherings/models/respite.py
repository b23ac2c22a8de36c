"""Peer respite: a house, its beds, and a few nights in it. Voluntary, short, like a home, and not a clinic.

Of a stay only this is kept: a first name or alias, the nights, that the house agreement was accepted, somebody to ring if wished, and
the guest's own plan, sealed with words that only the guest has. Thirty days after leaving the names are gone; the nights stay as numbers.
"""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q

from trellis.apps.directory.models import Location, Organization
from trellis.apps.gatherings.models.places_waiting import ASKED_PEOPLE, ASKED_PLAIN, Asked, asked_fields
from trellis.core.actions.context import acting_as_program
from trellis.core.fields import EncryptedTextField
from trellis.core.register import Keep, Personal, describe
from trellis.core.texts import written_in

LONGEST_STAY = 30
KEPT_DAYS = 30


class RespiteHouse(models.Model):
    """A house where one can stay for some nights among peers. Where it is, is told to a guest from the day before."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="respite_houses")
    location = models.ForeignKey(Location, models.SET_NULL, null=True, blank=True, related_name="+")
    finding = EncryptedTextField(default="", blank=True)
    """The address and the way to the door."""
    name = models.CharField(max_length=120)
    about = models.TextField(blank=True)
    agreement = models.TextField()
    """What everybody in the house agrees to, in the house's own words."""
    language = models.CharField(max_length=35, default=written_in)
    longest_nights = models.PositiveSmallIntegerField(default=7)
    tells_free_beds = models.BooleanField(default=False)
    """Whether everybody may read how many beds are free tonight; else people ask."""
    open = models.BooleanField(default=True)
    made_at = models.DateTimeField()

    class Meta:
        app_label = "gatherings"
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(name="respite_stays_are_short", condition=Q(longest_nights__gte=1, longest_nights__lte=LONGEST_STAY))
        ]

    def __str__(self) -> str:
        return self.name


class Bed(models.Model):
    """A bed in a room of the house."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    house = models.ForeignKey(RespiteHouse, models.CASCADE, related_name="beds")
    name = models.CharField(max_length=60)
    in_use = models.BooleanField(default=True)

    class Meta:
        app_label = "gatherings"
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Stay(Asked):
    """Somebody asks for some nights. `arrives_on` and `leaves_on` are set when a bed is found for them."""

    house = models.ForeignKey(RespiteHouse, models.CASCADE, related_name="stays")
    alias = EncryptedTextField(default="")
    words = EncryptedTextField(default="", blank=True)
    """A few words while they ask; emptied when the stay is agreed, or not."""
    first_on = models.DateField()
    nights = models.PositiveSmallIntegerField()
    flexible_days = models.PositiveSmallIntegerField(default=0)
    arrives_on = models.DateField(null=True, blank=True)
    leaves_on = models.DateField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    emergency_contact = EncryptedTextField(default="", blank=True)
    sealed_plan = EncryptedTextField(default="", blank=True)
    """Sealed with the guest's own words before it comes here: see `queries.respite_sealing`. Nobody else can open it."""
    last_night_on = models.DateField()
    """The last day it can matter, from which it is counted when names go."""
    told_way_at = models.DateTimeField(null=True, blank=True)

    class Meta(Asked.Meta):
        app_label = "gatherings"
        constraints = [
            *Asked.Meta.constraints,
            models.CheckConstraint(name="stay_is_short", condition=Q(nights__gte=1, nights__lte=LONGEST_STAY)),
            models.CheckConstraint(name="stay_flexible_within_a_month", condition=Q(flexible_days__lte=31)),
            models.CheckConstraint(name="stay_leaves_after_arriving", condition=Q(arrives_on=None) | Q(leaves_on__gt=F("arrives_on"))),
        ]
        indexes = [
            models.Index(fields=["house", "state", "asked_at"], name="stay_queue"),
            models.Index(fields=["person", "state"], name="stay_of_person"),
        ]

    def is_visible_to(self, person) -> bool:
        """The guest's own. Hosts see what the house page shows them, and never the plan."""
        return acting_as_program() or (person is not None and self.person_id == person.pk)

    def nights_between(self) -> list[date]:
        """Each night of the stay, by the day on which it begins."""
        if self.arrives_on is None:
            return []
        return [self.arrives_on + timedelta(days=each) for each in range((self.leaves_on - self.arrives_on).days)]

    def may_know_where(self, today: date) -> bool:
        """Whether the way to the door is shown: from the day before until the day of leaving, to a guest with an agreed stay."""
        return self.is_taken and self.arrives_on is not None and self.arrives_on - timedelta(days=1) <= today <= self.leaves_on


class BedNight(models.Model):
    """One bed in one night: one guest. The database refuses a second."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    bed = models.ForeignKey(Bed, models.CASCADE, related_name="nights")
    night = models.DateField()
    stay = models.ForeignKey(Stay, models.CASCADE, related_name="bed_nights")

    class Meta:
        app_label = "gatherings"
        ordering = ["night"]
        constraints = [
            models.UniqueConstraint("bed", "night", name="bed_night_once"),
            models.UniqueConstraint("stay", "night", name="one_bed_a_night"),
        ]

    def __str__(self) -> str:
        return f"{self.night}"


_HOUSE = {"basis": "legitimate interest in a house that stays safe", "retention": "as long as the house"}
_RETENTION = f"{KEPT_DAYS} days after leaving"
_TOLD = {"kind": "special", "basis": "explicit consent, given by asking for a stay", "retention": _RETENTION}
describe(
    RespiteHouse,
    personal={
        "finding": Personal(
            purpose="Let a guest find the door", kind="special", readers="hosts, and guests from the day before they come", **_HOUSE
        )
    },
    plain=["name", "about", "agreement", "language"],
    stays="the way to a house is the house's, and stays as long as it does",
)
describe(Bed, personal={}, plain=["name"])
describe(BedNight, personal={}, plain=[])
describe(
    Stay,
    personal={
        **asked_fields(purpose="Keep a bed for the guest, and tell them when something changes", retention=_RETENTION),
        "alias": Personal(purpose="Know what to call the guest", readers="hosts of the house", **_TOLD),
        "words": Personal(
            purpose="Let hosts know what the guest wants to say when asking",
            readers="hosts of the house",
            **_TOLD | {"retention": "until it is answered"},
        ),
        "emergency_contact": Personal(purpose="Ring somebody if the guest wants it", readers="hosts of the house", **_TOLD),
        "sealed_plan": Personal(
            purpose="Keep the guest's own plan where only the guest can read it, sealed with words that we do not have",
            readers="the guest",
            **_TOLD,
        ),
    },
    plain=ASKED_PLAIN,
    people=ASKED_PEOPLE,
    keep=(
        Keep(days=KEPT_DAYS, since="last_night_on", then="blank"),
        Keep(days=KEPT_DAYS, since="settled_at", only={"arrives_on": None}),
    ),
)
