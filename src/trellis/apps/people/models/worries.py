"""What somebody is worried about, told with or without an account."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from trellis.apps.people.models.cases import KEPT_DAYS, Case
from trellis.core.fields import EncryptedJSONField, EncryptedTextField, blind_index
from trellis.core.register import Personal, Theirs, describe

RECEIPT_DIGITS = 16


def receipt_index(code: str) -> str:
    """The keyed digest by which a receipt finds its worry. The code itself is kept nowhere."""
    return blind_index(code, "people.worry.receipt")


def receipt_for(form_key: uuid.UUID) -> str:
    """Sixteen digits that nobody can guess without our key, the same each time one form is sent.

    So a form that is sent twice shows the same code twice, and nothing has to remember it.
    """
    return f"{int(blind_index(str(form_key), 'people.worry.receipt.code'), 16) % 10**RECEIPT_DIGITS:0{RECEIPT_DIGITS}}"


class Danger(models.TextChoices):
    """What somebody said when asked whether anybody is in danger."""

    NOW = "now", _("Yes")
    UNSURE = "unsure", _("I am not sure")
    NO = "no", _("No")


class Reply(models.TextChoices):
    """How a guardian may come back to whoever wrote."""

    NONE = "none", _("No, I only want you to know")
    HERE = "here", _("Yes, here, when I am signed in")
    RECEIPT = "receipt", _("Yes, with a number I keep: I come back with it and read your answer")
    CONTACT = "contact", _("Yes, in a way I tell you")


class Worry(models.Model):
    """One worry. Who told it is kept only when they asked to be answered here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.OneToOneField(Case, models.CASCADE, related_name="worry")
    about = EncryptedTextField(default="")
    evidence = EncryptedJSONField(default=dict)
    words = EncryptedTextField()
    danger = models.CharField(max_length=10, choices=Danger)
    reply = models.CharField(max_length=10, choices=Reply)
    contact = EncryptedTextField(default="")
    receipt = models.CharField(max_length=64, null=True, unique=True)
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    language = models.CharField(max_length=35)
    told_at = models.DateTimeField()

    class Meta:
        app_label = "people"
        verbose_name_plural = "worries"
        constraints = [
            models.CheckConstraint(
                name="worry_knows_its_reporter_only_when_asked", condition=models.Q(reporter=None) | models.Q(reply="here")
            ),
            models.CheckConstraint(name="worry_has_a_receipt_when_asked", condition=models.Q(receipt=None) | models.Q(reply="receipt")),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def is_visible_to(self, person) -> bool:
        """Whoever told it, if they asked to be answered here. Guardians see the case."""
        return person is not None and self.reporter_id is not None and self.reporter_id == person.pk


_TOLD = {
    "basis": "vital interests, and the public interest in keeping people safe",
    "retention": f"{KEPT_DAYS} days after the case is closed",
    "readers": "guardians who have nothing to do with what it is about",
}
describe(
    Worry,
    personal={
        "about": Personal(purpose="Know what the worry is about", kind="special", **_TOLD),
        "evidence": Personal(purpose="Keep what was there to see when somebody was worried", kind="special", **_TOLD),
        "words": Personal(purpose="Know what the worry is", kind="special", **_TOLD),
        "contact": Personal(purpose="Come back to the person in the way they said is safe", kind="special", **_TOLD),
        "receipt": Personal(
            purpose="Let somebody without an account read the answer; a keyed digest that means nothing without the key",
            kind="personal",
            **_TOLD,
        ),
        "reporter": Personal(purpose="Answer the person, when they asked for that", kind="personal", **_TOLD),
    },
    plain=["danger", "reply", "language"],
    people={"reporter": Theirs(on_erasure="unlink")},
    stays="it goes with its case; whoever told it asked that somebody be kept safe, and that goes on without them",
)
