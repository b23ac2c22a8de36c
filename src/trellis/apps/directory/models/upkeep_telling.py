"""What anybody may tell without an account: something that nobody had listed, and a mistake on a page."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.models.revision import RecordKind
from trellis.apps.directory.models.vocabulary import OrganizationKind, Visibility
from trellis.core.fields import EncryptedJSONField, EncryptedTextField, blind_index
from trellis.core.register import Keep, Personal, Theirs, describe
from trellis.kernels.text import human_code, read_code


def follow_code(row_id: uuid.UUID) -> str:
    """The code by which somebody without an account asks what became of what they told; made from the key, kept nowhere."""
    return human_code(int(blind_index(str(row_id), "directory.follow")[:12], 16) % 23**8, length=8)


def code_index(code: str) -> str:
    """The keyed digest by which a typed code is found."""
    return blind_index(read_code(code), "directory.follow.code")


class Told(models.Model):
    """What both kinds share: a follow code, who told it (only to answer), and the decision."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code_index = models.CharField(max_length=64, unique=True)
    teller = EncryptedTextField(blank=True, default="")
    language = models.CharField(max_length=35, default="en")
    told_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        abstract = True

    @property
    def code(self) -> str:
        return follow_code(self.pk)


class Suggestion(Told):
    """An initiative that nobody had listed; waits for a keeper."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for a keeper")
        PUBLISHED = "published", _("Published")
        LISTED = "listed", _("Listed already")
        DECLINED = "declined", _("Not published")

    name = models.CharField(max_length=255)
    sort = models.CharField(max_length=20, choices=OrganizationKind, default=OrganizationKind.INITIATIVE)
    about = models.TextField(blank=True)
    place = models.CharField(max_length=255, blank=True)
    town = models.CharField(max_length=120, blank=True)
    postal_code = models.CharField(max_length=20, blank=True)
    weekdays = models.JSONField(default=list, blank=True)
    opens_at = models.CharField(max_length=5, blank=True)
    closes_at = models.CharField(max_length=5, blank=True)
    when_note = models.CharField(max_length=500, blank=True)
    reach = EncryptedJSONField(default=dict, blank=True)
    reach_visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.PUBLIC)
    on_paper = models.BooleanField(default=False)
    sheet = models.CharField(max_length=20, blank=True)
    keyed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    organization_id = models.UUIDField(null=True)

    class Meta:
        app_label = "directory"
        ordering = ["told_at", "id"]
        indexes = [models.Index(fields=["state", "told_at"], name="suggestion_waiting")]
        constraints = [
            models.UniqueConstraint(fields=["sheet"], condition=~Q(sheet=""), name="sheet_once"),
            models.CheckConstraint(
                name="suggestion_decided_or_waiting",
                condition=Q(state="waiting", decided_at__isnull=True) | (~Q(state="waiting") & Q(decided_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_visible_to(self, person) -> bool:
        """Keepers only; whoever told it follows it by code."""
        return person is not None and person.holds("keeper")


class Mistake(Told):
    """Something on a record's page that is not right."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for a keeper")
        FIXED = "fixed", _("Put right")
        NOT_SO = "not_so", _("Found to be right as it was")

    kind = models.CharField(max_length=20, choices=RecordKind)
    record_id = models.UUIDField()
    organization_id = models.UUIDField(null=True)
    parts = models.JSONField(default=list)
    right = EncryptedTextField(blank=True, default="")
    by_contact = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)

    class Meta:
        app_label = "directory"
        ordering = ["told_at", "id"]
        indexes = [
            models.Index(fields=["state", "told_at"], name="mistake_waiting"),
            models.Index(fields=["record_id", "state"], name="mistake_of_record"),
        ]
        constraints = [
            models.CheckConstraint(
                name="mistake_decided_or_waiting",
                condition=Q(state="waiting", decided_at__isnull=True) | (~Q(state="waiting") & Q(decided_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"mistake on {self.kind} {self.record_id}"

    def is_visible_to(self, person) -> bool:
        """Keepers, and editors of the organization; whoever told it follows it by code."""
        return person is not None and (person.holds("keeper") or str(self.organization_id) in person.scopes_of("editor"))


_TELLER = {"basis": "consent of whoever told it, who may leave it out", "retention": "until 90 days after the decision"}
_TOLD = {
    "code_index": Personal(purpose="Let whoever told it ask what became of it", kind="personal", readers="nobody", **_TELLER),
    "teller": Personal(purpose="Answer whoever told it", kind="special", readers="keepers", **_TELLER),
    "decided_by": Personal(
        purpose="Show which keeper decided",
        kind="personal",
        basis="legitimate interest in a true directory",
        retention="until 90 days after the decision",
        readers="keepers",
    ),
}
_REACH = Personal(
    purpose="Ask the group whether it wants to be listed, and list how to reach it",
    kind="special",
    basis="legitimate interest in a true directory",
    retention="until 90 days after the decision",
    readers="keepers; on the page only what may be shown",
)
describe(
    Suggestion,
    personal={
        **_TOLD,
        "reach": _REACH,
        "keyed_by": Personal(
            purpose="Ask the organizer who typed a paper form about it",
            kind="personal",
            basis="legitimate interest in a true directory",
            retention="until 90 days after the decision",
            readers="keepers",
        ),
    },
    plain=[
        "language", "answer", "name", "sort", "about", "place", "town", "postal_code", "weekdays", "opens_at", "closes_at",
        "when_note", "reach_visibility", "sheet", "state",
    ],
    people={"decided_by": Theirs(on_erasure="unlink", takeout=False), "keyed_by": Theirs(on_erasure="unlink")},
    keep=(Keep(days=90, since="decided_at"),),
)  # fmt: skip
describe(
    Mistake,
    personal={
        **_TOLD,
        "right": Personal(
            purpose="Put a record right",
            kind="special",
            basis="legitimate interest in a true directory",
            retention="until 90 days after the decision",
            readers="keepers and the organization's editors",
        ),
    },
    plain=["language", "answer", "kind", "parts", "state"],
    people={"decided_by": Theirs(on_erasure="unlink", takeout=False)},
    keep=(Keep(days=90, since="decided_at"),),
)
