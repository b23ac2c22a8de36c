"""Rounds and pickups, as one person may see them; what is fetched by month; what goes wrong at which donor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from trellis.apps.directory.models import Organization
from trellis.apps.directory.queries.groups import group_of
from trellis.apps.exchange.models import Pickup, PickupRound, PickupStop
from trellis.apps.exchange.models.pickups import PickupState, StopKind, StopState, ZeroReason
from trellis.apps.exchange.queries.pickups_sharing import shares
from trellis.apps.people.queries.blocks import hides
from trellis.apps.people.queries.membership import membership_of, memberships_of
from trellis.core.ui.words import here

SERVED_DAYS = 28


def hubs_of(person) -> QuerySet[Organization]:
    """Hubs that the person coordinates or belongs to, as far as they have rounds."""
    scopes = [each for each in person.scopes_of("editor") if each]
    groups = [each.group.id for each in memberships_of(person)]
    return Organization.objects.filter(Q(pk__in=scopes) | Q(pk__in=groups), pickup_rounds__isnull=False).distinct().order_by("name")


def coming_pickups(hubs: Iterable[Organization], *, since: datetime, until: datetime) -> QuerySet[Pickup]:
    """What is driven next, the earliest first."""
    found = Pickup.objects.filter(round__hub__in=hubs, state=PickupState.PLANNED, ends_at__gt=since, starts_at__lt=until)
    return found.select_related("round", "round__hub").order_by("starts_at", "id")


def driven_by(person, *, since: datetime) -> QuerySet[Pickup]:
    """What this person drives."""
    found = Pickup.objects.filter(driver=person, state=PickupState.PLANNED, ends_at__gt=since)
    return found.select_related("round", "round__hub").order_by("starts_at", "id")


def arriving_at(person, *, since: datetime) -> QuerySet[PickupStop]:
    """Food that comes to, or is fetched from, the organizations that this person speaks for."""
    scopes = [each for each in person.scopes_of("editor") if each]
    found = PickupStop.objects.filter(stop__organization__in=scopes, pickup__ends_at__gt=since)
    found = found.exclude(pickup__state=PickupState.CALLED_OFF)
    return found.select_related("pickup", "stop", "stop__round").order_by("pickup__starts_at", "id")


def stops_of(pickup: Pickup) -> list[PickupStop]:
    """All stops of one pickup, with where they are. One query."""
    found = pickup.stops.select_related("stop", "stop__location", "stop__organization")
    return sorted(found, key=lambda each: (each.stop.kind, each.stop.opens, each.stop.name, str(each.pk)))


def served_lately(pickup: Pickup) -> Counter:
    """How many grams each taker of the round had in the four weeks before, by the id of its stop."""
    since = pickup.starts_at - timedelta(days=SERVED_DAYS)
    rows = PickupStop.objects.filter(
        stop__round_id=pickup.round_id, stop__kind=StopKind.TAKER, state=StopState.LOGGED,
        pickup__starts_at__gte=since, pickup__starts_at__lt=pickup.starts_at,
    )  # fmt: skip
    total: Counter = Counter()
    for stop_id, grams in rows.values_list("stop_id", "grams"):
        total[stop_id] += grams
    return total


def sharing_of(pickup: Pickup, stops: Iterable[PickupStop], *, served: Counter | None = None) -> dict:
    """How much each taker that is still to come gets, by the id of its row: of what was weighed, and of what is expected elsewhere.

    Least served first, measured by what each said it needs; whole crates; never more than there is room for.
    """
    stops = list(stops)
    donors = [each for each in stops if each.stop.kind == StopKind.DONOR and each.state != StopState.WITHDRAWN]
    takers = [each for each in stops if each.stop.kind == StopKind.TAKER]
    there_is = sum(each.grams if each.state == StopState.LOGGED else each.stop.grams for each in donors)
    there_is -= sum(each.grams for each in takers if each.state == StopState.LOGGED)
    waiting = {each.stop_id: each for each in takers if each.state == StopState.EXPECTED}
    given = shares(
        max(there_is, 0),
        needs={id: each.stop.grams for id, each in waiting.items()},
        room={id: each.stop.room_grams for id, each in waiting.items()},
        served=served if served is not None else served_lately(pickup),
        crate=pickup.round.crate_grams,
        seed=str(pickup.pk),
    )
    return {each.pk: given[id] for id, each in waiting.items()}


def all_is_fetched(stops: Iterable[PickupStop]) -> bool:
    """Whether every donor has been seen."""
    return all(each.state != StopState.EXPECTED for each in stops if each.stop.kind == StopKind.DONOR)


def on_board(stops: Iterable[PickupStop]) -> int:
    """What was fetched and is not handed over yet, in grams."""
    signs = {StopKind.DONOR: 1, StopKind.TAKER: -1}
    return sum(signs[each.stop.kind] * (each.grams or 0) for each in stops)


def driver_name(pickup: Pickup, *, reader) -> str:
    """The name the driver has in the hub's group; "" when nobody drives."""
    if pickup.driver_id is None:
        return ""
    if reader is not None and pickup.driver_id == reader.pk:
        return _("You")
    membership = None if pickup.driver_id in hides(reader) else membership_of(pickup.driver, group_of(pickup.round.hub))
    return membership.display_name if membership is not None else _("Somebody")


def rounds_of(hub: Organization) -> QuerySet[PickupRound]:
    """The rounds of a hub, stops with them."""
    return hub.pickup_rounds.prefetch_related(Prefetch("stops")).order_by("name", "id")


@dataclass(slots=True)
class Month:
    """What was fetched in one month: grams in all and by taker, how often there was nothing and why."""

    month: str
    grams: int = 0
    by_taker: Counter = field(default_factory=Counter)
    zeros: Counter = field(default_factory=Counter)

    @property
    def takers(self) -> list[tuple[str, int]]:
        return sorted(self.by_taker.items())

    @property
    def reasons(self) -> list[tuple[str, int]]:
        words = dict(ZeroReason.choices)
        return [(str(words[code]), n) for code, n in sorted(self.zeros.items())]


def months_of(hub: Organization) -> list[Month]:
    """The totals of a hub, the latest month first. Takers are organizations; nobody who drove is in it."""
    months: dict[str, Month] = {}
    rows = PickupStop.objects.filter(stop__round__hub=hub, state=StopState.LOGGED).select_related(None)
    for starts_at, kind, name, grams, reason in rows.values_list("pickup__starts_at", "stop__kind", "stop__name", "grams", "zero_reason"):
        key = f"{here(starts_at):%Y-%m}"
        month = months.setdefault(key, Month(key))
        if kind == StopKind.DONOR:
            month.grams += grams
            if not grams:
                month.zeros[reason] += 1
        else:
            month.by_taker[name] += grams
    return sorted(months.values(), key=lambda each: each.month, reverse=True)


@dataclass(frozen=True, slots=True)
class Trouble:
    """How one donor's pickups went: how often there was food, how often not and why. For whoever coordinates only."""

    name: str
    n_times: int
    zeros: list[tuple[str, int]]


def troubles_of(hub: Organization, *, since: datetime) -> list[Trouble]:
    """Donors at whose door there was nothing, the most often first."""
    rows = PickupStop.objects.filter(stop__round__hub=hub, stop__kind=StopKind.DONOR, state=StopState.LOGGED, pickup__starts_at__gte=since)
    times: Counter = Counter()
    zeros: dict[str, Counter] = {}
    for name, grams, reason in rows.values_list("stop__name", "grams", "zero_reason"):
        times[name] += 1
        if not grams:
            zeros.setdefault(name, Counter())[reason] += 1
    words = dict(ZeroReason.choices)
    found = [Trouble(name, times[name], [(str(words[code]), n) for code, n in why.most_common()]) for name, why in zeros.items()]
    return sorted(found, key=lambda each: (-sum(n for _why, n in each.zeros), each.name))
