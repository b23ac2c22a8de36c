"""What everybody, and the people of a garden, may know of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncMonth

from trellis.apps.directory.models.vocabulary import Status
from trellis.apps.gatherings.models import (
    AskState,
    Garden,
    Gathering,
    GatheringKind,
    GatheringState,
    Harvest,
    HarvestShare,
    Measure,
    Plot,
    SeenBy,
    Tenancy,
)
from trellis.apps.gatherings.models.places_waiting import HAS_IT


@dataclass(frozen=True)
class GardenLine:
    """A garden with what is true of its plots now."""

    garden: Garden
    n_plots: int
    n_free: int
    n_waiting: int


@dataclass(frozen=True)
class Month:
    """What was picked in one month."""

    month: date
    grams: int
    pieces: int

    @property
    def kilos(self) -> float:
        return self.grams / 1000


def gardens_now() -> list[GardenLine]:
    """The gardens of organizations that are there."""
    gardens = list(Garden.objects.filter(organization__status=Status.ACTIVE).select_related("organization", "location"))
    return _lines(gardens)


def line_of(garden: Garden) -> GardenLine:
    """One garden's line."""
    return _lines([garden])[0]


def _lines(gardens: list[Garden]) -> list[GardenLine]:
    plots = dict(Plot.objects.filter(garden__in=gardens, in_use=True).order_by().values_list("garden").annotate(n=Count("pk")))
    rows = Tenancy.objects.filter(garden__in=gardens).order_by().values("garden")
    states = {
        each["garden"]: each
        for each in rows.annotate(
            waiting=Count("pk", filter=Q(state=AskState.WAITING)), having=Count("pk", filter=Q(state__in=HAS_IT, plot__in_use=True))
        )
    }
    found = []
    for each in gardens:
        state = states.get(each.pk, {"waiting": 0, "having": 0})
        n = plots.get(each.pk, 0)
        found.append(GardenLine(each, n, max(0, n - state["having"]), state["waiting"]))
    return found


def tenancy_of(person, garden: Garden) -> Tenancy | None:
    """What this person has or waits for there, as the first or the second."""
    if person is None:
        return None
    return Tenancy.objects.filter(garden=garden).live().filter(Q(person=person) | Q(second=person)).first()


def work_days(garden: Garden, now: datetime) -> list[Gathering]:
    """The next days of working together that everybody may know of."""
    found = Gathering.objects.filter(organization=garden.organization, kind=GatheringKind.WORK_DAY, seen_by=SeenBy.EVERYBODY)
    return list(found.filter(state=GatheringState.PLANNED, starts_at__gt=now).order_by("starts_at")[:3])


def picked_by_month(garden: Garden, today: date) -> list[Month]:
    """Totals over a year, the latest month first."""
    rows = (
        Harvest.objects.filter(garden=garden, picked_on__gt=today - timedelta(days=366)).order_by().annotate(month=TruncMonth("picked_on"))
    )
    rows = rows.values("month").annotate(
        grams=Sum("amount", filter=Q(measure=Measure.GRAMS), default=0), pieces=Sum("amount", filter=Q(measure=Measure.PIECES), default=0)
    )
    return [Month(each["month"], each["grams"], each["pieces"]) for each in rows.order_by("-month")]


def harvests_of(garden: Garden) -> list[Harvest]:
    """The latest, those that can still be wished for first."""
    return sorted(Harvest.objects.filter(garden=garden)[:12], key=lambda each: not each.is_open)


def wish_of(person, harvest: Harvest) -> HarvestShare | None:
    """Whether this person would like some, and what became of it."""
    return HarvestShare.objects.filter(harvest=harvest, person=person).first() if person is not None else None
