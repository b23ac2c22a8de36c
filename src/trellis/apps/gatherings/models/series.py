"""A series: what is the same about gatherings that come again, and when they come. A single gathering is a series of one."""

import uuid
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.models import Circle, Location, Organization, Service, Space
from trellis.apps.people.queries.membership import is_member
from trellis.core.actions.context import acting_as_program
from trellis.core.fields import EncryptedTextField
from trellis.core.references import Ref
from trellis.core.register import Personal, Theirs, describe
from trellis.core.texts import written_in


class GatheringKind(models.TextChoices):
    """What sort of gathering it is."""

    SUPPORT_GROUP = "support_group", _("Support group")
    TWELVE_STEP = "twelve_step", _("Recovery meeting")
    WORKSHOP = "workshop", _("Workshop")
    WORK_DAY = "work_day", _("Work day")
    FESTIVAL = "festival", _("Festival")
    FIXTURE = "fixture", _("Match")
    PATROL = "patrol", _("Patrol")
    WARMLINE = "warmline", _("Warmline shift")
    SHIFT = "shift", _("Shift")
    RESPITE = "respite", _("Respite night")
    BOARD = "board", _("Board meeting")
    ACTIVITY = "activity", _("Activity")


DUTIES = (GatheringKind.PATROL, GatheringKind.WARMLINE, GatheringKind.SHIFT, GatheringKind.RESPITE)
"""Kinds of which only members know: when somebody walks, listens or keeps a house is nothing for a public calendar."""


class Repeats(models.TextChoices):
    """How a series comes again. LISTED: on dates given one by one (a festival's parts, a league's fixtures)."""

    ONCE = "ONCE", _("Once")
    WEEKLY = "WEEKLY", _("Every so many weeks")
    MONTHLY = "MONTHLY", _("Every so many months")
    LISTED = "LISTED", _("On dates that we give one by one")


class SeenBy(models.TextChoices):
    """Who may know that it takes place."""

    EVERYBODY = "everybody", _("Everybody")
    MEMBERS = "members", _("Members of the group only")


class GatheringAttendance(models.TextChoices):
    """How one can take part (Meeting Guide's attendance options)."""

    IN_PERSON = "in_person", _("In person")
    ONLINE = "online", _("Online")
    HYBRID = "hybrid", _("In person and online")


class Series(models.Model):
    """What is the same about gatherings that come again. Exactly one of `organization` and `circle` holds it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, models.CASCADE, null=True, blank=True, related_name="series")
    circle = models.ForeignKey(Circle, models.CASCADE, null=True, blank=True, related_name="series")
    kind = models.CharField(max_length=20, choices=GatheringKind)
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    who_for = models.CharField(max_length=200, blank=True)
    ask_for = models.CharField(max_length=200, blank=True)
    """Whom to look for on arrival, by a role or a sign: "whoever wears the green scarf"."""
    language = models.CharField(max_length=35, default=written_in)
    seen_by = models.CharField(max_length=10, choices=SeenBy, default=SeenBy.EVERYBODY)
    sensitive = models.BooleanField(default=False)
    """Whether knowing that somebody goes there could harm them: neutral titles in calendars and letters, no-store pages."""
    attendance = models.CharField(max_length=10, choices=GatheringAttendance, default=GatheringAttendance.IN_PERSON)
    location = models.ForeignKey(Location, models.SET_NULL, null=True, blank=True, related_name="series")
    space = models.ForeignKey(Space, models.SET_NULL, null=True, blank=True, related_name="series")
    joining = EncryptedTextField(default="", blank=True)
    """The link or number to take part online, the way to the door: for those who come."""
    meeting_types = models.JSONField(default=list, blank=True)
    service = models.ForeignKey(Service, models.SET_NULL, null=True, blank=True, related_name="series")
    """The meeting of the directory that this is, so that nobody is told of it twice."""
    head_count_only = models.BooleanField(default=False)
    places = models.PositiveIntegerField(null=True, blank=True)
    """How many may come; None: as many as like."""

    repeats = models.CharField(max_length=10, choices=Repeats, default=Repeats.ONCE)
    interval = models.PositiveSmallIntegerField(default=1)
    byday = models.CharField(max_length=60, blank=True)
    bymonthday = models.CharField(max_length=60, blank=True)
    first_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    begins = models.TimeField()
    minutes = models.PositiveIntegerField()
    time_zone = models.CharField(max_length=60)
    closed_on_holidays = models.BooleanField(default=False)
    term_time_only = models.BooleanField(default=False)

    ended_at = models.DateTimeField(null=True, blank=True)
    made_until = models.DateField(null=True, blank=True)
    """Up to which day its gatherings have been made."""
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        app_label = "gatherings"
        ordering = ["title", "id"]
        constraints = [
            models.CheckConstraint(
                name="series_has_one_host",
                condition=Q(organization__isnull=False, circle=None) | Q(organization=None, circle__isnull=False),
            ),
            models.CheckConstraint(name="series_of_duties_is_for_members", condition=~Q(kind__in=DUTIES) | Q(seen_by="members")),
            models.CheckConstraint(name="series_of_a_circle_is_for_members", condition=Q(circle=None) | Q(seen_by="members")),
            models.CheckConstraint(name="series_lasts", condition=Q(minutes__gte=5, minutes__lte=20160)),
            models.CheckConstraint(name="series_interval", condition=Q(interval__gte=1, interval__lte=104)),
            models.CheckConstraint(name="series_ends_after_it_begins", condition=Q(until_on=None) | Q(until_on__gte=F("first_on"))),
            models.CheckConstraint(name="series_kinds_known", condition=Q(kind__in=GatheringKind.values, repeats__in=Repeats.values)),
        ]
        indexes = [models.Index(fields=["organization", "kind"], name="series_of_host")]

    def __str__(self) -> str:
        return self.title

    def save(self, *args, **kwargs) -> None:
        """A series that was never changed was last changed when it was made; duties are for members."""
        self.changed_at = self.changed_at or self.made_at
        if self.kind in DUTIES:
            self.seen_by = SeenBy.MEMBERS
        super().save(*args, **kwargs)

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which its times are said."""
        return ZoneInfo(self.time_zone)

    @property
    def host(self) -> Organization | Circle:
        """The group that holds it."""
        return self.circle if self.circle_id else self.organization

    @property
    def group(self) -> Ref:
        """The group whose members may know of it."""
        from trellis.apps.directory.queries.groups import group_of

        return Ref.to(self.circle) if self.circle_id else group_of(self.organization)

    def is_visible_to(self, person) -> bool:
        """Everybody, or the members and whoever organizes it; for others it does not exist."""
        if self.seen_by == SeenBy.EVERYBODY:
            return True
        if person is None:
            return acting_as_program()
        return (self.organization_id is not None and str(self.organization_id) in person.scopes_of("editor")) or is_member(
            person, self.group
        )


describe(
    Series,
    personal={
        "joining": Personal(
            purpose="Let those who come find the door or the link",
            kind="special",
            basis="legitimate interest in meeting safely",
            retention="as long as the series",
            readers="those who come, and whoever organizes it",
        ),
        "made_by": Personal(
            purpose="Know who set it up",
            kind="personal",
            basis="legitimate interest in a calendar that is kept true",
            retention="as long as the series, or until the person is erased",
            readers="nobody on a page",
        ),
    },
    plain=[
        "kind", "title", "description", "who_for", "ask_for", "language", "seen_by", "attendance", "meeting_types", "repeats", "byday",
        "bymonthday", "time_zone",
    ],
    people={"made_by": Theirs(on_erasure="unlink", takeout=False)},
    stays="a calendar of a group; whoever set it up is unlinked when erased",
)  # fmt: skip
