"""Needs and offers. What is asked for is told in confidence: a need is on no list that anybody can look at."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.models import Organization
from trellis.apps.exchange.models.receipts import is_shown
from trellis.apps.exchange.models.terms import KEPT_DAYS, Kind, WhenAndWhere, limits_in, sane_when
from trellis.apps.people.models.membership import group_index
from trellis.apps.people.queries.membership import is_member
from trellis.core.actions.context import acting_as_program
from trellis.core.fields import EncryptedJSONField, EncryptedTextField, blind_index
from trellis.core.references import Ref
from trellis.core.register import Keep, Personal, Theirs, describe
from trellis.core.texts import written_in

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""When somebody was last asked who never was: before all others, in every database alike."""


class InGroup(models.Model):
    """Meant for the members of one group, or for everybody. Which group is not readable in the database. Abstract."""

    group_index = models.CharField(max_length=64, blank=True)
    group_ref = EncryptedTextField(default="", blank=True)

    class Meta:
        abstract = True

    @property
    def group(self) -> Ref | None:
        """The group for whose members it is; None for everybody."""
        return Ref.parse(self.group_ref) if self.group_ref else None

    def meant_for(self, group: Ref | None) -> None:
        """Keep for whom it is."""
        self.group_ref, self.group_index = (str(group), group_index(group)) if group is not None else ("", "")


def email_index(address: str) -> str:
    """The keyed digest by which what was asked with an address is found when the address is to be forgotten."""
    return blind_index(address.strip().casefold(), "exchange.email") if address else ""


def speaks_for(person, row) -> bool:
    """Whoever asked or offered it; for an organization everybody who edits it."""
    if person is None:
        return False
    if row.person_id == person.pk:
        return True
    return row.organization_id is not None and str(row.organization_id) in person.scopes_of("editor")


class NeedState(models.TextChoices):
    """How far it has come."""

    OPEN = "open", _("We are asking")
    ARRANGED = "arranged", _("Somebody helps")
    DONE = "done", _("Done")
    CLOSED = "closed", _("Closed")


class Choosing(models.TextChoices):
    """How one of those who say yes is taken."""

    MYSELF = "myself", _("I choose among those who say yes")
    FIRST = "first", _("The first who fits and says yes")


class Need(InGroup, WhenAndWhere):
    """Somebody needs something. `words` are for those who are asked, `more` only for whom the asker chose.

    It is a person's, an organization's through one of its editors, or of somebody without an account who holds its number.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="needs")
    organization = models.ForeignKey(Organization, models.CASCADE, null=True, blank=True, related_name="needs")
    receipt = models.CharField(max_length=64, null=True, blank=True, unique=True)
    email = EncryptedTextField(default="", blank=True)
    email_index = models.CharField(max_length=64, blank=True)
    kind = models.CharField(max_length=10, choices=Kind)
    words = EncryptedTextField()
    more = EncryptedTextField(default="", blank=True)
    language = models.CharField(max_length=35, default=written_in)
    speaks = models.CharField(max_length=35, blank=True)
    """The language that whoever helps must speak; empty when it does not matter."""
    limits = EncryptedJSONField(default=list)
    amount = models.PositiveSmallIntegerField(null=True, blank=True)
    choosing = models.CharField(max_length=10, choices=Choosing, default=Choosing.MYSELF)
    state = models.CharField(max_length=10, choices=NeedState, default=NeedState.OPEN)
    wave = models.PositiveSmallIntegerField(default=0)
    next_wave_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField()
    open_until = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "exchange"
        ordering = ["-asked_at", "id"]
        constraints = [
            *sane_when("need"),
            models.CheckConstraint(name="need_person_or_number", condition=Q(person=None) | Q(receipt=None)),
            models.CheckConstraint(name="need_kind_known", condition=Q(kind__in=Kind.values, state__in=NeedState.values)),
            models.CheckConstraint(
                name="need_closed_whole",
                condition=Q(state__in=["open", "arranged"], closed_at=None) | Q(state__in=["done", "closed"], closed_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "next_wave_at"], name="need_next_wave"),
            models.Index(fields=["person", "-asked_at"], name="need_of_person"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    def is_asker(self, person) -> bool:
        """Whoever asked: the person, an editor of the organization, or whoever showed its number."""
        return speaks_for(person, self) or (self.receipt is not None and is_shown(self.pk))

    def is_visible_to(self, person) -> bool:
        """Whoever asked it, those who were asked and may still answer or have helped, and the program. For others it does not exist."""
        if acting_as_program() or self.is_asker(person):
            return True
        return any(each.is_helper(person) and each.reads_need for each in self.matches.select_related("offer"))

    def participants(self) -> list[uuid.UUID]:
        """Ids of the people who may talk about it: who asked, and whoever was chosen. Nobody else, and nobody without an account."""
        found = [self.person_id] if self.person_id else []
        chosen = self.matches.filter(state="chosen").values_list("offer__person_id", flat=True)
        return list(dict.fromkeys([*found, *chosen]))


class OfferState(models.TextChoices):
    """Whether it may be asked for."""

    OPEN = "open", _("Open")
    PAUSED = "paused", _("Resting")
    WITHDRAWN = "withdrawn", _("Taken back")


class Offers(models.QuerySet):
    """Offers, as people may see them."""

    def listed_for(self, person) -> Offers:
        """Those that may be looked through: everybody's, and those for the members of one's groups."""
        shown = self.filter(state=OfferState.OPEN, listed=True)
        if person is None:
            return shown.filter(group_index="")
        groups = person.memberships.values("group_index")
        return shown.filter(Q(group_index="") | Q(group_index__in=groups))


class Offer(InGroup, WhenAndWhere):
    """Somebody can give something: once, every week, or whenever asked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="offers")
    organization = models.ForeignKey(Organization, models.CASCADE, null=True, blank=True, related_name="offers")
    kind = models.CharField(max_length=10, choices=Kind)
    words = EncryptedTextField()
    language = models.CharField(max_length=35, default=written_in)
    speaks = models.JSONField(default=list, blank=True)
    meets = models.PositiveSmallIntegerField(default=0)
    """The limits the offerer says they meet, as bits (terms.MEETABLE)."""
    amount = models.PositiveSmallIntegerField(null=True, blank=True)
    listed = models.BooleanField(default=False)
    """Whether those for whom it is may look it up, instead of the offerer being asked only."""
    capacity = models.PositiveSmallIntegerField(default=1)
    n_taken = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=OfferState, default=OfferState.OPEN)
    asked_at = models.DateTimeField(default=NEVER)
    """When the person was last asked for anything: the same on all of a person's offers."""
    offered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects = Offers.as_manager()

    class Meta:
        app_label = "exchange"
        ordering = ["-offered_at", "id"]
        constraints = [
            *sane_when("offer"),
            models.CheckConstraint(name="offer_known", condition=Q(kind__in=Kind.values, state__in=OfferState.values)),
            models.CheckConstraint(name="offer_not_taken_too_often", condition=Q(n_taken__lte=F("capacity"))),
            models.CheckConstraint(
                name="offer_withdrawn_whole",
                condition=Q(state="withdrawn", withdrawn_at__isnull=False) | (~Q(state="withdrawn") & Q(withdrawn_at=None)),
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "state", "tile", "asked_at", "id"], name="offer_to_ask"),
            models.Index(fields=["person", "state"], name="offer_of_person"),
            models.Index(fields=["listed", "state", "kind", "-offered_at"], name="offer_listed"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def meets_limits(self) -> list[str]:
        return limits_in(self.meets)

    def is_offerer(self, person) -> bool:
        """Whoever offers it."""
        return speaks_for(person, self)

    def is_visible_to(self, person) -> bool:
        """Whoever offers it; while it is open and listed, those for whom it is; the program."""
        if acting_as_program() or self.is_offerer(person):
            return True
        if self.state != OfferState.OPEN or not self.listed:
            return False
        return self.group is None or is_member(person, self.group)


_ASKED = {"basis": "explicit consent, given by asking", "retention": f"{KEPT_DAYS} days after it is over"}
_ASKER = {**_ASKED, "readers": "whoever asked"}
_READ = {**_ASKED, "readers": "whoever asked, and those who are asked"}
_GIVEN = {"basis": "explicit consent, given by offering", "retention": f"{KEPT_DAYS} days after it is taken back"}
_GROUP = {
    "group_index": "Find those for whom it is; a keyed digest",
    "group_ref": "Say for which group it is",
}
describe(
    Need,
    personal={
        "person": Personal(purpose="Answer whoever asked", kind="personal", **_ASKER),
        "receipt": Personal(purpose="Let somebody without an account come back; a keyed digest", kind="personal", **_ASKER),
        "email": Personal(purpose="Write when there is an answer, if wished", kind="special", **{**_ASKED, "readers": "nobody"}),
        "email_index": Personal(purpose="Forget it by the address; a keyed digest", kind="personal", **{**_ASKED, "readers": "nobody"}),
        "words": Personal(purpose="Say what is needed", kind="special", **_READ),
        "more": Personal(
            purpose="Say more to whoever was chosen", kind="special", **{**_ASKED, "readers": "whoever asked, and whom they chose"}
        ),
        "limits": Personal(purpose="Ask only those with whom it can work", kind="special", **_READ),
        "area": Personal(purpose="Say where about, never the address", kind="special", **_READ),
        "group_index": Personal(purpose=_GROUP["group_index"], kind="personal", **{**_ASKED, "readers": "nobody"}),
        "group_ref": Personal(purpose=_GROUP["group_ref"], kind="special", **_ASKER),
    },
    plain=["repeats", "weekdays", "kind", "language", "speaks", "choosing", "state"],
    people={"person": Theirs(on_erasure="delete")},
    keep=(Keep(days=KEPT_DAYS, since="closed_at"),),
)
describe(
    Offer,
    personal={
        "person": Personal(purpose="Ask the person when it fits", kind="personal", readers="nobody but the person", **_GIVEN),
        "words": Personal(purpose="Say what is offered", kind="special", readers="those for whom it is, if it is listed", **_GIVEN),
        "area": Personal(purpose="Say where about, never the address", kind="special", readers="those for whom it is", **_GIVEN),
        "group_index": Personal(purpose=_GROUP["group_index"], kind="personal", readers="nobody", **_GIVEN),
        "group_ref": Personal(purpose=_GROUP["group_ref"], kind="special", readers="the person", **_GIVEN),
    },
    plain=["repeats", "weekdays", "kind", "language", "speaks", "state"],
    people={"person": Theirs(on_erasure="delete")},
    keep=(Keep(days=KEPT_DAYS, since="withdrawn_at"),),
)
