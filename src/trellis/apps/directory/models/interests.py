"""People who would like to talk to others like them, and the circles that come of it (S17)."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.models.groups import Joined, Joining
from trellis.apps.directory.models.leadership import Experience
from trellis.apps.directory.models.organization import Organization
from trellis.apps.people.models import Membership
from trellis.apps.people.queries.membership import is_member
from trellis.core.actions.context import acting_as_program
from trellis.core.fields import EncryptedJSONField, EncryptedTextField, blind_index
from trellis.core.register import Keep, Personal, Theirs, describe

INTEREST_DAYS = 180
"""How long an interest waits for others."""


def topic_index(topic: str) -> str:
    """The keyed digest by which people with the same topic are found."""
    return blind_index(topic, "directory.interest")


class How(models.TextChoices):
    """How somebody would like to talk."""

    IN_PERSON = "in_person", _("In person")
    ONLINE = "online", _("Online")
    PHONE = "phone", _("By phone")
    DAYTIME = "daytime", _("In the daytime")
    EVENINGS = "evenings", _("In the evening")
    WEEKENDS = "weekends", _("At the weekend")


class CircleState(models.TextChoices):
    """Whether a circle has begun."""

    FORMING = "forming", _("Being asked")
    STARTED = "started", _("Begun")


class Circle(Joined):
    """A few people who found each other. No organization: it is on no list, in no search and on no keeper's desk.

    Should its members want to be listed, the organization that a keeper publishes has the circle's id.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    topic = EncryptedTextField()
    topic_index = models.CharField(max_length=64)
    name = EncryptedTextField()
    state = models.CharField(max_length=10, choices=CircleState, default=CircleState.FORMING)
    made_on = models.DateField()
    agency = models.ForeignKey(Organization, models.SET_NULL, null=True, blank=True, related_name="circles_linked")

    class Meta:
        app_label = "directory"
        indexes = [models.Index(fields=["topic_index"], name="circle_topic")]
        constraints = [
            models.CheckConstraint(name="circle_state_known", condition=models.Q(state__in=CircleState.values)),
            models.CheckConstraint(name="circle_joined_by_interest", condition=models.Q(joinable=Joining.CLOSED)),
        ]

    def __str__(self) -> str:
        return self.name

    def is_visible_to(self, person) -> bool:
        """Members only, and the program when it begins or folds one; for keepers too it does not exist."""
        return acting_as_program() or is_member(person, self)

    @property
    def topic_name(self) -> str:
        """What its members have in common, in the reader's language."""
        return str(Experience(self.topic).label)


_CIRCLE = {"basis": "explicit consent of its members", "retention": "until it ends; 60 days when it never began"}
describe(
    Circle,
    personal={
        "topic": Personal(purpose="Say what the circle is about", kind="special", readers="those asked and the members", **_CIRCLE),
        "topic_index": Personal(purpose="Ask people with the same topic; a keyed digest", kind="personal", readers="nobody", **_CIRCLE),
        "name": Personal(purpose="Know one's circles apart", kind="special", readers="the members", **_CIRCLE),
    },
    plain=["joinable", "state"],
    stays="it names nobody: it says what several people have in common; it is folded when its last member is gone",
)


class Interest(models.Model):
    """A person would like to talk to others like them. Nobody is listed; the topic is not readable in the database."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="interests")
    topic = EncryptedTextField()
    topic_index = models.CharField(max_length=64)
    how = EncryptedJSONField()
    said_on = models.DateField()

    class Meta:
        app_label = "directory"
        ordering = ["said_on", "id"]
        constraints = [models.UniqueConstraint("person", "topic_index", name="interest_once")]
        indexes = [models.Index(fields=["topic_index"], name="interest_topic")]

    def __str__(self) -> str:
        return str(self.pk)

    def is_visible_to(self, person) -> bool:
        """Nobody but the person."""
        return person is not None and person.pk == self.person_id

    @property
    def topic_name(self) -> str:
        """What they would like to talk about, in the reader's language."""
        return str(Experience(self.topic).label)

    @property
    def how_names(self) -> str:
        """How they would like to talk, in the reader's language."""
        return ", ".join(str(How(each).label) for each in self.how if each in How.values)


_LOOKING = {
    "basis": "explicit consent, given by saying it",
    "retention": f"{INTEREST_DAYS} days, or until taken back",
}
describe(
    Interest,
    personal={
        "person": Personal(purpose="Ask the person when others say the same", kind="personal", readers="the person", **_LOOKING),
        "topic": Personal(purpose="Find others with the same topic", kind="special", readers="the person", **_LOOKING),
        "topic_index": Personal(purpose="Find others with the same topic; a keyed digest", kind="personal", readers="nobody", **_LOOKING),
        "how": Personal(purpose="Say in which ways the circle could meet", kind="special", readers="the person", **_LOOKING),
    },
    plain=[],
    people={"person": Theirs(on_erasure="delete")},
    keep=(Keep(days=INTEREST_DAYS, since="said_on"),),
)


class AskState(models.TextChoices):
    """What somebody said when asked whether to start."""

    ASKED = "asked", _("Not answered yet")
    YES = "yes", _("Yes")
    NO = "no", _("Not this time")


class CircleAsk(models.Model):
    """Somebody was asked whether to start, or to come into, a circle about their topic."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    circle = models.ForeignKey(Circle, models.CASCADE, related_name="asks")
    interest = models.ForeignKey(Interest, models.CASCADE, related_name="asks")
    state = models.CharField(max_length=10, choices=AskState, default=AskState.ASKED)
    asked_on = models.DateField()

    class Meta:
        app_label = "directory"
        constraints = [
            models.UniqueConstraint(fields=["circle", "interest"], name="circle_ask_once"),
            models.CheckConstraint(name="circle_ask_state_known", condition=models.Q(state__in=AskState.values)),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def is_visible_to(self, person) -> bool:
        """Whoever was asked."""
        return person is not None and person.pk == self.interest.person_id


describe(CircleAsk, personal={}, plain=["state"], people={"interest__person": Theirs(on_erasure="delete")})


class Path(models.TextChoices):
    """What a circle may become."""

    OWN = "own", _("Stay on our own")
    AGENCY = "agency", _("Be linked with an organisation that could support us")
    LISTED = "listed", _("Be listed here, so that others can find us")


class CircleWish(models.Model):
    """What one member would like the circle to become. It happens when more than half want the same."""

    membership = models.OneToOneField(Membership, models.CASCADE, primary_key=True, related_name="circle_wish")
    path = models.CharField(max_length=10, choices=Path)
    agency = models.ForeignKey(Organization, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        app_label = "directory"
        constraints = [models.CheckConstraint(name="circle_wish_known", condition=models.Q(path__in=Path.values))]

    def __str__(self) -> str:
        return str(self.pk)


describe(CircleWish, personal={}, plain=["path"], people={"membership__person": Theirs(on_erasure="delete")})
