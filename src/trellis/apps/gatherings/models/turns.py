"""Shifts and turns: what has to be done at a gathering and by how many, and who said that they do it.

What is the same at each gathering of a series stands in its patterns; each gathering has its own copy, which may differ.
A turn that holds a place has a number, and no two turns of a shift have the same one, so that a shift is never overfilled.
"""

from __future__ import annotations

import hmac
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trellis.apps.gatherings.models.gathering import Gathering
from trellis.apps.gatherings.models.series import Series
from trellis.apps.people.models import CapabilityKind, Membership
from trellis.apps.people.queries.membership import is_member
from trellis.core.actions.context import acting_as_program
from trellis.core.fields import blind_index
from trellis.core.register import Keep, Personal, Theirs, describe
from trellis.core.texts import written_in

KEPT_DAYS = 70
"""Ten weeks: a person sees what they did in the last eight, and who was asked least recently is known."""
FREELY_UNTIL = timedelta(hours=48)
"""Up to so long before, a turn is given back and nobody needs to be told at once."""
MOST_WANTED = 60
MOST_GUIDED = 3


class TurnState(models.TextChoices):
    """How it stands between a person and a shift."""

    ASKED = "asked", _("Asked to take it")
    """By whoever organizes, or by a rota. A place is kept until they answer or `until` passes."""
    TAKEN = "taken", _("Takes it")
    STANDBY = "standby", _("Stands by")
    CALLED = "called", _("Asked to step in")
    """A stand-by who was asked with others. The first who says yes has it."""
    GIVEN_BACK = "given_back", _("Cannot be there")
    DECLINED = "declined", _("Not this time")
    UNFILLED = "unfilled", _("Nobody was there")


HOLDS = (TurnState.ASKED, TurnState.TAKEN)
"""The states in which a turn holds one of the places of its shift."""
LIVE = (*HOLDS, TurnState.STANDBY, TurnState.CALLED)


class Roles(models.Model):
    """What a shift is: for a pattern and for its copy at one gathering."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    role = models.CharField(max_length=80)
    """In the group's own words: "kitchen", "door", "front of the patrol"."""
    to_do = models.CharField(max_length=300, blank=True)
    """What one does, and what to bring."""
    language = models.CharField(max_length=35, default=written_in)
    wanted = models.PositiveSmallIntegerField(default=1)
    capability = models.CharField(max_length=20, choices=CapabilityKind, blank=True)
    """What the group must have seen of whoever takes it; "" for nothing."""
    needs_lead = models.BooleanField(default=False)
    """Whether somebody among them must be able to lead."""
    for_newcomers = models.PositiveSmallIntegerField(default=0)
    """How many of the places are kept for those who are new, until two days before."""
    n_guided = models.PositiveSmallIntegerField(default=1)
    """In how many of their first turns somebody has a companion who knows the way."""
    notes_absence = models.BooleanField(default=False)
    """Whether the group keeps for six months that somebody was not there. Off unless it turned it on."""
    begins_after = models.PositiveSmallIntegerField(default=0)
    """Minutes after the gathering begins."""
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    """How long; None: until the gathering ends."""

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_wants_some",
                condition=Q(wanted__gte=1, wanted__lte=MOST_WANTED, for_newcomers__lte=F("wanted"), n_guided__lte=MOST_GUIDED),
            ),
            models.CheckConstraint(name="%(class)s_capability_known", condition=Q(capability__in=["", *CapabilityKind.values])),
        ]

    def __str__(self) -> str:
        return self.role


ROLE_FIELDS = (
    "role", "to_do", "language", "wanted", "capability", "needs_lead", "for_newcomers", "n_guided", "notes_absence", "begins_after",
    "minutes",
)  # fmt: skip
"""What a shift copies from its pattern."""


class ShiftPattern(Roles):
    """A shift that each gathering of a series has."""

    series = models.ForeignKey(Series, models.CASCADE, related_name="shift_patterns")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(Roles.Meta):
        app_label = "gatherings"
        ordering = ["begins_after", "role", "id"]

    def is_visible_to(self, person) -> bool:
        """Those of the group."""
        return belongs(person, self.series)


class Shift(Roles):
    """What has to be done at one gathering, by how many, from when to when."""

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="shifts")
    pattern = models.ForeignKey(ShiftPattern, models.SET_NULL, null=True, blank=True, related_name="shifts")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    """The gathering's times unless told; put by `save`, and again when the gathering moves."""
    changed = models.BooleanField(default=False)
    """Whether it differs from its pattern, so that a change of the pattern leaves it alone."""
    dropped = models.BooleanField(default=False)
    """No longer wanted; its turns were told."""
    alerted_at = models.DateTimeField(null=True, blank=True)
    """When whoever organizes heard that people are missing."""
    wave_at = models.DateTimeField(null=True, blank=True)
    """When stand-bys were last asked."""

    class Meta(Roles.Meta):
        app_label = "gatherings"
        ordering = ["starts_at", "role", "id"]
        constraints = [
            *Roles.Meta.constraints,
            models.CheckConstraint(name="shift_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))),
            models.UniqueConstraint("gathering", "pattern", name="shift_once_from_pattern", condition=Q(pattern__isnull=False)),
        ]
        indexes = [models.Index(fields=["starts_at"], name="shift_starts")]

    def save(self, *args, **kwargs) -> None:
        """Without times of its own it lasts as long as the gathering."""
        if self.starts_at is None or self.ends_at is None:
            self.put_times()
        super().save(*args, **kwargs)

    def put_times(self) -> None:
        """Its times, counted from its gathering's; never outside of it."""
        begins = self.gathering.starts_at + timedelta(minutes=self.begins_after)
        self.starts_at = begins if begins < self.gathering.ends_at else self.gathering.starts_at
        ends = self.starts_at + timedelta(minutes=self.minutes) if self.minutes else self.gathering.ends_at
        self.ends_at = min(ends, self.gathering.ends_at)

    def is_visible_to(self, person) -> bool:
        """Those of the group."""
        return belongs(person, self.gathering.series)

    @property
    def is_off(self) -> bool:
        return self.dropped or self.gathering.is_called_off

    def has_begun(self, now: datetime) -> bool:
        return self.starts_at <= now

    def is_late(self, now: datetime) -> bool:
        """Whether it is so near that somebody who can't come has to be replaced at once."""
        return now > self.starts_at - FREELY_UNTIL


def belongs(person, series: Series) -> bool:
    """Whether somebody is of the group whose turns these are: a member, or an editor of its record."""
    if acting_as_program():
        return True
    if person is None:
        return False
    if series.organization_id is not None and str(series.organization_id) in person.scopes_of("editor"):
        return True
    return is_member(person, series.group)


class Turns(models.QuerySet):
    """Turns, by how they stand."""

    def taken(self) -> Turns:
        return self.filter(state=TurnState.TAKEN)

    def holding(self) -> Turns:
        """Those that hold a place: taken, or kept for somebody who was asked."""
        return self.filter(state__in=HOLDS)

    def of(self, person) -> Turns:
        """Those of one person, for the person."""
        return self.filter(person=person)

    def live(self) -> Turns:
        return self.filter(state__in=LIVE)

    def on(self) -> Turns:
        """At gatherings that take place, on shifts that are wanted."""
        return self.filter(shift__gathering__state="planned", shift__dropped=False)


class Turn(models.Model):
    """One person and one shift."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    shift = models.ForeignKey(Shift, models.CASCADE, related_name="turns")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="turns")
    """None once it is unfilled: that nobody was there says nothing of anybody."""
    membership = models.ForeignKey(Membership, models.SET_NULL, null=True, related_name="+")
    """Under which name; gone when the person has left the group."""
    state = models.CharField(max_length=10, choices=TurnState, default=TurnState.TAKEN)
    place = models.PositiveSmallIntegerField(null=True, blank=True)
    """Which of the places of the shift, 1 to `wanted`; filled exactly while it holds one."""
    hands_on = models.BooleanField(default=False)
    """The holder would be glad if somebody took it for them; it stays theirs until somebody does."""
    changed_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)
    """When the person was last asked about it: whoever was asked longest ago is asked next."""
    until = models.DateTimeField(null=True, blank=True)
    """Until when a place is kept for somebody who was asked."""
    n_links = models.PositiveSmallIntegerField(default=0)
    """Counts what was asked, so that the link of an older letter opens nothing."""
    over_at = models.DateTimeField()
    """When the shift is over; the row goes some weeks later."""
    reminded = models.PositiveSmallIntegerField(default=0)
    """1: six days ahead; 2: a day ahead."""

    objects = Turns.as_manager()

    class Meta:
        app_label = "gatherings"
        ordering = ["shift", "place", "changed_at", "id"]
        constraints = [
            models.UniqueConstraint("shift", "person", name="shift_turn_once"),
            models.UniqueConstraint("shift", "place", name="shift_place_once"),
            models.CheckConstraint(
                name="turn_holds_a_place",
                condition=Q(state__in=HOLDS, place__gte=1, place__lte=MOST_WANTED, person__isnull=False)
                | (~Q(state__in=HOLDS) & Q(place=None)),
            ),
            models.CheckConstraint(name="turn_unfilled_is_nobodys", condition=~Q(state="unfilled") | Q(person=None)),
            models.CheckConstraint(name="turn_state_known", condition=Q(state__in=TurnState.values)),
        ]
        indexes = [models.Index(fields=["person", "state", "over_at"], name="turn_of_person")]

    def __str__(self) -> str:
        return str(self.pk)

    def save(self, *args, **kwargs) -> None:
        """It is over when its shift is."""
        self.over_at = self.over_at or self.shift.ends_at
        super().save(*args, **kwargs)

    @property
    def name(self) -> str:
        """The name the person has in the group."""
        return self.membership.display_name if self.membership is not None else str(_("Somebody"))

    def is_visible_to(self, person) -> bool:
        """The person, and whoever organizes the gathering."""
        from trellis.apps.gatherings.rules import may_organize_gathering

        if person is not None and person.pk == self.person_id:
            return True
        return bool(may_organize_gathering(person, self.shift.gathering))

    @property
    def is_taken(self) -> bool:
        return self.state == TurnState.TAKEN

    @property
    def link_token(self) -> str:
        """What stands in the link of the last letter that asked. It opens this question and no other."""
        return blind_index(f"{self.pk}:{self.n_links}", "gatherings.turn.link")[:40]

    def opens_by_link(self, token: str) -> bool:
        return hmac.compare_digest(token.encode(), self.link_token.encode())


class StandingAs(models.TextChoices):
    """How somebody stands in a series, without having to say so each time."""

    TURN = "turn", _("It is my turn each time")
    STANDBY = "standby", _("Ask me when somebody is missing")


class StandingTurn(models.Model):
    """A regular has a turn at each gathering of a series, or is a stand-by there. A share of the places stays open for newcomers."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pattern = models.ForeignKey(ShiftPattern, models.CASCADE, related_name="standing")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="standing_turns")
    stands_as = models.CharField(max_length=10, choices=StandingAs)
    since = models.DateTimeField()

    class Meta:
        app_label = "gatherings"
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint("pattern", "person", name="standing_turn_once"),
            models.CheckConstraint(name="standing_as_known", condition=Q(stands_as__in=StandingAs.values)),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def is_visible_to(self, person) -> bool:
        return person is not None and person.pk == self.person_id


_TURN = {
    "purpose": "Know who does what, ask fairly, and show the person what they did",
    "kind": "personal",
    "basis": "explicit consent, given by taking a turn",
    "retention": f"{KEPT_DAYS} days after the shift",
}
_ROLE_PLAIN = ["role", "to_do", "language", "capability"]
describe(ShiftPattern, personal={}, plain=_ROLE_PLAIN)
describe(Shift, personal={}, plain=_ROLE_PLAIN)
describe(
    Turn,
    personal={"person": Personal(readers="the person; those of the same gathering by the name they have in the group", **_TURN)},
    plain=["state"],
    people={"person": Theirs(on_erasure="delete")},
    keep=(Keep(days=KEPT_DAYS, since="over_at"),),
)
describe(
    StandingTurn,
    personal={
        "person": Personal(readers="the person, and whoever organizes", **_TURN | {"retention": "until the person ends it, or is erased"})
    },
    plain=["stands_as"],
    people={"person": Theirs(on_erasure="delete")},
)
