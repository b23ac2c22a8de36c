"""Moderation: what a moderator should look at, what was decided and why, and the appeal to somebody else."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from trellis.apps.talk.models.threads import Comment
from trellis.core.fields import EncryptedJSONField, EncryptedTextField
from trellis.core.register import Keep, Personal, Theirs, describe
from trellis.core.texts import written_in

KEPT_DAYS = 365


class Broken(models.TextChoices):
    """The rules, each as what somebody did."""

    HURTS = "hurts", _("It is meant to hurt or frighten somebody")
    HATE = "hate", _("It attacks people for who they are")
    TELLS = "tells", _("It tells something private about somebody else")
    SELLS = "sells", _("It sells something or asks for money")
    FALSE = "false", _("It gives advice that could do harm")
    FLOODS = "floods", _("It is the same again and again")
    OTHER = "other", _("Something else")


class Card(models.Model):
    """Something for a moderator to look at: reported by a member, or noticed by words in it. It decides nothing."""

    class Source(models.TextChoices):
        REPORT = "report", _("A member reported it")
        WORDS = "words", _("Words in it were noticed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    comment = models.ForeignKey(Comment, models.CASCADE, related_name="cards")
    source = models.CharField(max_length=10, choices=Source)
    rule = models.CharField(max_length=10, choices=Broken)
    words = EncryptedTextField(default="")
    evidence = EncryptedJSONField(default=dict)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    no_action_reason = EncryptedTextField(default="")

    class Meta:
        app_label = "talk"
        ordering = ["opened_at", "id"]
        constraints = [
            models.UniqueConstraint("comment", "reporter", name="card_once_per_reporter", condition=models.Q(done_at=None)),
        ]
        indexes = [models.Index(fields=["done_at", "opened_at"], name="card_queue")]

    def __str__(self) -> str:
        return f"{self.source} {self.rule}"

    def is_visible_to(self, person) -> bool:
        """Moderators, but not whoever wrote or reported it."""
        if person is None or not person.holds("moderator"):
            return False
        return person.pk not in (self.person_id, self.reporter_id)


class Decision(models.Model):
    """What a moderator decided about a comment, with the rule, the reason and what was there to see. Can be appealed once."""

    class What(models.TextChoices):
        HIDE = "hide", _("Hide it")
        LIMIT = "limit", _("Slow the writer down for a week")
        RESTORE = "restore", _("Show it again")

    class Outcome(models.TextChoices):
        UPHELD = "upheld", _("The decision stays")
        REVERSED = "reversed", _("The decision is taken back")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    comment = models.ForeignKey(Comment, models.CASCADE, related_name="decisions")
    card = models.ForeignKey(Card, models.SET_NULL, null=True, related_name="decisions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    moderator = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    what = models.CharField(max_length=10, choices=What)
    rule = models.CharField(max_length=10, choices=Broken, blank=True)
    reason = EncryptedTextField()
    language = models.CharField(max_length=16, default=written_in)
    evidence = EncryptedJSONField(default=dict)
    at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    reversed_by = models.OneToOneField("self", models.SET_NULL, null=True, related_name="reverses")
    appeal_words = EncryptedTextField(default="")
    appealed_at = models.DateTimeField(null=True)
    appeal_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    outcome_reason = EncryptedTextField(default="")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "talk"
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                name="appeal_goes_to_somebody_else",
                condition=models.Q(appeal_by=None) | models.Q(moderator=None) | ~models.Q(appeal_by=models.F("moderator")),
            ),
            models.CheckConstraint(
                name="appeal_is_answered_whole",
                condition=models.Q(outcome="", answered_at=None)
                | (~models.Q(outcome="") & models.Q(answered_at__isnull=False, appealed_at__isnull=False)),
            ),
        ]
        indexes = [models.Index(fields=["person", "what", "until"], name="decision_limits")]

    def __str__(self) -> str:
        return f"{self.what} {self.rule}".strip()

    @property
    def is_appealed(self) -> bool:
        return self.appealed_at is not None

    def is_visible_to(self, person) -> bool:
        """Whoever wrote the comment, and moderators who did not."""
        if person is None:
            return False
        return person.pk == self.person_id or person.holds("moderator")


_RULES = {
    "basis": "legitimate interest in a place where people are safe with each other",
    "retention": f"{KEPT_DAYS} days after it was settled",
    "readers": "moderators who have nothing to do with it",
}
_WHO = Personal(purpose="Know who decided, so that somebody else looks at an appeal", kind="personal", **_RULES)
_WHY = Personal(
    purpose="Tell the writer why, and let somebody else judge it again",
    kind="special",
    **{**_RULES, "readers": "the writer, and moderators"},
)
describe(
    Card,
    personal={
        "words": Personal(purpose="Know why somebody reported it", kind="special", **_RULES),
        "evidence": Personal(purpose="Keep what was there to see when it was reported", kind="special", **_RULES),
        "reporter": Personal(purpose="Let nobody report twice or judge their own report", kind="personal", **_RULES),
        "person": Personal(purpose="Forget the card with whoever wrote the comment", kind="personal", **_RULES),
        "done_by": _WHO,
        "no_action_reason": _WHY,
    },
    plain=["source", "rule"],
    people={
        "reporter": Theirs(on_erasure="unlink"),
        "done_by": Theirs(on_erasure="unlink", takeout=False),
        "person": Theirs(on_erasure="delete", takeout=False),
    },
    keep=(Keep(days=KEPT_DAYS, since="done_at"),),
)
describe(
    Decision,
    personal={
        "person": Personal(purpose="Tell the writer, and let them appeal", kind="personal", **{**_RULES, "readers": "the writer"}),
        "moderator": _WHO,
        "appeal_by": _WHO,
        "reason": _WHY,
        "evidence": Personal(purpose="Keep what was there to see when it was decided", kind="special", **_RULES),
        "appeal_words": Personal(purpose="Know why the writer sees it differently", kind="special", **_RULES),
        "outcome_reason": _WHY,
    },
    plain=["what", "rule", "outcome", "language"],
    people={
        "person": Theirs(on_erasure="delete"),
        "moderator": Theirs(on_erasure="unlink", takeout=False),
        "appeal_by": Theirs(on_erasure="unlink", takeout=False),
    },
    keep=(Keep(days=KEPT_DAYS, since="at"),),
)
