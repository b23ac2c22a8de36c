"""Groups that a person can belong to: how one joins, who asked, who lets themselves be listed."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.models.organization import Organization
from trellis.apps.people.models import Membership
from trellis.apps.people.models.membership import group_index
from trellis.core.fields import EncryptedTextField
from trellis.core.references import Ref
from trellis.core.register import Keep, Personal, Theirs, describe


class Joining(models.TextChoices):
    """How one becomes a member."""

    OPEN = "open", _("Anybody who has signed in may join")
    ASK = "ask", _("People ask first, and we let them in")
    CLOSED = "closed", _("Nobody joins here")


class Joined(models.Model):
    """What every group says about joining it and finding it."""

    joinable = models.CharField(max_length=10, choices=Joining, default=Joining.CLOSED)
    members_listed = models.BooleanField(default=False)

    class Meta:
        abstract = True


class OrganizationGroup(Joined):
    """An organization that people may belong to. Whether groups elsewhere may find it is told by `Findable`."""

    organization = models.OneToOneField(Organization, models.CASCADE, primary_key=True, related_name="group")

    class Meta:
        app_label = "directory"

    def __str__(self) -> str:
        return str(self.organization_id)


describe(OrganizationGroup, personal={}, plain=["joinable"])


class JoinState(models.TextChoices):
    """What became of asking to be let in."""

    ASKED = "asked", _("Waiting")
    LET_IN = "let_in", _("Let in")
    DECLINED = "declined", _("Not let in")


class JoinRequest(models.Model):
    """A person asked to be let into a group, under a name. Which group is not readable in the database."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="join_requests")
    group_index = models.CharField(max_length=64)
    group_ref = EncryptedTextField()
    display_name = EncryptedTextField()
    state = models.CharField(max_length=10, choices=JoinState, default=JoinState.ASKED)
    asked_on = models.DateField()

    class Meta:
        app_label = "directory"
        ordering = ["asked_on", "id"]
        constraints = [models.UniqueConstraint("person", "group_index", name="join_request_once")]
        indexes = [models.Index(fields=["group_index"], name="join_request_group")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def organization_id(self) -> uuid.UUID:
        """The organization that the group is."""
        return uuid.UUID(Ref.parse(self.group_ref).id)

    def is_visible_to(self, person) -> bool:
        """Whoever asked, and the editors of the group. For keepers too it does not exist."""
        if person is None:
            return False
        return person.pk == self.person_id or str(self.organization_id) in person.scopes_of("editor")


def requests_for(group: Ref) -> models.QuerySet[JoinRequest]:
    """What was asked of this group."""
    return JoinRequest.objects.filter(group_index=group_index(group))


_ASKING = {"basis": "explicit consent, given by asking", "retention": "until answered and used, 60 days at most"}
describe(
    JoinRequest,
    personal={
        "person": Personal(purpose="Let the right person in", kind="personal", readers="the person", **_ASKING),
        "group_index": Personal(purpose="Find what was asked of a group; a keyed digest", kind="personal", readers="nobody", **_ASKING),
        "group_ref": Personal(purpose="Show the person what they asked", kind="special", readers="the person", **_ASKING),
        "display_name": Personal(
            purpose="Tell the organizers who asks, by a name the person chose", kind="special", readers="editors of the group", **_ASKING
        ),
    },
    plain=["state"],
    people={"person": Theirs(on_erasure="delete")},
    keep=(Keep(days=60, since="asked_on"),),
)


class ListedMember(models.Model):
    """A member who lets the other members of the group read their name there."""

    membership = models.OneToOneField(Membership, models.CASCADE, primary_key=True, related_name="listed_member")

    class Meta:
        app_label = "directory"

    def __str__(self) -> str:
        return str(self.pk)


describe(ListedMember, personal={}, plain=[], people={"membership__person": Theirs(on_erasure="delete")})
