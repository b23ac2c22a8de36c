"""A claim: somebody says that an organization's record is theirs to keep."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.models.organization import Organization
from trellis.core.fields import EncryptedTextField, blind_index
from trellis.core.register import Keep, Personal, Theirs, describe
from trellis.kernels.text import human_code

MOST_TRIES = 5


class Claim(models.Model):
    """Asked by somebody without an account; granted as the role of an editor.

    `address` is where the new editor will sign in. `objection_until` is the last day on which those who keep the record
    already may say that this is wrong.
    """

    class Way(models.TextChoices):
        CODE = "code", _("By a code that we send to the address in the record")
        CALL = "call", _("By a call from a keeper to the number in the record")
        WORDS = "words", _("In words to a keeper")

    class State(models.TextChoices):
        CODE_SENT = "code_sent", _("A code was sent")
        WAITING = "waiting", _("Waiting")
        OBJECTED = "objected", _("Somebody objects")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Taken back")

    OPEN = (State.CODE_SENT, State.WAITING, State.OBJECTED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="claims")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    address = EncryptedTextField()
    address_index = models.CharField(max_length=64)
    name = EncryptedTextField(blank=True, default="")
    words = EncryptedTextField(blank=True, default="")
    language = models.CharField(max_length=35, default="en")
    way = models.CharField(max_length=5, choices=Way)
    state = models.CharField(max_length=9, choices=State)
    proved_at = models.DateTimeField(null=True)
    n_tries = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField()
    objection_until = models.DateField(null=True)
    objection = EncryptedTextField(blank=True, default="")
    objected_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_reason = EncryptedTextField(blank=True, default="")

    class Meta:
        app_label = "directory"
        ordering = ["claimed_at", "id"]
        indexes = [models.Index(fields=["state", "claimed_at"], name="claim_waiting")]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "address_index"],
                condition=Q(state__in=["code_sent", "waiting", "objected"]),
                name="one_open_claim_each",
            ),
            models.CheckConstraint(name="claim_tries", condition=Q(n_tries__lte=MOST_TRIES)),
        ]

    def __str__(self) -> str:
        return f"claim {self.pk}"

    @property
    def code(self) -> str:
        """The one-use code that goes to the record's own address; made from the key, kept nowhere."""
        return human_code(int(blind_index(str(self.pk), "directory.claim")[:12], 16) % 23**7, length=7)

    def is_visible_to(self, person) -> bool:
        """Keepers and those who edit the organization already; whoever claims has the address of its own page."""
        return person is not None and (person.holds("keeper") or str(self.organization_id) in person.scopes_of("editor"))


_CLAIM = {
    "basis": "consent, given by claiming",
    "retention": "until a year after the decision",
}
_KEEPER = {**_CLAIM, "basis": "legitimate interest in records that are kept by those they are about"}
describe(
    Claim,
    personal={
        "person": Personal(purpose="Know who holds the role that came of it", kind="personal", readers="keepers", **_CLAIM),
        "address": Personal(purpose="Answer, and let the new editor sign in", kind="special", readers="keepers", **_CLAIM),
        "address_index": Personal(purpose="One open claim for each address", kind="personal", readers="nobody", **_CLAIM),
        "name": Personal(purpose="Tell those who keep the record who claims it", kind="special", readers="keepers and editors", **_CLAIM),
        "words": Personal(purpose="Judge the claim", kind="special", readers="keepers and editors", **_CLAIM),
        "objection": Personal(purpose="Judge the claim", kind="special", readers="keepers and editors", **_KEEPER),
        "objected_by": Personal(purpose="Ask whoever objects", kind="personal", readers="keepers", **_KEEPER),
        "decided_by": Personal(purpose="Show which keeper decided", kind="personal", readers="keepers", **_KEEPER),
        "decision_reason": Personal(purpose="Say why", kind="special", readers="keepers and whoever claims", **_KEEPER),
    },
    plain=["language", "way", "state"],
    people={
        "person": Theirs(on_erasure="delete"),
        "objected_by": Theirs(on_erasure="unlink", takeout=False),
        "decided_by": Theirs(on_erasure="unlink", takeout=False),
    },
    keep=(Keep(days=365, since="decided_at"),),
)
