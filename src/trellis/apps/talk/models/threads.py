"""Threads and comments of a group, for its members only.

A comment stands under the name its writer has in that group. When somebody leaves the group the name goes and
the words stay, under "somebody who left"; when somebody is erased the words go too. So a comment points at the
membership for the name, and at the person for erasing, for takeout and for an appeal after leaving.
"""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from trellis.apps.people.models import Membership
from trellis.apps.talk.queries.circles import may_read
from trellis.core.fields import EncryptedTextField, blind_index
from trellis.core.references import Ref
from trellis.core.register import Personal, Theirs, describe


def thread_index(about: Ref) -> str:
    """The keyed digest by which the threads of a group are found; the database alone does not say which group."""
    return blind_index(str(about), "talk.thread")


class Threads(models.QuerySet):
    """Threads, found by what they are about."""

    def about(self, ref: Ref) -> "Threads":
        return self.filter(about_index=thread_index(ref))


class Thread(models.Model):
    """A conversation among the members of a group."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    about_index = models.CharField(max_length=64)
    about_ref = EncryptedTextField()
    title = EncryptedTextField(default="")
    language = models.CharField(max_length=35)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    started_at = models.DateTimeField()
    last_at = models.DateTimeField()

    objects = Threads.as_manager()

    class Meta:
        app_label = "talk"
        indexes = [models.Index(fields=["about_index", "-last_at"], name="thread_of_group")]

    def __str__(self) -> str:
        return self.title or str(_("Without a title"))

    @property
    def about(self) -> Ref:
        """The group whose thread it is, or what in the group it is about: a gathering, a need."""
        return Ref.parse(self.about_ref)

    def is_visible_to(self, person) -> bool:
        """Those who may read what this group says; for others it does not exist."""
        return may_read(person, self.about)


class Comment(models.Model):
    """What one member wrote in a thread."""

    class State(models.TextChoices):
        SHOWN = "shown", _("shown")
        HIDDEN = "hidden", _("hidden by a moderator")
        REMOVED = "removed", _("removed by whoever wrote it")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    thread = models.ForeignKey(Thread, models.CASCADE, related_name="comments")
    author = models.ForeignKey(Membership, models.SET_NULL, null=True, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    body = EncryptedTextField(default="")
    language = models.CharField(max_length=35)
    state = models.CharField(max_length=10, choices=State, default=State.SHOWN)
    written_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "talk"
        ordering = ["written_at", "id"]
        indexes = [
            models.Index(fields=["thread", "written_at"], name="comment_order"),
            models.Index(fields=["person", "-written_at"], name="comment_by_person"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def is_visible_to(self, person) -> bool:
        """Whoever may read the thread, and whoever wrote it."""
        if person is None:
            return False
        return self.person_id == person.pk or self.thread.is_visible_to(person)


class Thanks(models.Model):
    """A member thanked the writer of a comment. Shown as a number beside the comment, counted for nobody."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    comment = models.ForeignKey(Comment, models.CASCADE, related_name="thanks")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        app_label = "talk"
        constraints = [models.UniqueConstraint("comment", "person", name="thanks_once")]

    def __str__(self) -> str:
        return str(self.pk)


_SAID = {
    "basis": "explicit consent, given by writing it",
    "retention": "until it is removed, or until the person is erased",
    "readers": "members of the same group",
}
_WRITER = Personal(
    purpose="Let the writer change, remove and take out what they wrote, and appeal", kind="personal", **{**_SAID, "readers": "the writer"}
)
describe(
    Thread,
    personal={
        "about_index": Personal(
            purpose="Find a group's threads; a keyed digest that means nothing without the key",
            kind="personal",
            **{**_SAID, "readers": "nobody"},
        ),
        "about_ref": Personal(purpose="Know whose thread it is", kind="special", **_SAID),
        "title": Personal(purpose="Say what the thread is about", kind="special", **_SAID),
        "person": _WRITER,
    },
    plain=["language"],
    people={"person": Theirs(on_erasure="blank")},
)
describe(
    Comment,
    personal={"body": Personal(purpose="Talk with the group", kind="special", **_SAID), "person": _WRITER},
    plain=["language", "state"],
    people={"person": Theirs(on_erasure="blank")},
)
describe(
    Thanks,
    personal={
        "person": Personal(purpose="Thank once, and take it back", kind="personal", **{**_SAID, "readers": "the person who thanked"})
    },
    plain=[],
    people={"person": Theirs(on_erasure="delete")},
)
