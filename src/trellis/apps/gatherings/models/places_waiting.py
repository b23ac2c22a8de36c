"""Asking for one of a few: a place, a bed, a plot. What is the same about all three, from asking to having it or letting it go.

Whoever asks has it at once if it is free, else waits in the order of asking. When something comes free it is HELD for the next in
line until a moment that they are told; then it goes on to whoever comes after. What is held counts as taken: nobody else can have it.
"""

from __future__ import annotations

import hmac
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trellis.core.fields import EncryptedTextField, blind_index
from trellis.core.register import Personal, Theirs
from trellis.core.texts import written_in

CODE_DIGITS = 12


class AskState(models.TextChoices):
    """How far it has come."""

    WAITING = "waiting", _("In the queue")
    HELD = "held", _("Held for you")
    TAKEN = "taken", _("Yours")
    GIVEN_UP = "given_up", _("Given back")
    PASSED_ON = "passed_on", _("Passed on")
    OVER = "over", _("Over")


LIVE = (AskState.WAITING, AskState.HELD, AskState.TAKEN)
HAS_IT = (AskState.HELD, AskState.TAKEN)


def code_for(form_key: uuid.UUID) -> str:
    """Twelve digits that nobody can guess without our key, the same each time one form is sent: nothing has to remember them."""
    return f"{int(blind_index(str(form_key), 'gatherings.asked.code'), 16) % 10**CODE_DIGITS:0{CODE_DIGITS}}"


def code_index(code: str) -> str:
    """The keyed digest by which a code finds its row. The code itself is kept nowhere."""
    return blind_index("".join(each for each in code if each.isdecimal()), "gatherings.asked")


class Asking(models.QuerySet):
    """Rows of asking, by how far they have come."""

    def live(self) -> Asking:
        return self.filter(state__in=LIVE)

    def waiting(self) -> Asking:
        return self.filter(state=AskState.WAITING).order_by("asked_at", "id")

    def having(self) -> Asking:
        return self.filter(state__in=HAS_IT)

    def run_out(self, now) -> Asking:
        """Held past the moment that was told."""
        return self.filter(state=AskState.HELD, held_until__lte=now)


class Asked(models.Model):
    """Somebody asks for one of a few. With an account, or without one: then whoever has the code."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    address = EncryptedTextField(default="", blank=True)
    """Where to tell somebody without an account; "" if they come back with their code."""
    code_index = models.CharField(max_length=64, null=True, blank=True)
    language = models.CharField(max_length=35, default=written_in)
    state = models.CharField(max_length=10, choices=AskState, default=AskState.WAITING)
    asked_at = models.DateTimeField()
    held_until = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    """When it ended, by whichever way."""

    objects = Asking.as_manager()

    class Meta:
        abstract = True
        ordering = ["asked_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="%(class)s_held_until_told",
                condition=Q(state="held", held_until__isnull=False) | (~Q(state="held") & Q(held_until=None)),
            ),
            models.CheckConstraint(name="%(class)s_state_known", condition=Q(state__in=AskState.values)),
            models.UniqueConstraint("code_index", name="%(class)s_code_once", condition=Q(code_index__isnull=False)),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def link_token(self) -> str:
        """What stands in the links of letters about it, so that nobody has to sign in to answer. It opens this row and no other."""
        return blind_index(f"{self._meta.label_lower}:{self.pk}", "gatherings.asked.link")[:40]

    def opens_by_link(self, token: str) -> bool:
        """Whether this is what stands in the letters' links."""
        return hmac.compare_digest(token.encode(), self.link_token.encode())

    def opens_by_code(self, code: str) -> bool:
        """Whether this is the code that was shown when it was asked for without an account."""
        return bool(self.code_index) and any(map(str.isdecimal, code)) and hmac.compare_digest(self.code_index, code_index(code))

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def waits(self) -> bool:
        return self.state == AskState.WAITING

    @property
    def is_held(self) -> bool:
        return self.state == AskState.HELD

    @property
    def is_taken(self) -> bool:
        return self.state == AskState.TAKEN

    @property
    def reader(self):
        """To whom letters go: the person, or an address, or None."""
        return self.person or self.address or None


def asked_fields(*, purpose: str, retention: str) -> dict[str, Personal]:
    """What the register is told of the fields that all three have."""
    same = {"basis": "explicit consent, given by asking", "retention": retention}
    return {
        "person": Personal(purpose=purpose, kind="personal", readers="the person", **same),
        "address": Personal(purpose="Tell somebody without an account", kind="special", readers="nobody; the sending job", **same),
        "code_index": Personal(
            purpose="Let somebody without an account come back; a keyed digest that means nothing without the key",
            kind="personal",
            readers="nobody",
            **same,
        ),
    }


ASKED_PLAIN = ["language", "state"]
ASKED_PEOPLE = {"person": Theirs(on_erasure="delete")}
