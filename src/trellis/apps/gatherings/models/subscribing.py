"""A person's own calendar address: a secret that gives their list of what is coming up to a calendar program."""

import hashlib
import uuid

from django.conf import settings
from django.db import models
from django.utils.crypto import get_random_string

from trellis.core.register import Personal, Theirs, describe

TOKEN_LENGTH = 40
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


def new_token() -> str:
    """A secret of 200 bits, in letters that can be typed from paper."""
    return get_random_string(TOKEN_LENGTH, _LETTERS)


def token_digest(token: str) -> str:
    """What is kept of the secret. It is long and random, so a plain digest tells nothing of it."""
    return hashlib.sha256(b"trellis calendar\0" + token.encode("utf-8", "replace")).hexdigest()


class CalendarAddress(models.Model):
    """The one address under which a person's calendar can be read. A new one ends the old one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_address")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        app_label = "gatherings"

    def __str__(self) -> str:
        return str(self.pk)

    def is_visible_to(self, person) -> bool:
        """Only to the person themselves."""
        return person is not None and person.pk == self.person_id


_WISHED = {
    "basis": "explicit consent, given by asking for the address",
    "retention": "until the person ends it or makes a new one",
    "readers": "nobody",
}
describe(
    CalendarAddress,
    personal={
        "person": Personal(purpose="Know whose calendar it is", kind="personal", **_WISHED),
        "digest": Personal(purpose="Find the calendar by its address; the address itself is kept nowhere", kind="personal", **_WISHED),
    },
    plain=[],
    people={"person": Theirs(on_erasure="delete")},
)
