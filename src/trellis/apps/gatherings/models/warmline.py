"""A warmline: how to reach it, who is really on now, and a log of contacts that holds no caller.

Nothing here can hold what a caller said or who they are: the log of contacts has no field for words, numbers or names.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.models import Organization
from trellis.apps.gatherings.models.turns import Turn
from trellis.apps.people.queries.membership import is_member
from trellis.core.register import Keep, Personal, Theirs, describe
from trellis.core.texts import written_in

CONTACTS_KEPT_DAYS = 330
"""Contacts are counted the day after and gone within a year, whatever day the nightly work is late."""


class Medium(models.TextChoices):
    """How somebody reached the line."""

    PHONE = "phone", _("By phone")
    TEXT = "text", _("By text message")
    CHAT = "chat", _("By chat")
    EMAIL = "email", _("By e-mail")
    IN_PERSON = "in_person", _("In person")


class ContactType(models.TextChoices):
    """What it was mostly about: one of these, never words."""

    LONELY = "lonely", _("Lonely, wanted company")
    LOW = "low", _("Low or anxious")
    CRISIS = "crisis", _("In crisis, or thinking of suicide")
    RECOVERY = "recovery", _("Drink, drugs, recovery")
    HOME = "home", _("Home, family, safety")
    MONEY = "money", _("Money, housing, practical")
    REGULAR = "regular", _("A regular call")
    SILENT = "silent", _("Silent, or rang off")
    UNWANTED = "unwanted", _("Unwanted or abusive")
    OTHER = "other", _("Something else")


class Warmline(models.Model):
    """A line of an organization. Its staffed hours are the organization's warmline turns, as they are held and begun."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.OneToOneField(Organization, models.CASCADE, related_name="warmline")
    name = models.CharField(max_length=120)
    about = models.TextField(blank=True)
    language = models.CharField(max_length=35, default=written_in)
    number = models.CharField(max_length=40, blank=True)
    text_number = models.CharField(max_length=40, blank=True)
    web_address = models.URLField(max_length=500, blank=True)
    calls_a_day = models.PositiveSmallIntegerField(null=True, blank=True)
    """How often one person may ring on one day; None: as often as they like."""
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "gatherings"
        constraints = [
            models.CheckConstraint(name="warmline_can_be_reached", condition=~Q(number="") | ~Q(text_number="") | ~Q(web_address="")),
            models.CheckConstraint(name="warmline_calls_a_day", condition=Q(calls_a_day=None) | Q(calls_a_day__gte=1, calls_a_day__lte=50)),
        ]

    def __str__(self) -> str:
        return self.name

    def is_organized_by(self, person) -> bool:
        return person is not None and str(self.organization_id) in person.scopes_of("editor")

    def is_worked_by(self, person) -> bool:
        """Whether the person belongs to the group of the line, or organizes it."""
        from trellis.apps.directory.queries.groups import group_of

        return person is not None and (self.is_organized_by(person) or is_member(person, group_of(self.organization)))


class OfALine(models.Model):
    """What belongs to a line and exists for the people of the line only."""

    line = models.ForeignKey(Warmline, models.CASCADE, related_name="%(class)ss")

    class Meta:
        abstract = True

    def is_visible_to(self, person) -> bool:
        return self.line.is_worked_by(person)


class WarmlineHandler(OfALine):
    """Which code stands for a person in the log of one line. When it goes, the log says of nobody who it was."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    code = models.CharField(max_length=20)
    since = models.DateField()
    listens = models.BooleanField(default=False)
    """Whether they agreed to be rung by others of the line after a hard contact."""
    agreed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "gatherings"
        constraints = [
            models.UniqueConstraint("line", "person", name="handler_once"),
            models.UniqueConstraint("line", "code", name="handler_code_once"),
        ]

    def __str__(self) -> str:
        return self.code


class WarmlineWatch(OfALine):
    """Somebody is on the line: begun by themselves, within a turn that they hold, and never longer than `ends_at`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    turn = models.ForeignKey(Turn, models.CASCADE, related_name="watches")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    """The end of the turn, or the time until which they said they stay."""
    ended_at = models.DateTimeField(null=True, blank=True)
    break_since = models.DateTimeField(null=True, blank=True)
    rested_at = models.DateTimeField(null=True, blank=True)
    """When they last came back from a break."""
    warned_for = models.DateTimeField(null=True, blank=True)
    """The end about which they were told beforehand that nobody follows."""
    left_for = models.DateTimeField(null=True, blank=True)
    """The end at which they and the organizers were told that nobody followed."""

    class Meta:
        app_label = "gatherings"
        ordering = ["started_at", "id"]
        constraints = [
            models.UniqueConstraint("line", "person", name="watch_once", condition=Q(ended_at=None)),
            models.CheckConstraint(name="watch_ends_after_it_starts", condition=Q(ends_at__gt=F("started_at"))),
        ]
        indexes = [models.Index(fields=["ended_at", "ends_at"], name="watch_open")]

    def __str__(self) -> str:
        return str(self.pk)


class WarmlineContact(OfALine):
    """One contact: all that is kept of it. There is no field for words, a number, a name or a diagnosis, and none may be added."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    handler_code = models.CharField(max_length=20)
    started_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    medium = models.CharField(max_length=10, choices=Medium)
    type = models.CharField(max_length=10, choices=ContactType)
    protocol_used = models.BooleanField(default=False)
    referral_offered = models.BooleanField(default=False)
    needs_debrief = models.BooleanField(default=False)
    counted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "gatherings"
        ordering = ["-started_at", "id"]
        constraints = [
            models.CheckConstraint(name="contact_minutes", condition=Q(minutes__gte=0, minutes__lte=600)),
            models.CheckConstraint(name="contact_kinds_known", condition=Q(medium__in=Medium.values, type__in=ContactType.values)),
        ]
        indexes = [
            models.Index(fields=["line", "-started_at"], name="contact_of_line"),
            models.Index(fields=["counted_at"], name="contact_counted"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class WarmlineCount(OfALine):
    """How many contacts of one kind there were in a month: what stays when the contacts are gone."""

    month = models.DateField()
    what = models.CharField(max_length=24)
    """"all", "minutes", "protocol", "referral", or "medium:phone", "type:low"."""
    n = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "gatherings"
        ordering = ["-month", "what"]
        constraints = [models.UniqueConstraint("line", "month", "what", name="contacts_counted_once")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.what} {self.n}"


_OWN = {
    "basis": "explicit consent, given by taking a turn",
    "retention": "60 days",
    "readers": "the person, and whoever organizes the line",
}
_LINE = {"basis": "legitimate interest in a line that can be found", "retention": "as long as the line", "readers": "everybody"}
describe(
    Warmline,
    personal={
        "number": Personal(purpose="Let people ring the line", kind="public", **_LINE),
        "text_number": Personal(purpose="Let people write to the line", kind="public", **_LINE),
        "made_by": Personal(purpose="Know who set it up", kind="personal", **{**_LINE, "readers": "nobody on a page"}),
    },
    plain=["name", "about", "language", "web_address"],
    people={"made_by": Theirs(on_erasure="unlink", takeout=False)},
    stays="a line of a group; whoever set it up is unlinked when erased",
)
describe(
    WarmlineHandler,
    personal={
        "person": Personal(
            purpose="Show you your own contacts, and let you be asked after hard ones",
            kind="personal",
            **{**_OWN, "retention": "until you give it up, or are erased"},
        ),
        "code": Personal(
            purpose="Stand for you in the log of contacts, so that your name is not in it",
            kind="personal",
            **{**_OWN, "retention": "until you give it up, or are erased"},
        ),
    },
    plain=[],
    people={"person": Theirs(on_erasure="delete")},
)
describe(
    WarmlineWatch,
    personal={"person": Personal(purpose="Know whether somebody is on the line now", kind="personal", **_OWN)},
    plain=[],
    people={"person": Theirs(on_erasure="delete")},
    keep=(Keep(days=60, since="ends_at"),),
)
describe(
    WarmlineContact,
    personal={
        "handler_code": Personal(
            purpose="Let the line see how much one handler carries; a code whose person is named nowhere in the log",
            kind="personal",
            basis="legitimate interest in the health of those who listen",
            retention="within twelve months; only counts stay",
            readers="people of the line",
        )
    },
    plain=["medium", "type"],
    keep=(Keep(days=CONTACTS_KEPT_DAYS, since="counted_at"),),
    stays="the code stands for nobody once its handler is erased; the contact itself goes within a year",
)
describe(WarmlineCount, personal={}, plain=["what"])
