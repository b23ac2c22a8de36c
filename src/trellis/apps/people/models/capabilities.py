"""What a group has seen of somebody: checked, trained, shown round. Yes or no with a date, never the paper itself."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trellis.apps.people.models.membership import group_index
from trellis.core.fields import EncryptedTextField
from trellis.core.references import Ref
from trellis.core.register import Keep, Personal, Theirs, describe


class CapabilityKind(models.TextChoices):
    """What was seen. The certificate stays with the person."""

    CHECKED = "checked", _("Background check seen")
    LEAD = "lead", _("Can lead a shift")
    FOOD_HYGIENE = "food_hygiene", _("Food hygiene")
    FIRST_AID = "first_aid", _("First aid")
    DRIVER = "driver", _("Licence and insurance seen")
    LISTENER = "listener", _("Trained to listen on the warmline")
    PEER = "peer", _("Trained peer supporter")
    KEYS = "keys", _("Holds the keys")


class Capabilities(models.QuerySet):
    """Capabilities, found by their group and by day."""

    def of_group(self, group: Ref) -> "Capabilities":
        return self.filter(group_index=group_index(group))

    def good_on(self, day) -> "Capabilities":
        """Those that have not run out on this day."""
        return self.filter(Q(until_on=None) | Q(until_on__gte=day), seen_on__lte=day)


class Capability(models.Model):
    """A group has seen that a person is checked, trained or able; until a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="capabilities")
    group_index = models.CharField(max_length=64)
    group_ref = EncryptedTextField()
    kind = models.CharField(max_length=20, choices=CapabilityKind)
    seen_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    objects = Capabilities.as_manager()

    class Meta:
        app_label = "people"
        ordering = ["kind", "id"]
        constraints = [
            models.UniqueConstraint("person", "group_index", "kind", name="capability_once"),
            models.CheckConstraint(name="capability_ends_later", condition=Q(until_on=None) | Q(until_on__gte=F("seen_on"))),
        ]
        indexes = [models.Index(fields=["group_index", "kind"], name="capability_of_group")]

    def __str__(self) -> str:
        return self.kind

    @property
    def group(self) -> Ref:
        """The group that has seen it."""
        return Ref.parse(self.group_ref)

    def is_visible_to(self, person) -> bool:
        """The person, and the editors of the group that has seen it."""
        return person is not None and (person.pk == self.person_id or self.group.id in person.scopes_of("editor"))


_SEEN = {
    "basis": "legitimate interest in safe help, told to the person when it is noted",
    "retention": "until it runs out, is taken back, or the person is erased",
}
describe(
    Capability,
    personal={
        "person": Personal(
            purpose="Know who may do what needs a check or training", kind="personal", readers="the group's organizers", **_SEEN
        ),
        "group_index": Personal(purpose="Find it; a keyed digest", kind="personal", readers="nobody", **_SEEN),
        "group_ref": Personal(purpose="Tell the person which group has seen it", kind="special", readers="the person", **_SEEN),
    },
    plain=["kind"],
    people={"person": Theirs(on_erasure="delete")},
    keep=(Keep(days=60, since="until_on"),),
)
