"""A rota being made: the members of a group say when they can, turns are proposed and changed, and published they become turns.

Which shifts somebody likes is read by nobody; whoever organizes sees who can come when, what is proposed, and why.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trellis.apps.gatherings.models.series import Series
from trellis.apps.gatherings.models.turns import KEPT_DAYS, Shift, belongs
from trellis.core.register import Keep, Personal, Theirs, describe


class RotaState(models.TextChoices):
    """How far a rota is."""

    ASKING = "asking", _("Asking who can")
    PROPOSED = "proposed", _("Proposed")
    PUBLISHED = "published", _("Published")
    DROPPED = "dropped", _("Dropped")


class Wishing(models.TextChoices):
    """What somebody says about a shift."""

    YES = "yes", _("Yes, gladly")
    RATHER_NOT = "rather_not", _("Rather not, but I can")
    NO = "no", _("No, I can’t")


LIKES = {Wishing.YES: 3, Wishing.RATHER_NOT: 0}


class RotaPlan(models.Model):
    """The turns of one series over some weeks, being planned."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    series = models.ForeignKey(Series, models.CASCADE, related_name="rotas")
    first_on = models.DateField()
    last_on = models.DateField()
    answer_by_on = models.DateField()
    state = models.CharField(max_length=10, choices=RotaState, default=RotaState.ASKING)
    n_proposed = models.PositiveSmallIntegerField(default=0)
    """How often it was proposed: the seed of the draw between rotas that are equally good."""
    made_at = models.DateTimeField()

    class Meta:
        app_label = "gatherings"
        ordering = ["-first_on", "id"]
        constraints = [
            models.CheckConstraint(name="rota_ends_after_it_begins", condition=Q(last_on__gte=F("first_on"))),
            models.CheckConstraint(name="rota_state_known", condition=Q(state__in=RotaState.values)),
        ]

    def __str__(self) -> str:
        return self.series.title

    def is_visible_to(self, person) -> bool:
        """Those of the group."""
        return belongs(person, self.series)


class RotaAnswer(models.Model):
    """What one member can do in these weeks."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rota = models.ForeignKey(RotaPlan, models.CASCADE, related_name="answers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    capacity = models.PositiveSmallIntegerField()
    per_week = models.PositiveSmallIntegerField()
    answered_at = models.DateTimeField()
    over_at = models.DateTimeField()

    class Meta:
        app_label = "gatherings"
        ordering = ["answered_at", "id"]
        constraints = [models.UniqueConstraint("rota", "person", name="rota_answered_once")]

    def __str__(self) -> str:
        return str(self.pk)

    def is_visible_to(self, person) -> bool:
        return person is not None and person.pk == self.person_id


class RotaWish(models.Model):
    """What a member says about one shift."""

    id = models.BigAutoField(primary_key=True)
    answer = models.ForeignKey(RotaAnswer, models.CASCADE, related_name="wishes")
    shift = models.ForeignKey(Shift, models.CASCADE, related_name="+")
    wish = models.CharField(max_length=10, choices=Wishing)

    class Meta:
        app_label = "gatherings"
        constraints = [
            models.UniqueConstraint("answer", "shift", name="rota_wish_once"),
            models.CheckConstraint(name="rota_wish_known", condition=Q(wish__in=Wishing.values)),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class RotaTurn(models.Model):
    """A turn as it is proposed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rota = models.ForeignKey(RotaPlan, models.CASCADE, related_name="turns")
    shift = models.ForeignKey(Shift, models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    by_hand = models.BooleanField(default=False)
    over_at = models.DateTimeField()

    class Meta:
        app_label = "gatherings"
        ordering = ["shift__starts_at", "id"]
        constraints = [models.UniqueConstraint("rota", "shift", "person", name="rota_turn_once")]

    def __str__(self) -> str:
        return str(self.pk)


_CAN = {
    "purpose": "Find fair turns that people can do",
    "kind": "personal",
    "basis": "explicit consent, given by answering",
    "retention": f"{KEPT_DAYS} days after the weeks that were planned",
}
describe(RotaPlan, personal={}, plain=["state"])
describe(
    RotaAnswer,
    personal={"person": Personal(readers="the person; whoever organizes sees that they answered", **_CAN)},
    plain=[],
    people={"person": Theirs(on_erasure="delete")},
    keep=(Keep(days=KEPT_DAYS, since="over_at"),),
)
describe(
    RotaWish,
    personal={"wish": Personal(readers="the person; whoever organizes sees only that they can", **_CAN)},
    plain=[],
    people={"answer__person": Theirs(on_erasure="delete")},
)
describe(
    RotaTurn,
    personal={"person": Personal(readers="the person, and whoever organizes", **_CAN)},
    plain=[],
    people={"person": Theirs(on_erasure="delete")},
    keep=(Keep(days=KEPT_DAYS, since="over_at"),),
)
