"""Who belongs to a group, under which name. That somebody belongs is itself told in confidence."""

import uuid

from django.conf import settings
from django.db import models

from trellis.core.fields import EncryptedTextField, blind_index
from trellis.core.references import Ref
from trellis.core.register import Personal, Theirs, describe


def group_index(group: Ref) -> str:
    """The keyed digest by which the members of a group are found; the database alone does not say which group it is."""
    return blind_index(str(group), "people.membership")


class Memberships(models.QuerySet):
    """Memberships, found by their group."""

    def of_group(self, group: Ref) -> "Memberships":
        return self.filter(group_index=group_index(group))


class Membership(models.Model):
    """A person belongs to a group (an initiative, a circle, a board) under a name of their choice there."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    group_index = models.CharField(max_length=64)
    group_ref = EncryptedTextField()
    display_name = EncryptedTextField()
    joined_on = models.DateField()

    objects = Memberships.as_manager()

    class Meta:
        app_label = "people"
        constraints = [models.UniqueConstraint("person", "group_index", name="membership_once")]
        indexes = [models.Index(fields=["group_index"], name="membership_group")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def group(self) -> Ref:
        """The group the person belongs to."""
        return Ref.parse(self.group_ref)

    def is_visible_to(self, person) -> bool:
        """A membership exists for nobody but the member; what others see is what the member does in the group."""
        return person is not None and person.pk == self.person_id


_BELONGING = {
    "basis": "explicit consent, given by joining",
    "retention": "until the person leaves the group or is erased",
}
describe(
    Membership,
    personal={
        "person": Personal(purpose="Know whose membership it is", kind="personal", readers="the person", **_BELONGING),
        "group_index": Personal(
            purpose="Find a group's members; a keyed digest that means nothing without the key",
            kind="personal",
            readers="nobody",
            **_BELONGING,
        ),
        "group_ref": Personal(purpose="Show the person their groups", kind="special", readers="the person", **_BELONGING),
        "display_name": Personal(
            purpose="The name the person chose in this group, shown beside what they say there",
            kind="special",
            readers="members of the same group",
            **_BELONGING,
        ),
    },
    plain=[],
    people={"person": Theirs(on_erasure="delete")},
)
