"""Patrols and watches: a log of what was seen and done that names nobody, and whether everybody came back."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.models import Circle, Organization
from trellis.apps.gatherings.models.gathering import Gathering
from trellis.apps.gatherings.models.turns import Turn
from trellis.core.fields import EncryptedTextField
from trellis.core.register import Keep, Personal, Theirs, describe
from trellis.core.texts import written_in

ENTRIES_KEPT_DAYS = 90
"""Entries are counted the day after; they go when the counts have them."""


class Seen(models.TextChoices):
    """What was seen: one of these."""

    QUIET = "quiet", _("All quiet")
    HAZARD = "hazard", _("Something broken or in the way")
    LIGHT = "light", _("A light out")
    LITTER = "litter", _("Litter or fly-tipping")
    NEEDLES = "needles", _("Needles")
    NOISE = "noise", _("Noise")
    QUARREL = "quarrel", _("A quarrel")
    HELP = "help", _("Somebody needed help")
    FIRE = "fire", _("Fire or smoke")
    TRAFFIC = "traffic", _("Traffic or parking")
    ANIMAL = "animal", _("An animal")
    OTHER = "other", _("Something else")


class Answered(models.TextChoices):
    """What was done: one or several of these."""

    NOTHING = "nothing", _("Nothing was needed")
    TALKED = "talked", _("Talked and calmed")
    STAYED = "stayed", _("Stayed until it was over")
    WALKED = "walked", _("Walked somebody home")
    FIRST_AID = "first_aid", _("First aid")
    CLEARED = "cleared", _("Cleared it away")
    EMERGENCY = "emergency", _("Rang the emergency services")
    POLICE = "police", _("Rang the police, not urgent")
    COUNCIL = "council", _("Told the council")
    HANDED_ON = "handed_on", _("Handed on to a service")
    WENT_AWAY = "went_away", _("Went away, it was not safe")


class OfAGroup(models.Model):
    """What belongs to the patrols of one group, an organization or a circle."""

    organization = models.ForeignKey(Organization, models.CASCADE, null=True, blank=True, related_name="+")
    circle = models.ForeignKey(Circle, models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True

    @property
    def host(self) -> Organization | Circle:
        return self.circle if self.circle_id else self.organization

    def is_visible_to(self, person) -> bool:
        """Those who patrol for the group, and its organizers; for others it does not exist."""
        from trellis.apps.gatherings.queries.safety import reads_log

        return reads_log(person, self.host)


_ONE_HOST = Q(organization__isnull=False, circle=None) | Q(organization=None, circle__isnull=False)


class PatrolArea(OfAGroup):
    """Part of the town that the group looks after, as the group calls it: never an address."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=60)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "gatherings"
        ordering = ["name", "id"]
        constraints = [models.CheckConstraint(name="area_has_one_host", condition=_ONE_HOST)]

    def __str__(self) -> str:
        return self.name


class SafetyEntry(OfAGroup):
    """One thing that was seen, and what was done."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    gathering = models.ForeignKey(Gathering, models.SET_NULL, null=True, blank=True, related_name="+")
    area = models.ForeignKey(PatrolArea, models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=10, choices=Seen)
    done = models.JSONField(default=list)
    seen_at = models.DateTimeField()
    words = EncryptedTextField(default="", blank=True)
    language = models.CharField(max_length=35, default=written_in)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField()
    counted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "gatherings"
        ordering = ["-seen_at", "id"]
        constraints = [
            models.CheckConstraint(name="entry_has_one_host", condition=_ONE_HOST),
            models.CheckConstraint(name="entry_kind_known", condition=Q(kind__in=Seen.values)),
        ]
        indexes = [
            models.Index(fields=["organization", "-seen_at"], name="entry_of_organization"),
            models.Index(fields=["circle", "-seen_at"], name="entry_of_circle"),
            models.Index(fields=["counted_at"], name="entry_counted"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class SafetyCount(OfAGroup):
    """How often something was seen in a month and an area: what stays when the entries are gone."""

    area = models.ForeignKey(PatrolArea, models.CASCADE, related_name="counts")
    month = models.DateField()
    kind = models.CharField(max_length=10, choices=Seen)
    n = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "gatherings"
        ordering = ["-month", "area", "kind"]
        constraints = [
            models.UniqueConstraint("area", "month", "kind", name="entries_counted_once"),
            models.CheckConstraint(name="count_has_one_host", condition=_ONE_HOST),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.kind} {self.n}"


class PatrolBack(models.Model):
    """Somebody who was out is back. Said by whoever walked with them, or by themselves."""

    turn = models.OneToOneField(Turn, models.CASCADE, primary_key=True, related_name="back")
    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="+")
    back_at = models.DateTimeField()
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        app_label = "gatherings"

    def __str__(self) -> str:
        return str(self.pk)


class PatrolAlarm(models.Model):
    """Half an hour after its end not everybody had said that they are back, and the coordinators were told: once."""

    gathering = models.OneToOneField(Gathering, models.CASCADE, primary_key=True, related_name="+")
    told_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "gatherings"

    def __str__(self) -> str:
        return str(self.pk)


_SEEN = {
    "basis": "legitimate interest in a street where people are safe",
    "retention": f"{ENTRIES_KEPT_DAYS} days; only counts stay",
    "readers": "those who patrol for the group, and its organizers",
}
describe(PatrolArea, personal={}, plain=["name"])
describe(
    SafetyEntry,
    personal={
        "words": Personal(purpose="Say in a few words what was seen and done; it names nobody", kind="special", **_SEEN),
        "person": Personal(
            purpose="Let the writer change and take out what they wrote", kind="personal", **{**_SEEN, "readers": "the writer"}
        ),
    },
    plain=["kind", "done", "language"],
    people={"person": Theirs(on_erasure="blank")},
    keep=(Keep(days=ENTRIES_KEPT_DAYS - 1, since="counted_at"),),
)
describe(SafetyCount, personal={}, plain=["kind"])
describe(
    PatrolBack,
    personal={
        "told_by": Personal(
            purpose="Know who said that everybody is back",
            kind="personal",
            basis="legitimate interest in the safety of those who patrol",
            retention=f"{ENTRIES_KEPT_DAYS} days",
            readers="those who patrolled together, and organizers",
        )
    },
    plain=[],
    people={"turn__person": Theirs(on_erasure="delete"), "told_by": Theirs(on_erasure="unlink", takeout=False)},
    keep=(Keep(days=ENTRIES_KEPT_DAYS, since="back_at"),),
)
describe(PatrolAlarm, personal={}, plain=[], keep=(Keep(days=ENTRIES_KEPT_DAYS, since="told_at"),))
