"""Single gatherings: move one, call it off, bring it back, add one, say something about it, count heads."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.models import Space
from trellis.apps.gatherings import events, rules
from trellis.apps.gatherings.models import Gathering, GatheringState, Repeats, Series
from trellis.core.access import only_by_trellis
from trellis.core.actions import Done, WrongState, action

FARTHEST_DAYS = 800
LONGEST = timedelta(days=14)
_PLANNED = ("state", (GatheringState.PLANNED,), None)


@action(
    "gatherings.gathering.move",
    subject=Gathering,
    label=_("Move it"),
    allow=rules.may_organize_gathering,
    event=events.GatheringMoved,
    moves=_PLANNED,
)
def move_gathering(gathering: Gathering, *, starts_at: datetime, ends_at: datetime, note: str = "", now: datetime) -> None:
    """This one time takes place at another time, with words why if there are any. The others stay."""
    _not_begun(gathering, now)
    _possible(gathering.series, starts_at, ends_at, now, but=gathering)
    gathering.starts_at, gathering.ends_at, gathering.note, gathering.changed = starts_at, ends_at, note, True
    _stamp(gathering, now)


@action(
    "gatherings.gathering.call_off",
    subject=Gathering,
    label=_("Call it off"),
    allow=rules.may_organize_gathering,
    event=events.GatheringCalledOff,
    moves=("state", (GatheringState.PLANNED,), GatheringState.CALLED_OFF),
)
def call_off_gathering(gathering: Gathering, *, note: str = "", now: datetime) -> None:
    """This one time does not take place. It stays in the calendar, so that nobody stands before a closed door."""
    if gathering.ends_at <= now:
        raise WrongState(_("This is over already."))
    gathering.note, gathering.changed = note, True
    _stamp(gathering, now)


@action(
    "gatherings.gathering.put_back_on",
    subject=Gathering,
    label=_("It takes place after all"),
    allow=rules.may_organize_gathering,
    event=events.GatheringBackOn,
    moves=("state", (GatheringState.CALLED_OFF,), GatheringState.PLANNED),
)
def put_gathering_back_on(gathering: Gathering, *, now: datetime) -> None:
    """What was called off takes place after all."""
    _not_begun(gathering, now)
    if gathering.series.ended_at is not None and gathering.original_on > gathering.series.until_on:
        raise WrongState(_("This has ended."))
    gathering.note = ""
    _stamp(gathering, now)


@action(
    "gatherings.gathering.note",
    subject=Gathering,
    label=_("Save"),
    allow=rules.may_organize_gathering,
    event=events.GatheringNoted,
    moves=_PLANNED,
)
def note_about_gathering(gathering: Gathering, *, note: str, now: datetime) -> None:
    """Say what people should know about this one time: "bring gloves"."""
    gathering.note = note
    _stamp(gathering, now)


@action("gatherings.gathering.add", subject=Series, label=_("Add it"), allow=rules.may_organize_series, event=events.GatheringAdded)
def add_gathering(
    series: Series, *, starts_at: datetime, ends_at: datetime, title: str = "", note: str = "", space: Space | None = None, now: datetime
) -> Done:
    """One more time beside those of the pattern, or one more part of a festival, which may have a title and a room of its own."""
    if series.ended_at is not None:
        raise WrongState(_("This has ended."))
    _possible(series, starts_at, ends_at, now, alone=series.repeats != Repeats.LISTED)
    day = starts_at.astimezone(series.zone).date()
    last = series.gatherings.filter(original_on=day).aggregate(last=Max("part"))["last"]
    lowest = 0 if series.repeats == Repeats.LISTED else 1
    made = Gathering.objects.create(
        series=series, organization=series.organization, original_on=day, part=lowest if last is None else max(last + 1, lowest),
        starts_at=starts_at, ends_at=ends_at, title=title or series.title, kind=series.kind, seen_by=series.seen_by,
        sensitive=series.sensitive, attendance=series.attendance, location=series.location, space=space or series.space,
        places=series.places, changed=True, note=note, changed_at=now,
    )  # fmt: skip
    series.changed_at = now
    series.save(update_fields=["changed_at"])
    return Done(str(made.pk), subject=made)


@action(
    "gatherings.gathering.count_heads",
    subject=Gathering,
    label=_("Save"),
    allow=rules.may_organize_gathering,
    event=events.HeadsCounted,
    moves=_PLANNED,
)
def count_heads(gathering: Gathering, *, number: int, now: datetime) -> None:
    """How many came. Nothing is written of who."""
    if gathering.starts_at > now:
        raise WrongState(_("This has not begun yet."))
    gathering.head_count = number
    gathering.save(update_fields=["head_count"])


@action("gatherings.gathering.follow", subject=Gathering, label=_("Move it"), allow=only_by_trellis, event=events.GatheringMoved)
def follow_series(gathering: Gathering, *, original_on: date, starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    """Its series has other times now; it goes along. Called inside the change of a series."""
    gathering.original_on, gathering.part, gathering.state = original_on, 0, GatheringState.PLANNED
    gathering.starts_at, gathering.ends_at = starts_at, ends_at
    _stamp(gathering, now)


@action("gatherings.gathering.drop", subject=Gathering, label=_("Take it out"), allow=only_by_trellis, event=events.GatheringCalledOff)
def drop_gathering(gathering: Gathering, *, note: str, now: datetime) -> None:
    """Its series no longer has it. Called inside the change or the end of a series."""
    gathering.state = GatheringState.DROPPED
    gathering.note = note or gathering.note
    _stamp(gathering, now)


def _stamp(gathering: Gathering, now: datetime) -> None:
    gathering.sequence += 1
    gathering.changed_at = now
    gathering.save()


def _not_begun(gathering: Gathering, now: datetime) -> None:
    if gathering.has_begun(now):
        raise WrongState(_("This has begun already."))


def _possible(
    series: Series, starts_at: datetime, ends_at: datetime, now: datetime, *, but: Gathering | None = None, alone: bool = True
) -> None:
    """Not in the past, not endless, not before itself; and, where the series is not a festival, not at the same time as another of it."""
    if ends_at <= starts_at:
        raise WrongState(_("It would end before it begins."))
    if ends_at - starts_at > LONGEST:
        raise WrongState(_("It can last fourteen days at most."))
    if starts_at <= now:
        raise WrongState(_("That time is over already."))
    if starts_at > now + timedelta(days=FARTHEST_DAYS):
        raise WrongState(_("That is more than two years away. Choose a nearer day."))
    if not alone or series.repeats == Repeats.LISTED:
        return
    others = series.gatherings.filter(state=GatheringState.PLANNED).between(starts_at, ends_at)
    if but is not None:
        others = others.exclude(pk=but.pk)
    if others.exists():
        raise WrongState(_("Another one of the same series takes place at that time already."))
