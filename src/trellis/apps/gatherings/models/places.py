"""Places at a gathering: who said they come, and who waits for a place."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trellis.apps.gatherings.models.gathering import Gathering
from trellis.apps.gatherings.models.places_waiting import ASKED_PEOPLE, ASKED_PLAIN, LIVE, Asked, asked_fields
from trellis.apps.gatherings.models.series import GatheringAttendance
from trellis.core.actions.context import acting_as_program
from trellis.core.fields import EncryptedTextField
from trellis.core.register import Keep, Personal, describe

MOST_TOGETHER = 10
KEPT_DAYS = 14


class Way(models.TextChoices):
    """How somebody takes part."""

    IN_PERSON = "in_person", _("In the room")
    ONLINE = "online", _("Online")


def counted_way(gathering: Gathering) -> str:
    """Of which way there are only so many places. A gathering in a room and online at once counts its chairs."""
    return Way.ONLINE if gathering.attendance == GatheringAttendance.ONLINE else Way.IN_PERSON


class Place(Asked):
    """One person, alone or with others, at one gathering."""

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="people_coming")
    way = models.CharField(max_length=10, choices=Way, default=Way.IN_PERSON)
    n_people = models.PositiveSmallIntegerField(default=1)
    needs = EncryptedTextField(default="", blank=True)
    """What would help them to take part. Only what they ticked to have told to those who organize."""
    gathering_ends_at = models.DateTimeField()
    """When the gathering is over, so that the row goes some days later."""
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta(Asked.Meta):
        app_label = "gatherings"
        constraints = [
            *Asked.Meta.constraints,
            models.CheckConstraint(name="place_for_some", condition=Q(n_people__gte=1, n_people__lte=MOST_TOGETHER)),
            models.CheckConstraint(name="place_way_known", condition=Q(way__in=Way.values)),
            models.UniqueConstraint("gathering", "person", name="place_once", condition=Q(state__in=LIVE, person__isnull=False)),
        ]
        indexes = [
            models.Index(fields=["gathering", "state", "asked_at"], name="place_queue"),
            models.Index(fields=["person", "state"], name="place_of_person"),
            models.Index(fields=["state", "held_until"], name="place_held"),
        ]

    def is_visible_to(self, person) -> bool:
        """The person's own; those who organize see counts and names in the group."""
        return acting_as_program() or (person is not None and self.person_id == person.pk)


class NumberedPlace(models.Model):
    """One chair. Given to one asking at a time, by number: two can't have the same."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    place = models.ForeignKey(Place, models.CASCADE, related_name="numbers")

    class Meta:
        app_label = "gatherings"
        constraints = [
            models.UniqueConstraint("gathering", "number", name="place_number_once"),
            models.CheckConstraint(name="place_number_counts_from_one", condition=Q(number__gte=1)),
        ]

    def __str__(self) -> str:
        return str(self.number)


_RETENTION = f"{KEPT_DAYS} days after the gathering"
describe(
    Place,
    personal={
        **asked_fields(purpose="Keep a place for the person, and tell them when something changes", retention=_RETENTION),
        "needs": Personal(
            purpose="Let those who organize prepare what somebody needs to take part",
            kind="special",
            basis="explicit consent, given by a tick, taken back with one button",
            retention=_RETENTION,
            readers="those who organize the gathering",
        ),
    },
    plain=[*ASKED_PLAIN, "way"],
    people=ASKED_PEOPLE,
    keep=(Keep(days=KEPT_DAYS, since="gathering_ends_at"), Keep(days=KEPT_DAYS, since="settled_at")),
)
describe(NumberedPlace, personal={}, plain=[])
