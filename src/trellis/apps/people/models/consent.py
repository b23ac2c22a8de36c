"""A consent: to what, told in which words, given how; and its end. What the receipt shows is what is kept.

Fields after ISO/IEC TS 27560 (consent record information structure); codes map to the W3C Data Privacy Vocabulary.
"""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from trellis.core.fields import EncryptedTextField, blind_index
from trellis.core.register import Keep, Personal, Theirs, describe


def recipient_index(recipient: str) -> str:
    """The keyed digest by which a consent to this recipient is found; the database alone does not say who it is."""
    return blind_index(recipient, "people.consent")


class Consents(models.QuerySet):
    """Consents, and those that hold now."""

    def in_force(self, now: datetime) -> "Consents":
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=now), withdrawn_at=None)


class Consent(models.Model):
    """A person said yes to one purpose and one recipient. A withdrawn one stays, as proof of what was so when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=40)
    recipient = EncryptedTextField()
    recipient_name = EncryptedTextField()
    recipient_index = models.CharField(max_length=64)
    data = models.JSONField(default=list)
    wording_version = models.CharField(max_length=20)
    wording = EncryptedTextField()
    language = models.CharField(max_length=35)
    channel = models.CharField(max_length=20)
    helper = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    given_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = Consents.as_manager()

    class Meta:
        app_label = "people"
        constraints = [
            models.UniqueConstraint("person", "purpose", "recipient_index", condition=Q(withdrawn_at=None), name="consent_in_force_once"),
            models.CheckConstraint(
                name="consent_ends_after_it_began",
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=models.F("given_at")),
            ),
        ]
        indexes = [models.Index(fields=["recipient_index", "purpose"], name="consent_recipient")]

    def __str__(self) -> str:
        return str(self.pk)

    def is_visible_to(self, person) -> bool:
        """For the person who gave it only."""
        return person is not None and person.pk == self.person_id

    def holds_at(self, now: datetime) -> bool:
        return self.withdrawn_at is None and (self.expires_at is None or self.expires_at > now)


_PROOF = {
    "basis": "legal duty to be able to show that consent was given",
    "retention": "until withdrawn, then two years; or until the person is erased",
}
describe(
    Consent,
    personal={
        "person": Personal(purpose="Know whose consent it is", kind="personal", readers="the person", **_PROOF),
        "recipient": Personal(purpose="Know to whom the data may be told", kind="special", readers="the person", **_PROOF),
        "recipient_name": Personal(purpose="Show the person whom they said yes to", kind="special", readers="the person", **_PROOF),
        "recipient_index": Personal(purpose="Find what a recipient may know; a keyed digest", kind="personal", readers="nobody", **_PROOF),
        "wording": Personal(purpose="Show the words the person said yes to", kind="special", readers="the person", **_PROOF),
        "helper": Personal(purpose="Say who read the words aloud", kind="personal", readers="the person", **_PROOF),
    },
    plain=["purpose", "data", "wording_version", "language", "channel"],
    people={"person": Theirs(on_erasure="delete"), "helper": Theirs(on_erasure="unlink", takeout=False)},
    keep=(Keep(days=730, since="withdrawn_at"),),
)
