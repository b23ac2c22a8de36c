"""A gathering: one time on which people come together. Made from its series ahead of time, and then a row of its own."""

import uuid
from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.models import Location, Organization, Space
from trellis.apps.gatherings.models.series import DUTIES, GatheringAttendance, GatheringKind, SeenBy, Series
from trellis.core.register import describe


class GatheringState(models.TextChoices):
    """Whether it takes place."""

    PLANNED = "planned", _("Takes place")
    CALLED_OFF = "called_off", _("Called off")
    DROPPED = "dropped", _("No longer planned")
    """The series ended or moved to other days. In no calendar any more; its page says so to whoever was coming."""


class Gatherings(models.QuerySet):
    """Gatherings, found by who may know of them and by time."""

    def public(self) -> "Gatherings":
        return self.filter(seen_by=SeenBy.EVERYBODY)

    def shown(self) -> "Gatherings":
        """Without those that their series no longer has."""
        return self.exclude(state=GatheringState.DROPPED)

    def bulk_create(self, objs, *args, **kwargs):
        """With the day of each, as `save` puts it."""
        objs = list(objs)
        for each in objs:
            each.put_day()
        return super().bulk_create(objs, *args, **kwargs)

    def between(self, since, until) -> "Gatherings":
        """Those that touch the time from `since` to `until`. None lasts longer than a fortnight, so an index on the start is enough."""
        return self.filter(starts_at__lt=until, starts_at__gt=since - timedelta(days=15), ends_at__gt=since)


class Gathering(models.Model):
    """One time. What a calendar shows stands here, so that a month is one indexed read."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    series = models.ForeignKey(Series, models.CASCADE, related_name="gatherings")
    organization = models.ForeignKey(Organization, models.CASCADE, null=True, blank=True, related_name="gatherings")
    original_on = models.DateField()
    """The day on which the series has it, whatever it was moved to: iCalendar's RECURRENCE-ID."""
    part = models.PositiveIntegerField(default=0)
    """Which of several on the same day: a festival's parts, a match day's matches."""
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    held_on = models.DateField(editable=False)
    """The day on which it begins in its own zone, by which calendars find it. Put by `save`."""
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=GatheringKind)
    seen_by = models.CharField(max_length=10, choices=SeenBy, default=SeenBy.EVERYBODY)
    sensitive = models.BooleanField(default=False)
    attendance = models.CharField(max_length=10, choices=GatheringAttendance, default=GatheringAttendance.IN_PERSON)
    location = models.ForeignKey(Location, models.SET_NULL, null=True, blank=True, related_name="gatherings")
    space = models.ForeignKey(Space, models.SET_NULL, null=True, blank=True, related_name="gatherings")
    places = models.PositiveIntegerField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=GatheringState, default=GatheringState.PLANNED)
    changed = models.BooleanField(default=False)
    """Whether it differs from its series, so that a change of the series leaves it alone."""
    note = models.CharField(max_length=300, blank=True)
    """What people should know about this one time: "Easter: a week later"."""
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    head_count = models.PositiveIntegerField(null=True, blank=True)

    objects = Gatherings.as_manager()

    class Meta:
        app_label = "gatherings"
        ordering = ["starts_at", "id"]
        constraints = [
            models.UniqueConstraint("series", "original_on", "part", name="gathering_once"),
            models.CheckConstraint(name="gathering_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(name="gathering_of_duty_is_for_members", condition=~Q(kind__in=DUTIES) | Q(seen_by="members")),
            models.CheckConstraint(name="gathering_state_known", condition=Q(state__in=GatheringState.values)),
        ]
        indexes = [
            models.Index(fields=["seen_by", "held_on", "starts_at", "state", "kind", "id"], name="gathering_calendar"),
            models.Index(fields=["changed_at"], name="gathering_changed"),
            models.Index(fields=["organization", "starts_at"], name="gathering_of_host"),
            models.Index(fields=["location", "starts_at"], name="gathering_at"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args, update_fields=None, **kwargs) -> None:
        """Keep the day beside the moment."""
        self.put_day()
        if update_fields is not None and "starts_at" in update_fields:
            update_fields = {*update_fields, "held_on"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def put_day(self) -> None:
        """The day in its zone on which it begins; and that duties are for members."""
        if self.kind in DUTIES:
            self.seen_by = SeenBy.MEMBERS
        self.held_on = self.starts_at.astimezone(self.series.zone).date()

    def is_visible_to(self, person) -> bool:
        """As its series is."""
        return self.seen_by == SeenBy.EVERYBODY or self.series.is_visible_to(person)

    @property
    def is_called_off(self) -> bool:
        """Whether nobody needs to come: called off, or no longer planned."""
        return self.state != GatheringState.PLANNED

    def has_begun(self, now) -> bool:
        return self.starts_at <= now

    @property
    def recurrence_day(self) -> date:
        return self.original_on


describe(
    Gathering,
    personal={},
    plain=["title", "kind", "seen_by", "attendance", "state", "note"],
)
