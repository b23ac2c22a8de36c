"""The log of patrols, and coming back."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.models import Circle, Organization
from trellis.apps.gatherings import rules
from trellis.apps.gatherings.events import safety as events
from trellis.apps.gatherings.models import Gathering
from trellis.apps.gatherings.models.safety import Answered, PatrolAlarm, PatrolArea, PatrolBack, SafetyCount, SafetyEntry, Seen
from trellis.apps.gatherings.queries import safety as queries
from trellis.core.access import only_by_trellis, signed_in
from trellis.core.actions import Done, Refused, WrongState, action, as_program, current_person

COUNT_AFTER = timedelta(days=1)
CHANGE_WITHIN = timedelta(days=1)
MOST_AREAS = 40
_NUMBERS = _("Take out what looks like a telephone number, a number plate or an address online. It names somebody.")
_NAMES = _("Take out the name, or say that it is the name of a place.")
_LOOK = _("Look at the words again. Something in them may tell who it was.")


@action("gatherings.area.add", label=_("Add it"), allow=signed_in, event=events.AreaAdded)
def add_area(*, host: Organization | Circle, name: str, now: datetime) -> Done:
    """A part of the town that the group looks after. The same name twice is one area."""
    if not rules.may_organize(current_person(), host):
        raise Refused(_("Only those who organize for this group may do this."))
    if any(each.kind in ("phone", "plate", "email", "address") for each in queries.notices(name)):
        raise WrongState(_("Name a part of the town, not an address."))
    areas = queries.areas_of(host)
    if areas.count() >= MOST_AREAS:
        raise WrongState(_("You have many areas already. Take one away first."))
    same = areas.filter(name__iexact=name).first()
    area = same or PatrolArea.objects.create(name=name, **queries.hosted(host))
    return Done(str(area.pk), subject=area)


@action("gatherings.area.retire", subject=PatrolArea, label=_("Take it away"), allow=rules.may_organize_hosted, event=events.AreaRetired)
def retire_area(area: PatrolArea, *, now: datetime) -> None:
    """No longer offered. What was written about it stays."""
    if area.retired_at is None:
        area.retired_at = now
        area.save(update_fields=["retired_at"])


@action("gatherings.entry.write", subject=PatrolArea, label=_("Save it"), allow=rules.reads_log, event=events.EntryWritten)
def write_entry(
    area: PatrolArea, *, told: dict, gathering: Gathering | None = None, looked_at: bool = False, are_places: bool = False, now: datetime
) -> Done:
    """What was seen and done. Numbers of people are refused; whole names too, unless they are places."""
    if area.retired_at is not None:
        raise WrongState(_("This area is no longer in use. Choose another one."))
    if gathering is not None and not queries.patrols_of(area.host).filter(pk=gathering.pk).exists():
        gathering = None
    told = _checked(told, area, looked_at, are_places, now)
    entry = SafetyEntry.objects.create(
        area=area, gathering=gathering, person=current_person(), written_at=now, **queries.hosted(area.host), **told
    )
    return Done(str(entry.pk), subject=entry)


@action("gatherings.entry.change", subject=SafetyEntry, label=_("Save it"), allow=rules.wrote_entry, event=events.EntryChanged)
def change_entry(
    entry: SafetyEntry, *, told: dict, area: PatrolArea, looked_at: bool = False, are_places: bool = False, now: datetime
) -> None:
    """Change it within a day."""
    _still_open(entry, now)
    if area.host != entry.host:
        raise WrongState(_("Choose an area of your group."))
    for name, value in _checked(told, area, looked_at, are_places, now).items():
        setattr(entry, name, value)
    entry.area = area
    entry.save()


@action("gatherings.entry.remove", subject=SafetyEntry, label=_("Remove it"), allow=rules.may_remove_entry, event=events.EntryRemoved)
def remove_entry(entry: SafetyEntry, *, now: datetime) -> None:
    """Remove it: whoever wrote it, or an organizer who sees that it names somebody. What was counted stays counted."""
    SafetyEntry.objects.filter(pk=entry.pk).delete()


@action("gatherings.entry.count", label=_("Count"), allow=only_by_trellis, event=events.EntriesCounted)
def count_entries(*, area: PatrolArea, now: datetime) -> Done:
    """Add entries that are a day old to the counts of their month: each once."""
    waiting = SafetyEntry.objects.select_for_update().filter(area=area, counted_at=None, written_at__lte=now - COUNT_AFTER)
    found = list(waiting.values_list("pk", "seen_at", "kind"))
    sums: dict[tuple, int] = {}
    for _pk, seen_at, kind in found:
        month = seen_at.date().replace(day=1)
        sums[month, kind] = sums.get((month, kind), 0) + 1
    for (month, kind), n in sums.items():
        row, _is_new = SafetyCount.objects.get_or_create(area=area, month=month, kind=kind, defaults=queries.hosted(area.host))
        SafetyCount.objects.filter(pk=row.pk).update(n=F("n") + n)
    SafetyEntry.objects.filter(pk__in=[pk for pk, _seen, _kind in found]).update(counted_at=now)
    return Done(len(found), {"n": len(found)}, subject=area)


@action("gatherings.patrol.return", subject=Gathering, label=_("We are all back"), allow=rules.on_patrol, event=events.PatrolReturned)
def say_back(gathering: Gathering, *, turns: Iterable[uuid.UUID], now: datetime) -> Done:
    """These are back, said by one of them or by an organizer. Said twice it counts once. With the last one a late patrol is settled."""
    if gathering.starts_at > now:
        raise WrongState(_("The patrol has not begun."))
    wanted, person, n_new = set(turns), current_person(), 0
    for turn in queries.out_on(gathering):
        if turn.pk in wanted:
            said = {"gathering": gathering, "back_at": now, "told_by": person}
            _back, is_new = PatrolBack.objects.get_or_create(turn=turn, defaults=said)
            n_new += is_new
    if not queries.not_back(gathering).exists():
        PatrolAlarm.objects.filter(gathering=gathering, settled_at=None).update(settled_at=now)
    return Done(n_new, {"n": n_new})


@action("gatherings.patrol.miss", label=_("Tell"), allow=only_by_trellis, event=events.PatrolMissed)
def miss_patrol(*, gathering: Gathering, now: datetime) -> Done:
    """Half an hour late: the coordinators are told, once."""
    PatrolAlarm.objects.get_or_create(gathering=gathering, defaults={"told_at": now})
    return Done(subject=gathering)


def watch_the_patrols(now: datetime) -> int:
    """Tell of every patrol that is late at this moment; how many."""
    late = queries.late_patrols(now)
    with as_program("clock"):
        for gathering in late:
            miss_patrol(gathering=gathering, now=now)
    return len(late)


def count_all(now: datetime) -> int:
    """Count the entries of every area that has some to count."""
    waiting = SafetyEntry.objects.filter(counted_at=None, written_at__lte=now - COUNT_AFTER).values_list("area_id", flat=True).distinct()
    with as_program("clock"):
        return sum(count_entries(area=area, now=now) for area in PatrolArea.objects.filter(pk__in=list(waiting)))


def _still_open(entry: SafetyEntry, now: datetime) -> None:
    if now > entry.written_at + CHANGE_WITHIN:
        raise WrongState(_("You can change this for a day. You can still remove it."))


def _checked(told: dict, area: PatrolArea, looked_at: bool, are_places: bool, now: datetime) -> dict:
    if told["kind"] not in Seen.values or not set(told["done"]) <= set(Answered.values):
        raise WrongState(_("Choose one of the answers in the list."))
    if told["seen_at"] > now + timedelta(minutes=5):
        raise WrongState(_("You cannot have seen it later than now."))
    found = queries.notices(told["words"], area.host, language=told.get("language", ""))
    if not queries.can_be_saved(found, looked_at=looked_at, are_places=are_places):
        raise WrongState(_NUMBERS if any(each.stops for each in found) else _NAMES if any(each.asks for each in found) else _LOOK)
    return told
