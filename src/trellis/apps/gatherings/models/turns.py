"""Shifts and turns: what a gathering needs people for, and who does it.

A turn that holds a place has a number, and no two turns of a shift have the same one, so that a shift is never overfilled.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trellis.apps.gatherings.models.gathering import Gathering
from trellis.apps.people.models import Membership
from trellis.apps.people.models.capabilities import CapabilityKind
from trellis.core.register import Keep, Personal, Theirs, describe
from trellis.core.texts import written_in

KEPT_DAYS = 180


class Shift(models.Model):
    """What a gathering needs people for: a role, how many, and what they must be able to do."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="shifts")
    role = models.CharField(max_length=80)
    language = models.CharField(max_length=35, default=written_in)
    wanted = models.PositiveSmallIntegerField(default=1)
    capability = models.CharField(max_length=20, choices=CapabilityKind, blank=True)
    """What everybody who takes it must have been seen to have; "" for nothing."""
    needs_lead = models.BooleanField(default=False)
    """Whether at least one of them must be able to lead."""
    for_newcomers = models.PositiveSmallIntegerField(default=0)
    """How many of the places are kept for people who have had fewer than four turns, until two days before."""
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        app_label = "gatherings"
        ordering = ["starts_at", "role", "id"]
        constraints = [
            models.CheckConstraint(name="shift_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(name="shift_wants_somebody", condition=Q(wanted__gte=1, wanted__lte=100)),
            models.CheckConstraint(name="shift_keeps_no_more_than_it_has", condition=Q(for_newcomers__lte=F("wanted"))),
        ]
        indexes = [models.Index(fields=["gathering", "starts_at"], name="shift_of_gathering")]

    def __str__(self) -> str:
        return self.role

    def is_visible_to(self, person) -> bool:
        """The members of the group that holds the gathering, and whoever organizes it; for others it does not exist."""
        from trellis.apps.gatherings.rules import may_organize_gathering
        from trellis.apps.people.queries.membership import is_member

        if person is None:
            return False
        return is_member(person, self.gathering.series.group) or bool(may_organize_gathering(person, self.gathering))

    def has_begun(self, now) -> bool:
        return self.starts_at <= now


describe(Shift, personal={}, plain=["role", "language", "capability"])


class TurnState(models.TextChoices):
    """How it stands between a person and a shift."""

    ASKED = "asked", _("Asked to take it")
    TAKEN = "taken", _("Takes it")
    STANDBY = "standby", _("Stands by")
    OFFERED = "offered", _("Has been offered the place")
    GIVEN_BACK = "given_back", _("Cannot be there")


HOLDS = (TurnState.ASKED, TurnState.TAKEN, TurnState.OFFERED)
"""The states in which a turn holds one of the places of its shift."""


class Turns(models.QuerySet):
    """Turns, found by how they stand."""

    def taken(self) -> "Turns":
        return self.filter(state=TurnState.TAKEN)

    def holding(self) -> "Turns":
        return self.filter(state__in=HOLDS)

    def of(self, person) -> "Turns":
        """Those of one person, for the person."""
        return self.filter(person=person)


class Turn(models.Model):
    """One person and one shift."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    shift = models.ForeignKey(Shift, models.CASCADE, related_name="turns")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="turns")
    membership = models.ForeignKey(Membership, models.SET_NULL, null=True, related_name="+")
    """Under which name; gone when the person has left the group."""
    state = models.CharField(max_length=10, choices=TurnState)
    place = models.PositiveSmallIntegerField(null=True, blank=True)
    """Which of the places of the shift, 1 to `wanted`; filled exactly while it holds one."""
    asked_at = models.DateTimeField(null=True, blank=True)
    """When the person was last asked about it: whoever was asked longest ago is asked next."""
    until = models.DateTimeField(null=True, blank=True)
    """Until when an offer stands."""
    reminded = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField()

    objects = Turns.as_manager()

    class Meta:
        app_label = "gatherings"
        ordering = ["shift", "place", "changed_at", "id"]
        constraints = [
            models.UniqueConstraint("shift", "person", name="shift_turn_once"),
            models.UniqueConstraint("shift", "place", name="shift_place_once"),
            models.CheckConstraint(
                name="turn_holds_a_place",
                condition=(Q(state__in=("asked", "taken", "offered"), place__isnull=False))
                | (Q(state__in=("standby", "given_back"), place=None)),
            ),
        ]
        indexes = [models.Index(fields=["person", "state"], name="turn_of_person")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def name(self) -> str:
        """The name the person has in the group."""
        return self.membership.display_name if self.membership is not None else str(_("Somebody"))

    def is_visible_to(self, person) -> bool:
        """The person, and whoever organizes the gathering."""
        from trellis.apps.gatherings.rules import may_organize_gathering

        if person is None:
            return False
        return person.pk == self.person_id or bool(may_organize_gathering(person, self.shift.gathering))


_TURNS = {
    "basis": "explicit consent, given by taking a turn",
    "retention": f"{KEPT_DAYS} days after it last changed",
}
describe(
    Turn,
    personal={"person": Personal(purpose="Know whose turn it is", kind="personal", readers="members of the same group", **_TURNS)},
    plain=["state"],
    people={"person": Theirs(on_erasure="delete")},
    keep=(Keep(days=KEPT_DAYS, since="changed_at"),),
)
