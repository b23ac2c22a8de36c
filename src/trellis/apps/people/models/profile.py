"""What a person needs in order to take part: access, and the languages they speak. Told in confidence."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from trellis.core.fields import EncryptedJSONField, EncryptedTextField
from trellis.core.register import Personal, Theirs, describe


class Need(models.TextChoices):
    """What makes taking part possible; a few everyday ones by code, all others in the person's own words."""

    STEP_FREE = "step-free", _("A way in without steps")
    HEARING_LOOP = "hearing-loop", _("A hearing loop")
    INTERPRETER = "interpreter", _("An interpreter")
    LARGE_PRINT = "large-print", _("Large print")
    EASY_READ = "easy-read", _("Easy read: short sentences and pictures")
    QUIET = "quiet", _("A quiet place to step out to")


class Profile(models.Model):
    """A person's needs and languages. Who may know the needs is said by consents, one for each group."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="profile")
    needs = EncryptedJSONField(default=list)
    needs_words = EncryptedTextField(default="")
    languages = EncryptedTextField(default="")
    changed_at = models.DateTimeField()

    class Meta:
        app_label = "people"

    def __str__(self) -> str:
        return str(self.pk)

    def is_visible_to(self, person) -> bool:
        """For the person only; others get to know it through `queries.profile.needs_told_to`."""
        return person is not None and person.pk == self.person_id

    @property
    def need_names(self) -> list[str]:
        """The needs as one reads them, in the order in which they are offered."""
        return [str(label) for code, label in Need.choices if code in self.needs]


_TOLD = {"basis": "explicit consent, given by telling", "retention": "until the person takes it back or is erased"}
describe(
    Profile,
    personal={
        "person": Personal(purpose="Know whose profile it is", kind="personal", readers="the person", **_TOLD),
        "needs": Personal(
            purpose="Make taking part possible", kind="special", readers="the person; those who lead a group, with consent", **_TOLD
        ),
        "needs_words": Personal(
            purpose="Make taking part possible", kind="special", readers="the person; those who lead a group, with consent", **_TOLD
        ),
        "languages": Personal(
            purpose="Find somebody who can talk with the person",
            kind="special",
            readers="the person; those who lead a group, with consent",
            **_TOLD,
        ),
    },
    plain=[],
    people={"person": Theirs(on_erasure="delete")},
)
