"""Gardens: plots and who looks after them, and what was picked."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.models import Location, Organization
from trellis.apps.gatherings.models.places_waiting import ASKED_PLAIN, HAS_IT, LIVE, Asked, asked_fields
from trellis.core.actions.context import acting_as_program
from trellis.core.register import Keep, Personal, Theirs, describe
from trellis.core.texts import written_in

KEPT_DAYS = 90
SHARES_KEPT_DAYS = 400


class Garden(models.Model):
    """A garden with plots, and the season for which they are given."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="gardens")
    location = models.ForeignKey(Location, models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120)
    about = models.TextField(blank=True)
    language = models.CharField(max_length=35, default=written_in)
    season_ends_on = models.DateField()
    """Until when a plot is given. Whoever has it may keep it on for the season after."""
    made_at = models.DateTimeField()

    class Meta:
        app_label = "gatherings"
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Plot(models.Model):
    """A plot of a garden."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    garden = models.ForeignKey(Garden, models.CASCADE, related_name="plots")
    name = models.CharField(max_length=40)
    square_metres = models.PositiveSmallIntegerField(null=True, blank=True)
    raised = models.BooleanField(default=False)
    """A raised bed that one can reach standing or from a wheelchair."""
    in_use = models.BooleanField(default=True)

    class Meta:
        app_label = "gatherings"
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint("garden", "name", name="plot_once")]

    def __str__(self) -> str:
        return self.name


class Tenancy(Asked):
    """Somebody asks for a plot, and looks after it for a season, alone or with another."""

    garden = models.ForeignKey(Garden, models.CASCADE, related_name="tenancies")
    plot = models.ForeignKey(Plot, models.SET_NULL, null=True, blank=True, related_name="tenancies")
    raised_only = models.BooleanField(default=False)
    second = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    """Who looks after it as well."""
    until_on = models.DateField(null=True, blank=True)

    class Meta(Asked.Meta):
        app_label = "gatherings"
        verbose_name_plural = "tenancies"
        constraints = [
            *Asked.Meta.constraints,
            models.UniqueConstraint("plot", name="plot_has_one_tenancy", condition=Q(state__in=HAS_IT, plot__isnull=False)),
            models.UniqueConstraint("garden", "person", name="one_plot_each", condition=Q(state__in=LIVE, person__isnull=False)),
            models.CheckConstraint(name="who_has_a_plot_has_a_plot", condition=~Q(state__in=HAS_IT) | Q(plot__isnull=False)),
            models.CheckConstraint(name="tenancy_of_two", condition=Q(second=None) | ~Q(second=models.F("person"))),
        ]
        indexes = [
            models.Index(fields=["garden", "state", "asked_at"], name="tenancy_queue"),
            models.Index(fields=["person", "state"], name="tenancy_of_person"),
            models.Index(fields=["second", "state"], name="tenancy_of_second"),
        ]

    def is_visible_to(self, person) -> bool:
        """The two who look after it."""
        return acting_as_program() or (person is not None and person.pk in (self.person_id, self.second_id))


class Measure(models.TextChoices):
    """How a harvest is counted."""

    GRAMS = "grams", _("grams")
    PIECES = "pieces", _("pieces")


class Harvest(models.Model):
    """What was picked, and in how many shares it goes to who would like some. Nobody who picked it is named."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    garden = models.ForeignKey(Garden, models.CASCADE, related_name="harvests")
    what = models.CharField(max_length=80)
    language = models.CharField(max_length=35, default=written_in)
    amount = models.PositiveIntegerField()
    measure = models.CharField(max_length=6, choices=Measure)
    picked_on = models.DateField()
    n_shares = models.PositiveSmallIntegerField(default=0)
    """0: all of it was taken or given away already; it is only counted."""
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    """Who told it, and may share it out."""
    noted_at = models.DateTimeField()
    shared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "gatherings"
        ordering = ["-picked_on", "-noted_at"]
        constraints = [
            models.CheckConstraint(name="harvest_is_something", condition=Q(amount__gte=1, amount__lte=10_000_000, n_shares__lte=200)),
            models.CheckConstraint(name="harvest_measure_known", condition=Q(measure__in=Measure.values)),
        ]
        indexes = [models.Index(fields=["garden", "-picked_on"], name="harvest_of_garden")]

    def __str__(self) -> str:
        return self.what

    @property
    def is_open(self) -> bool:
        """Whether one can still say that one would like some."""
        return self.n_shares > 0 and self.shared_at is None


class HarvestShare(models.Model):
    """Somebody would like some; `got` is told when it is shared out, with the number they had had before."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    harvest = models.ForeignKey(Harvest, models.CASCADE, related_name="shares")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    wished_at = models.DateTimeField()
    got = models.BooleanField(null=True, blank=True)
    had_before = models.PositiveSmallIntegerField(default=0)

    class Meta:
        app_label = "gatherings"
        constraints = [models.UniqueConstraint("harvest", "person", name="harvest_share_once")]
        indexes = [models.Index(fields=["person", "got"], name="harvest_of_person")]

    def __str__(self) -> str:
        return str(self.pk)


_RETENTION = f"{KEPT_DAYS} days after it was given back"
describe(Garden, personal={}, plain=["name", "about", "language"])
describe(Plot, personal={}, plain=["name"])
describe(
    Tenancy,
    personal={
        **asked_fields(purpose="Know who looks after a plot, and tell them when something changes", retention=_RETENTION),
        "second": Personal(
            purpose="Know who looks after a plot as well",
            kind="personal",
            basis="explicit consent, given by a yes of their own",
            retention=_RETENTION,
            readers="the two who look after it",
        ),
    },
    plain=ASKED_PLAIN,
    people={"person": Theirs(on_erasure="delete"), "second": Theirs(on_erasure="unlink")},
    keep=(Keep(days=KEPT_DAYS, since="settled_at"),),
)
_SHARED = {"basis": "explicit consent, given by joining in", "retention": f"{SHARES_KEPT_DAYS} days, to share fairly over a year"}
describe(
    Harvest,
    personal={
        "person": Personal(
            purpose="Let whoever told it share it out",
            kind="personal",
            readers="the person",
            **_SHARED | {"retention": "as long as the row, or until they are erased"},
        )
    },
    plain=["what", "language", "measure"],
    people={"person": Theirs(on_erasure="unlink", takeout=False)},
    stays="the garden's own count of what was picked; whoever told it is unlinked when erased",
)
describe(
    HarvestShare,
    personal={
        "person": Personal(
            purpose="Share what was picked with those who had least",
            kind="personal",
            readers="the person, and whoever shares it out",
            **_SHARED,
        )
    },
    plain=[],
    people={"person": Theirs(on_erasure="delete")},
    keep=(Keep(days=SHARES_KEPT_DAYS, since="wished_at"),),
)
