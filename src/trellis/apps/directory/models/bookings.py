"""Booking a space by the hour: on which terms, who has it when, and the rows by which the database lets nobody have it twice."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.models.location import Space
from trellis.core.actions.context import acting_as_program
from trellis.core.fields import EncryptedTextField
from trellis.core.references import Ref, RefField
from trellis.core.register import Keep, Personal, Theirs, describe

QUARTER = timedelta(minutes=15)
KEPT_DAYS = 180


class SpaceTerms(models.Model):
    """On which terms a space can be booked here. Without this row, or when it is not `open`, it is booked as its page says."""

    space = models.OneToOneField(Space, models.CASCADE, primary_key=True, related_name="terms_of_use")
    open = models.BooleanField(default=True)
    asks_first = models.BooleanField(default=False)
    private_use = models.BooleanField(default=False)
    setup_minutes = models.PositiveSmallIntegerField(default=0)
    clearing_minutes = models.PositiveSmallIntegerField(default=15)
    days_ahead = models.PositiveSmallIntegerField(default=120)
    longest_minutes = models.PositiveSmallIntegerField(default=480)
    prime_from = models.TimeField(null=True, blank=True)
    prime_to = models.TimeField(null=True, blank=True)
    prime_hours = models.PositiveSmallIntegerField(null=True, blank=True)
    """How many prime hours a month one group may have; None for no such rule."""
    customary_minor = models.PositiveIntegerField(null=True, blank=True)
    """What is customary to give for an hour, in minor units; None where it is free. No payment is taken here."""
    currency = models.CharField(max_length=3, blank=True)
    keys_note = EncryptedTextField(blank=True, default="")

    class Meta:
        app_label = "directory"
        constraints = [
            models.CheckConstraint(
                name="space_terms_in_quarters",
                condition=Q(setup_minutes__in=list(range(0, 241, 15))) & Q(clearing_minutes__in=list(range(0, 241, 15))),
            ),
            models.CheckConstraint(
                name="space_terms_prime_whole",
                condition=Q(prime_hours=None) | (Q(prime_from__isnull=False, prime_to__isnull=False) & Q(prime_from__lt=F("prime_to"))),
            ),
            models.CheckConstraint(
                name="space_terms_limits", condition=Q(days_ahead__range=(1, 730)) & Q(longest_minutes__range=(15, 1440))
            ),
        ]

    def __str__(self) -> str:
        return str(self.space_id)


describe(
    SpaceTerms,
    personal={
        "keys_note": Personal(
            purpose="Tell whoever booked how to get in and what to set up",
            kind="secret",
            basis="legitimate interest in a space that is safe",
            retention="until the keepers of the space change it",
            readers="the keepers of the space, and whoever booked it from a day before",
        )
    },
    plain=["currency"],
    stays="how a space is entered belongs to the space, whoever wrote it; it names nobody",
)


class BookingState(models.TextChoices):
    """What became of it."""

    ASKED = "asked", _("Waiting for an answer")
    BOOKED = "booked", _("Booked")
    DECLINED = "declined", _("Declined")
    CANCELLED = "cancelled", _("Cancelled")


HOLDING = (BookingState.ASKED, BookingState.BOOKED)
"""While it is asked for, nobody else can have it."""


class Bookings(models.QuerySet):
    """Bookings, as those concerned may see them."""

    def holding(self) -> Bookings:
        return self.filter(state__in=HOLDING)

    def for_what(self, row: models.Model) -> Bookings:
        """Those made for a row of another app."""
        return self.filter(for_what=Ref.to(row))


class Booking(models.Model):
    """Somebody has a space from one time to another, for a group or for themselves. Times are UTC, on quarters of an hour."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.ForeignKey(Space, models.CASCADE, related_name="bookings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="bookings")
    group_index = models.CharField(max_length=64, blank=True)
    group_ref = EncryptedTextField(blank=True, default="")
    display_name = EncryptedTextField(blank=True, default="")
    what = EncryptedTextField(blank=True, default="")
    language = models.CharField(max_length=35, default="en")
    for_what = RefField(blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=BookingState, default=BookingState.BOOKED)
    reason = EncryptedTextField(blank=True, default="")
    batch = models.UUIDField(null=True, blank=True)
    made_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)

    objects = Bookings.as_manager()

    class Meta:
        app_label = "directory"
        ordering = ["starts_at", "id"]
        constraints = [models.CheckConstraint(name="booking_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at")))]
        indexes = [
            models.Index(fields=["space", "starts_at"], name="booking_calendar"),
            models.Index(fields=["person", "starts_at"], name="booking_of_person"),
            models.Index(fields=["space", "group_index", "starts_at"], name="booking_share"),
            models.Index(fields=["for_what"], name="booking_for_what"),
            models.Index(fields=["state", "starts_at"], name="booking_to_remind"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def group(self) -> Ref | None:
        """The group that has it; None for a private booking."""
        return Ref.parse(self.group_ref) if self.group_ref else None

    @property
    def is_holding(self) -> bool:
        return self.state in HOLDING

    def is_visible_to(self, person) -> bool:
        """Whoever booked, the editors of the organization it is for, and the keepers of the space."""
        if person is None:
            return acting_as_program()
        if self.person_id == person.pk:
            return True
        scopes = person.scopes_of("editor")
        group = self.group
        if group is not None and group.kind == "directory.organization" and group.id in scopes:
            return True
        keeping = keeping_organization(self.space)
        return str(keeping) in scopes if keeping else person.holds("keeper")


class HeldQuarter(models.Model):
    """A quarter of an hour of a space that a booking holds, with set-up and clearing. One row for each: this is what forbids the second.

    `quarter` counts quarters of an hour since 1970 in UTC.
    """

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="quarters")
    space = models.ForeignKey(Space, models.CASCADE, related_name="+", db_index=False)
    quarter = models.PositiveIntegerField()

    class Meta:
        app_label = "directory"
        constraints = [models.UniqueConstraint("space", "quarter", name="space_held_once")]

    def __str__(self) -> str:
        return str(self.quarter)


def keeping_organization(space: Space) -> uuid.UUID | None:
    """The organization whose editors keep the space: its own, else that of the building."""
    return space.organization_id or space.location.organization_id


def quarter_of(moment: datetime) -> int:
    """The quarter in which a moment lies."""
    return int(moment.timestamp()) // int(QUARTER.total_seconds())


def moment_of(quarter: int) -> datetime:
    """When a quarter begins, in UTC."""
    return datetime.fromtimestamp(quarter * int(QUARTER.total_seconds()), tz=UTC)


_BOOKED = {"basis": "explicit consent, given by booking", "retention": f"{KEPT_DAYS} days after it ended"}
_KEEPERS = "whoever booked, editors of the group it is for, the keepers of the space"
describe(
    Booking,
    personal={
        "person": Personal(purpose="Know who booked, and remind them", kind="personal", readers="whoever booked", **_BOOKED),
        "group_index": Personal(
            purpose="Share out the evenings fairly between groups; a keyed digest", kind="personal", readers="nobody", **_BOOKED
        ),
        "group_ref": Personal(purpose="Say for which group it is", kind="special", readers=_KEEPERS, **_BOOKED),
        "display_name": Personal(purpose="Tell the keepers of the space what to call them", kind="special", readers=_KEEPERS, **_BOOKED),
        "what": Personal(purpose="Tell the keepers of the space what to expect", kind="special", readers=_KEEPERS, **_BOOKED),
        "reason": Personal(purpose="Say why it was declined", kind="special", readers=_KEEPERS, **_BOOKED),
    },
    plain=["language", "for_what", "state"],
    people={"person": Theirs(on_erasure="blank")},
    keep=(Keep(days=KEPT_DAYS, since="ends_at"),),
)
describe(HeldQuarter, personal={}, plain=[])
