"""Matches: somebody was asked whether they could help, what they said, and what the two tell each other through us."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trellis.apps.exchange.models.asking import Need, Offer
from trellis.apps.exchange.models.terms import KEPT_DAYS
from trellis.apps.people.models.membership import group_index
from trellis.apps.people.queries.blocks import hides
from trellis.core.actions.context import acting_as_program
from trellis.core.fields import EncryptedJSONField, EncryptedTextField
from trellis.core.references import Ref
from trellis.core.register import Keep, Personal, Theirs, describe
from trellis.core.texts import written_in


class MatchState(models.TextChoices):
    """How far the two have come."""

    ASKED = "asked", _("Asked")
    YES = "yes", _("Said yes")
    NO = "no", _("Not this time")
    CHOSEN = "chosen", _("Chosen")
    PASSED = "passed", _("Somebody else helps")
    ENDED = "ended", _("Ended")


LIVE = (MatchState.ASKED, MatchState.YES, MatchState.CHOSEN)


class Side(models.TextChoices):
    """Which of the two."""

    ASKER = "asker", _("who asked")
    HELPER = "helper", _("who helps")


class Match(models.Model):
    """One offerer was asked about one need. `why` are codes and numbers from which the sentence is made."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    need = models.ForeignKey(Need, models.CASCADE, related_name="matches")
    offer = models.ForeignKey(Offer, models.CASCADE, related_name="matches")
    state = models.CharField(max_length=10, choices=MatchState, default=MatchState.ASKED)
    why = EncryptedJSONField(default=dict)
    wave = models.PositiveSmallIntegerField(default=1)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    chosen_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "exchange"
        verbose_name_plural = "matches"
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint("need", "offer", name="match_once"),
            models.UniqueConstraint("need", name="match_one_chosen", condition=Q(state="chosen")),
            models.CheckConstraint(name="match_state_known", condition=Q(state__in=MatchState.values)),
        ]
        indexes = [models.Index(fields=["offer", "-asked_at"], name="match_of_offer")]

    def __str__(self) -> str:
        return str(self.pk)

    def is_helper(self, person) -> bool:
        """Whoever was asked."""
        return self.offer.is_offerer(person)

    def is_asker(self, person) -> bool:
        return self.need.is_asker(person)

    def side_of(self, person) -> str:
        """On which side this person stands, "" on neither. Who is both (an editor) stands on the asking side."""
        if self.is_asker(person):
            return Side.ASKER
        return Side.HELPER if self.is_helper(person) else ""

    @property
    def reads_need(self) -> bool:
        """Whether the helper may still read what is needed: while it is open to them, and after they were chosen."""
        return self.state in LIVE or self.chosen_at is not None

    @property
    def in_touch(self) -> bool:
        """Whether the two may write to each other: from a yes on."""
        return self.state in (MatchState.YES, MatchState.CHOSEN)

    def is_visible_to(self, person) -> bool:
        """The two of them, unless one blocked the other; askers only from a yes on, for nobody learns who said no."""
        if acting_as_program():
            return True
        side = self.side_of(person)
        if not side or self._is_between_blocked(person, side):
            return False
        return side == Side.HELPER or self.state in (MatchState.YES, MatchState.CHOSEN) or self.chosen_at is not None

    def _is_between_blocked(self, person, side: str) -> bool:
        other = self.offer.person_id if side == Side.ASKER else self.need.person_id
        return other is not None and person is not None and other != person.pk and other in hides(person)


class RelayNote(models.Model):
    """A few words from one of the two to the other. Neither learns more of the other than this."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    match = models.ForeignKey(Match, models.CASCADE, related_name="notes")
    side = models.CharField(max_length=6, choices=Side)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    words = EncryptedTextField()
    language = models.CharField(max_length=35, default=written_in)
    written_at = models.DateTimeField()

    class Meta:
        app_label = "exchange"
        ordering = ["written_at", "id"]
        indexes = [models.Index(fields=["match", "written_at"], name="relay_order")]

    def __str__(self) -> str:
        return str(self.pk)

    def is_visible_to(self, person) -> bool:
        """The two it is between."""
        return self.match.is_visible_to(person)


class HelperPace(models.Model):
    """How often a person may be asked. No row: the place's usual four times in thirty days."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="helper_pace")
    most_a_month = models.PositiveSmallIntegerField(default=4)
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "exchange"
        constraints = [models.CheckConstraint(name="pace_is_kind", condition=Q(most_a_month__lte=12))]

    def __str__(self) -> str:
        return str(self.pk)

    def is_visible_to(self, person) -> bool:
        """The person."""
        return acting_as_program() or (person is not None and person.pk == self.person_id)


class GroupPractice(models.Model):
    """What a group wants of help among its members: for which kinds a check must have been seen, and whether hours are counted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group_index = models.CharField(max_length=64, unique=True)
    group_ref = EncryptedTextField()
    checked_kinds = models.JSONField(default=list, blank=True)
    counts_hours = models.BooleanField(default=False)

    class Meta:
        app_label = "exchange"

    def __str__(self) -> str:
        return str(self.pk)

    @classmethod
    def of(cls, group: Ref | None) -> GroupPractice | None:
        """The practice of a group, if it has said anything."""
        return cls.objects.filter(group_index=group_index(group)).first() if group is not None else None


_ASKED = {"basis": "explicit consent, given by asking and by offering", "retention": f"{KEPT_DAYS} days after what was asked is over"}
describe(
    Match,
    personal={
        "why": Personal(purpose="Say in a sentence why somebody is asked", kind="special", readers="the two of them", **_ASKED),
    },
    plain=["state"],
    people={"offer__person": Theirs(on_erasure="delete"), "need__person": Theirs(on_erasure="delete", takeout=False)},
    keep=(Keep(days=KEPT_DAYS, since="ended_at"),),
)
describe(
    RelayNote,
    personal={
        "words": Personal(purpose="Let the two agree without knowing each other's address", kind="special", readers="the two", **_ASKED),
        "person": Personal(purpose="Know whose words they are", kind="personal", readers="the writer", **_ASKED),
    },
    plain=["side", "language"],
    people={
        "person": Theirs(on_erasure="delete"),
        "match__offer__person": Theirs(on_erasure="delete", takeout=False),
        "match__need__person": Theirs(on_erasure="delete", takeout=False),
    },
)
describe(
    HelperPace,
    personal={
        "person": Personal(
            purpose="Ask nobody more often than they like",
            kind="personal",
            basis="explicit consent, given by saying it",
            retention="until the person is erased",
            readers="the person",
        )
    },
    plain=[],
    people={"person": Theirs(on_erasure="delete")},
)
describe(
    GroupPractice,
    personal={
        "group_index": Personal(
            purpose="Find it; a keyed digest", kind="personal", basis="legitimate interest in safe help",
            retention="as long as the group", readers="nobody",
        ),
        "group_ref": Personal(
            purpose="Know whose practice it is", kind="special", basis="legitimate interest in safe help",
            retention="as long as the group", readers="the group's editors",
        ),
    },
    plain=["checked_kinds"],
    stays="it names a group and nobody in it",
)  # fmt: skip
