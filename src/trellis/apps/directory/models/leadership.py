"""Who leads an initiative: what it says itself, what a service beside it says, what its members say."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.models.organization import Organization
from trellis.apps.people.models import Membership
from trellis.core.fields import EncryptedJSONField
from trellis.core.register import Personal, Theirs, describe


class Question(models.TextChoices):
    """The four questions."""

    SAW = "saw", _("Who saw the problem?")
    DESIGNED = "designed", _("Who designed the answer?")
    LEADS = "leads", _("Who leads?")
    DECIDES = "decides", _("Who decides?")


class Who(models.TextChoices):
    """The answers there are to each of the four."""

    PEOPLE = "people", _("The people it is for")
    RESIDENTS = "residents", _("Local residents")
    MIX = "mix", _("The people it is for, together with others")
    SERVICE = "service", _("A service or authority")
    FUNDER = "funder", _("An outside funder")
    UNKNOWN = "unknown", _("We don’t know")


class Experience(models.TextChoices):
    """What leaders of an initiative, or people who look for each other, have lived through."""

    RECOVERY = "recovery", _("Recovery from alcohol, drugs or gambling")
    MENTAL = "mental", _("Mental ill health")
    GRIEF = "grief", _("Grief and loss")
    ILLNESS = "illness", _("A long illness or pain")
    DISABILITY = "disability", _("Disability")
    DISABLED_CHILD = "disabled_child", _("Being the parent of a disabled child")
    CARING = "caring", _("Caring for somebody")
    MIGRATION = "migration", _("Coming from another country")
    HOMELESSNESS = "homelessness", _("Having no home")
    VIOLENCE = "violence", _("Violence or abuse")
    PRISON = "prison", _("Prison, or a family member in prison")
    POVERTY = "poverty", _("Debt or too little money")
    CARE = "care", _("Growing up in care")
    LONELINESS = "loneliness", _("Being alone a lot")


class Stands(models.TextChoices):
    """Whose body an initiative is."""

    OWN = "own", _("A group or organisation of its own")
    INSIDE = "inside", _("Part of a service or authority")
    UNKNOWN = "unknown", _("Something in between, or we don’t know")


class TakesPart(models.TextChoices):
    """How else the people it is for take part."""

    CONTRIBUTIONS = "contributions", _("They help with small things: making tea, answering a survey")
    RECRUITED = "recruited", _("They are asked to do a task, such as giving out leaflets or training staff")
    ADVISORY = "advisory", _("They sit on an advisory board")


def _known(name: str, field: str, choices: type[models.TextChoices]) -> models.CheckConstraint:
    return models.CheckConstraint(name=name, condition=Q(**{f"{field}__in": choices.values}))


class LeadershipAnswer(models.Model):
    """One round of answers, given by the initiative itself or by a service that it names. Never overwritten.

    New answers set `replaced_on` of those before, so that drift away from the community shows.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="leadership_answers")
    by = models.ForeignKey(Organization, models.CASCADE, related_name="leadership_answers_given")
    saw = models.CharField(max_length=12, choices=Who)
    designed = models.CharField(max_length=12, choices=Who)
    leads = models.CharField(max_length=12, choices=Who)
    decides = models.CharField(max_length=12, choices=Who)
    words = models.JSONField(default=dict, blank=True)
    experiences = models.JSONField(default=list, blank=True)
    experience_words = models.CharField(max_length=300, blank=True)
    stands = models.CharField(max_length=12, choices=Stands, default=Stands.UNKNOWN)
    supported = models.BooleanField(default=False)
    supporter = models.ForeignKey(Organization, models.SET_NULL, null=True, blank=True, related_name="leadership_supported")
    takes_part = models.JSONField(default=list, blank=True)
    language = models.CharField(max_length=35, default="en")
    answered_on = models.DateField()
    replaced_on = models.DateField(null=True, blank=True)

    class Meta:
        app_label = "directory"
        ordering = ["answered_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "by"], name="leadership_one_current", condition=Q(replaced_on__isnull=True)),
            models.CheckConstraint(
                name="leadership_replaced_later", condition=Q(replaced_on__isnull=True) | Q(replaced_on__gte=F("answered_on"))
            ),
            *(_known(f"leadership_{each}_known", each, Who) for each in Question.values),
            _known("leadership_stands_known", "stands", Stands),
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.answered_on}"


describe(
    LeadershipAnswer,
    personal={},
    plain=["saw", "designed", "leads", "decides", "words", "experiences", "experience_words", "stands", "takes_part", "language"],
)


class LeadershipView(models.Model):
    """How one member sees it. It points at the membership and at no organization: the database alone doesn't say where they belong.

    `counted` is false until a picture was drawn with it (see queries/experienced.py).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    membership = models.OneToOneField(Membership, models.CASCADE, related_name="leadership_view")
    answers = EncryptedJSONField()
    said_on = models.DateField()
    counted = models.BooleanField(default=False)

    class Meta:
        app_label = "directory"

    def __str__(self) -> str:
        return str(self.pk)


describe(
    LeadershipView,
    personal={
        "answers": Personal(
            purpose="Say, from several members together, how they experience who leads their group",
            kind="special",
            basis="explicit consent, given by answering",
            retention="until the member takes it back, leaves the group or is erased",
            readers="the member; others only what at least three members say, never whose",
        )
    },
    plain=[],
    people={"membership__person": Theirs(on_erasure="delete")},
)


class LeadershipPicture(models.Model):
    """What the members of an initiative say together, in coarse words: what others may read of their views."""

    organization = models.OneToOneField(Organization, models.CASCADE, primary_key=True, related_name="leadership_picture")
    content = models.JSONField(default=dict)
    drawn_on = models.DateField()

    class Meta:
        app_label = "directory"

    def __str__(self) -> str:
        return f"{self.organization_id} {self.drawn_on}"


describe(LeadershipPicture, personal={}, plain=["content"])


class LeadershipReply(models.Model):
    """What the initiative answers when its members see a question differently: once for each of its answers."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    answer = models.ForeignKey(LeadershipAnswer, models.CASCADE, related_name="replies")
    question = models.CharField(max_length=12, choices=Question)
    text = models.TextField()
    language = models.CharField(max_length=35, default="en")
    replied_on = models.DateField()

    class Meta:
        app_label = "directory"
        constraints = [
            models.UniqueConstraint(fields=["answer", "question"], name="leadership_reply_once"),
            _known("leadership_reply_question_known", "question", Question),
        ]

    def __str__(self) -> str:
        return f"{self.question} {self.replied_on}"


describe(LeadershipReply, personal={}, plain=["question", "text", "language"])
