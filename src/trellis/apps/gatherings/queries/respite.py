"""What everybody, a guest, and the hosts may know of a house."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count
from django.db.models.functions import TruncMonth

from trellis.apps.directory.models.vocabulary import Status
from trellis.apps.gatherings.models import Bed, BedNight, RespiteHouse, Stay
from trellis.apps.gatherings.models.places_waiting import AskState


@dataclass(frozen=True)
class HouseLine:
    """A house, and what is true tonight. `free` is None where the house wants to be asked."""

    house: RespiteHouse
    free: int | None


def houses_now(today: date) -> list[HouseLine]:
    """The houses of organizations that are there, each with its line."""
    houses = list(RespiteHouse.objects.filter(organization__status=Status.ACTIVE).select_related("organization"))
    beds = dict(Bed.objects.filter(in_use=True, house__in=houses).order_by().values_list("house").annotate(n=Count("pk")))
    nights = BedNight.objects.filter(night=today, bed__in_use=True, bed__house__in=houses).order_by()
    taken = dict(nights.values_list("bed__house").annotate(n=Count("pk")))
    return [HouseLine(each, _free(each, beds.get(each.pk, 0), taken.get(each.pk, 0))) for each in houses]


def line_of(house: RespiteHouse, today: date) -> HouseLine:
    """One house's line."""
    beds = Bed.objects.filter(house=house, in_use=True).count()
    return HouseLine(house, _free(house, beds, BedNight.objects.filter(bed__house=house, bed__in_use=True, night=today).count()))


def _free(house: RespiteHouse, beds: int, taken: int) -> int | None:
    return max(0, beds - taken) if house.tells_free_beds and house.open else None


def stay_of(person, house: RespiteHouse) -> Stay | None:
    """What this person has or waits for in the house."""
    return Stay.objects.filter(house=house, person=person).live().first() if person is not None else None


@dataclass(frozen=True)
class Guest:
    """What hosts may read of a stay: the field notes' row of it, and no more."""

    stay: Stay
    bed: str


def guests_of(house: RespiteHouse, today: date) -> list[Guest]:
    """Who is in the house or comes, and for whom a bed is held; the earliest first."""
    stays = Stay.objects.filter(house=house).having().filter(leaves_on__gte=today).order_by("arrives_on", "asked_at", "id")
    stays = list(stays.defer("sealed_plan"))
    beds = dict(BedNight.objects.filter(stay__in=stays).order_by("-night").values_list("stay_id", "bed__name"))
    return [Guest(each, beds.get(each.pk, "")) for each in stays]


def waiting_for(house: RespiteHouse) -> list[Stay]:
    """Who waits, in the order of asking."""
    return list(Stay.objects.filter(house=house).waiting().defer("sealed_plan"))


def nights_by_month(house: RespiteHouse, today: date) -> list[tuple[date, int]]:
    """How many nights somebody slept there, month by month over a year: numbers, when the names have long gone."""
    slept = BedNight.objects.filter(bed__house=house, night__lt=today, night__gte=today - timedelta(days=366))
    slept = slept.exclude(stay__state=AskState.HELD).annotate(month=TruncMonth("night")).order_by("month")
    return list(slept.values_list("month").annotate(n=Count("pk")))
