"""Patrols: who reads the log, who is still out, what the words of an entry may not hold, counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.models import Circle, Organization
from trellis.apps.directory.queries.groups import group_of
from trellis.apps.gatherings.models import Gathering, GatheringKind, GatheringState
from trellis.apps.gatherings.models.safety import PatrolAlarm, PatrolArea, SafetyCount, SafetyEntry
from trellis.apps.gatherings.models.turns import Turn, TurnState
from trellis.apps.gatherings.queries.warmline import shown
from trellis.apps.people.queries.membership import is_member
from trellis.core.references import Ref
from trellis.kernels.text.naming_people import Finding, looks_like

HELD = (TurnState.TAKEN,)
MISSED_AFTER = timedelta(minutes=30)
LOOK_BACK = timedelta(hours=12)
BLOCKING = ("phone", "plate", "email")

NOTICED = {
    "name": _("This looks like somebody’s name."),
    "phone": _("This looks like a telephone number."),
    "plate": _("This looks like a number plate."),
    "address": _("This looks like the address of a home."),
    "email": _("This looks like an e-mail address or the name somebody has online."),
    "looks": _("This says how somebody looks, how old they are or where they seem to come from."),
}

Host = Organization | Circle


def ref_of(host: Host) -> Ref:
    return Ref.to(host) if isinstance(host, Circle) else group_of(host)


def hosted(host: Host) -> dict[str, Host]:
    """The fields by which rows of this group are found."""
    return {"circle": host} if isinstance(host, Circle) else {"organization": host}


def patrols_of(host: Host) -> QuerySet[Gathering]:
    """Patrols of the group."""
    of_host = Q(series__circle=host) if isinstance(host, Circle) else Q(organization=host)
    return Gathering.objects.filter(of_host, kind=GatheringKind.PATROL)


def organizes(person, host: Host) -> bool:
    """Editors of an organization; members of a circle."""
    if person is None:
        return False
    return is_member(person, host) if isinstance(host, Circle) else str(host.pk) in person.scopes_of("editor")


def reads_log(person, host: Host) -> bool:
    """Organizers; and members of the group who hold or held one of its patrols."""
    if person is None:
        return False
    if organizes(person, host):
        return True
    if not is_member(person, ref_of(host)):
        return False
    return Turn.objects.filter(person=person, state__in=HELD, shift__gathering__in=patrols_of(host)).exists()


def out_on(gathering: Gathering) -> QuerySet[Turn]:
    """The turns held on a patrol."""
    return (
        Turn.objects.filter(shift__gathering=gathering, shift__dropped=False, state__in=HELD)
        .select_related("person", "shift")
        .order_by("pk")
    )


def is_out_on(person, gathering: Gathering) -> bool:
    return person is not None and out_on(gathering).filter(person=person).exists()


def is_back(turn: Turn) -> bool:
    """Whether somebody said that this one is back. Expects `back` to be joined."""
    return getattr(turn, "back", None) is not None


def is_public(host: Host) -> bool:
    """Whether people outside may read the counts: of an organization that has some. When its patrols are, only members know."""
    return isinstance(host, Organization) and SafetyCount.objects.filter(**hosted(host)).exists()


def not_back(gathering: Gathering) -> QuerySet[Turn]:
    """Turns of a patrol nobody has said to be back."""
    return out_on(gathering).filter(back=None)


def own_patrols(person, host: Host, *, since: datetime, until: datetime) -> QuerySet[Gathering]:
    """Patrols this person is on."""
    near = patrols_of(host).filter(state=GatheringState.PLANNED, ends_at__gt=since, starts_at__lt=until)
    return near.filter(shifts__turns__person=person, shifts__turns__state__in=HELD).distinct().order_by("starts_at")


def late_patrols(now: datetime) -> list[Gathering]:
    """Patrols that ended half an hour ago or more, from which somebody is not back, and of which nobody was told."""
    ended = Gathering.objects.filter(
        kind=GatheringKind.PATROL, state=GatheringState.PLANNED, ends_at__lte=now - MISSED_AFTER, ends_at__gt=now - LOOK_BACK
    )
    told = PatrolAlarm.objects.values("gathering_id")
    missing = Turn.objects.filter(state__in=HELD, shift__dropped=False, back=None, shift__gathering__in=ended).values("shift__gathering_id")
    return list(ended.filter(pk__in=missing).exclude(pk__in=told).select_related("series", "series__organization", "series__circle"))


def open_alarms(host: Host) -> QuerySet[PatrolAlarm]:
    """Late patrols of the group of which nobody has said that all are safe."""
    return PatrolAlarm.objects.filter(gathering__in=patrols_of(host), settled_at=None).select_related("gathering")


def areas_of(host: Host) -> QuerySet[PatrolArea]:
    return PatrolArea.objects.filter(**hosted(host), retired_at=None).order_by("name", "pk")


def entries_of(host: Host) -> QuerySet[SafetyEntry]:
    """The log, the latest first."""
    return SafetyEntry.objects.filter(**hosted(host)).select_related("area").order_by("-seen_at", "pk")


@dataclass(frozen=True, slots=True)
class Notice:
    """Something in the words that looks like a person: the words themselves, what they look like, and whether they can't be saved."""

    kind: str
    words: str
    sentence: str
    stops: bool
    asks: bool
    """Whether it can be saved once the writer says that it is the name of a place."""


def notices(text: str, host: Host | None = None, *, language: str = "") -> list[Notice]:
    """What a writer is asked about before it is kept. Areas of the group are known places."""
    places = list(areas_of(host).values_list("name", flat=True)) if host is not None else []
    return [_notice(found, text) for found in looks_like(text, places=places, language=language)]


def _notice(found: Finding, text: str) -> Notice:
    stops = found.kind in BLOCKING
    return Notice(found.kind, found.of(text), str(NOTICED[found.kind]), stops, found.kind == "name" and found.sure)


def can_be_saved(found: list[Notice], *, looked_at: bool, are_places: bool) -> bool:
    """Numbers never; a whole name only where it is a place; the rest once the writer has looked at it."""
    if any(each.stops for each in found):
        return False
    if any(each.asks for each in found) and not are_places:
        return False
    return looked_at or not found


@dataclass(frozen=True, slots=True)
class AreaMonth:
    """How often something was seen in one area in a month; None where it is too few to be shown outside."""

    month: date
    area: str
    n: int | None
    kinds: list[tuple[str, int | None]]


def counts(host: Host, *, inside: bool, months: int = 12) -> list[AreaMonth]:
    """By month and area, the latest first. Outside the group 1 to 7 are hidden and the rest is rounded to five."""
    rows: dict[tuple[date, str], dict[str, int]] = {}
    for row in SafetyCount.objects.filter(**hosted(host)).select_related("area").order_by("-month", "area__name", "kind"):
        rows.setdefault((row.month, row.area.name), {})[row.get_kind_display()] = row.n
    latest = sorted({month for month, _area in rows}, reverse=True)[:months]
    return [
        AreaMonth(month, area, shown(sum(kinds.values()), inside=inside), [(kind, shown(n, inside=inside)) for kind, n in kinds.items()])
        for (month, area), kinds in rows.items()
        if month in latest
    ]
