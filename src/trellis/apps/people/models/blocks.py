"""Blocks: two people who no longer meet in anything written here. Only the one who asked for it knows."""

import uuid

from django.conf import settings
from django.db import models

from trellis.core.fields import EncryptedTextField, blind_index
from trellis.core.register import Personal, Theirs, describe


def blocked_index(person_id) -> str:
    """The keyed digest by which blocks of a person are found; the database alone does not say who is blocked."""
    return blind_index(str(person_id), "people.block")


class Block(models.Model):
    """`blocker` no longer wants to meet somebody, known to them by a name in a group."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    blocker = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="blocks")
    blocked_index = models.CharField(max_length=64)
    blocked_person = EncryptedTextField()
    name = EncryptedTextField()
    group_ref = EncryptedTextField()
    made_at = models.DateTimeField()

    class Meta:
        app_label = "people"
        constraints = [models.UniqueConstraint("blocker", "blocked_index", name="block_once")]
        indexes = [models.Index(fields=["blocked_index"], name="block_of")]

    def __str__(self) -> str:
        return str(self.pk)

    def is_visible_to(self, person) -> bool:
        """For the one who asked for it only; nothing tells the other."""
        return person is not None and person.pk == self.blocker_id


_SAFETY = {"basis": "legitimate interest in being left alone", "retention": "until taken back, or either of the two is erased"}
describe(
    Block,
    personal={
        "blocker": Personal(purpose="Know who asked for it", kind="personal", readers="the person", **_SAFETY),
        "blocked_index": Personal(purpose="Hide the two from each other; a keyed digest", kind="personal", readers="nobody", **_SAFETY),
        "blocked_person": Personal(purpose="Hide the two from each other", kind="special", readers="nobody", **_SAFETY),
        "name": Personal(purpose="Show the person whom they blocked", kind="special", readers="the person", **_SAFETY),
        "group_ref": Personal(purpose="Show the person where they met", kind="special", readers="the person", **_SAFETY),
    },
    plain=[],
    people={"blocker": Theirs(on_erasure="delete")},
)
