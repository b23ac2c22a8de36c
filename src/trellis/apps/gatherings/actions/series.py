"""Series: set one up, say what it is, give it other times from some day on, end it, and make its gatherings ahead."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.models import Circle, Location, Organization, Service, Space
from trellis.apps.gatherings import events, rules
from trellis.apps.gatherings.actions.times import drop_gathering, follow_series
from trellis.apps.gatherings.models import Gathering, GatheringAttendance, GatheringState, Repeats, SeenBy, Series
from trellis.apps.gatherings.queries.aligning import Alignment, alignment, horizon
from trellis.apps.gatherings.queries.judging import judge
from trellis.apps.gatherings.queries.recurring import Pattern, days, moments_of
from trellis.core.access import only_by_trellis
from trellis.core.actions import Done, WrongState, action, current_person

_TOLD_AGAIN = ("title", "kind", "attendance", "location", "space", "places")
"""What a gathering has from its series, and follows while nobody changed it by hand."""
_ALWAYS = ("seen_by", "sensitive")
"""What every gathering of a series follows, the past ones and the changed ones too: who may know of it."""


@dataclass(frozen=True, kw_only=True)
class Details:
    """What a series is: everything but its times."""

    title: str
    kind: str
    description: str = ""
    who_for: str = ""
    ask_for: str = ""
    language: str = "en"
    seen_by: str = SeenBy.EVERYBODY
    sensitive: bool = False
    attendance: str = GatheringAttendance.IN_PERSON
    location: Location | None = None
    space: Space | None = None
    joining: str = ""
    meeting_types: list[str] = field(default_factory=list)
    service: Service | None = None
    head_count_only: bool = False
    places: int | None = None

    @classmethod
    def of(cls, series: Series) -> Details:
        """Those that a series has now."""
        return cls(**{each.name: getattr(series, each.name) for each in fields(cls)})

    def values(self) -> dict[str, Any]:
        """By field, rows as they are."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


def _may_make(person, host) -> Any:
    return rules.may_organize(person, host)


@action("gatherings.series.make", subject=Organization, label=_("Put it in the calendar"), allow=_may_make, event=events.SeriesMade)
def make_series(organization: Organization, *, details: Details, pattern: Pattern, listed: tuple[date, ...] = (), now: datetime) -> Done:
    """Set up a gathering, once or again and again, for an organization."""
    series = _made({"organization": organization}, details, pattern, listed, now)
    return Done(str(series.pk), subject=series)


@action("gatherings.series.make_in_circle", subject=Circle, label=_("Put it in the calendar"), allow=_may_make, event=events.SeriesMade)
def make_series_in_circle(circle: Circle, *, details: Details, pattern: Pattern, listed: tuple[date, ...] = (), now: datetime) -> Done:
    """The same for a circle, whose members alone will know of it."""
    if details.seen_by != SeenBy.MEMBERS:
        raise WrongState(_("Only the members of a circle may know of its gatherings."))
    series = _made({"circle": circle}, details, pattern, listed, now)
    return Done(str(series.pk), subject=series)


@action(
    "gatherings.series.describe",
    subject=Series,
    label=_("Save"),
    allow=rules.may_organize_series,
    event=events.SeriesDescribed,
)
def describe_series(series: Series, *, details: Details, now: datetime) -> None:
    """Change what it is, for whom or where. Gatherings to come follow; those changed by hand keep what they have."""
    _not_ended(series)
    if series.circle_id and details.seen_by != SeenBy.MEMBERS:
        raise WrongState(_("Only the members of a circle may know of its gatherings."))
    if details.values() == Details.of(series).values():
        return
    for name, value in details.values().items():
        setattr(series, name, value)
    _changed(series, now)
    series.gatherings.update(**{name: getattr(series, name) for name in _ALWAYS}, changed_at=now)
    coming = series.gatherings.filter(starts_at__gt=now, changed=False).exclude(state=GatheringState.DROPPED)
    for row in coming:
        for name in _TOLD_AGAIN:
            setattr(row, name, getattr(series, name))
        row.sequence += 1
        row.changed_at = now
    Gathering.objects.bulk_update(coming, [*_TOLD_AGAIN, "sequence", "changed_at"], batch_size=200)


@action(
    "gatherings.series.reschedule",
    subject=Series,
    label=_("Change them all"),
    allow=rules.may_organize_series,
    event=events.SeriesRescheduled,
)
def reschedule_series(series: Series, *, pattern: Pattern, from_on: date, today: date, now: datetime) -> None:
    """Those planned for `from_on` and later go to the days of a new pattern. What was before stays, and each that was changed by hand."""
    _not_ended(series)
    if series.repeats == Repeats.LISTED or pattern.repeats == Repeats.LISTED:
        raise WrongState(_("Its days are given one by one. Move or add single ones."))
    if pattern.first_on < today or from_on < today:
        raise WrongState(_("Only what is still to come can be changed. Choose a first day that is not over."))
    _must_be_possible(pattern)
    since = min(from_on, pattern.first_on)
    for name, value in asdict(pattern).items():
        setattr(series, name, value)
    _changed(series, now)
    if series.repeats == Repeats.ONCE:
        _become_single(series, since, now)
        return
    found = alignment(series, since=since, today=today)
    _write(series, found, now)
    series.made_until = found.until
    series.save(update_fields=["made_until"])


@action("gatherings.series.end", subject=Series, label=_("End it"), allow=rules.may_organize_series, event=events.SeriesEnded)
def end_series(series: Series, *, last_on: date, words: str = "", now: datetime) -> None:
    """It takes place for the last time on or before `last_on`; what was planned later falls away."""
    _not_ended(series)
    for row in series.gatherings.filter(held_on__gt=last_on, starts_at__gt=now, state=GatheringState.PLANNED):
        drop_gathering(row, note=words, now=now)
    series.until_on, series.ended_at = max(last_on, series.first_on), now
    _changed(series, now)


@action("gatherings.series.make_ahead", subject=Series, label=_("Make ahead"), allow=only_by_trellis, event=events.SeriesMadeAhead)
def make_ahead(series: Series, *, today: date, now: datetime) -> Done:
    """Make the gatherings of the year to come that are not there yet, and take out what fell on a new holiday. Twice does no harm."""
    found = alignment(series, since=max(today, series.first_on), today=today)
    # Only days are made and taken out here; the times of what stands are changed by people.
    found.move = []
    found.drop = [row for row in found.drop if row.starts_at > now]
    made = _write(series, found, now)
    series.made_until = found.until
    series.save(update_fields=["made_until"])
    return Done(made, {"n_made": made, "n_dropped": len(found.drop)})


def _made(host: dict[str, Any], details: Details, pattern: Pattern, listed: tuple[date, ...], now: datetime) -> Series:
    if pattern.repeats != Repeats.LISTED:
        _must_be_possible(pattern)
    person = current_person()
    values = asdict(pattern) | details.values() | host
    series = Series(**values, made_by=person if person is not None and person.pk else None, made_at=now, changed_at=now)
    today = now.astimezone(series.zone).date()
    series.made_until = horizon(series, today)
    series.save()
    wanted = sorted(set(listed)) or (list(days(pattern, since=pattern.first_on, until=series.made_until)) if pattern.comes_again else [])
    if pattern.repeats == Repeats.ONCE:
        wanted = [pattern.first_on]
    Gathering.objects.bulk_create([_new(series, day, now) for day in wanted])
    return series


def _new(series: Series, day: date, now: datetime) -> Gathering:
    starts_at, ends_at = moments_of(series, day)
    told = {name: getattr(series, name) for name in (*_TOLD_AGAIN, *_ALWAYS)}
    return Gathering(
        series=series, organization=series.organization, original_on=day, starts_at=starts_at, ends_at=ends_at, changed_at=now, **told
    )


def _write(series: Series, found: Alignment, now: datetime) -> int:
    """Do what an alignment found. Days are unique in a series, so those that swap days first step aside."""
    crossing = {day for _row, day in found.move} & {row.original_on for row, day in found.move if row.original_on != day}
    if crossing:
        for number, (row, _day) in enumerate(found.move):
            if row.original_on in crossing:
                Gathering.objects.filter(pk=row.pk).update(part=100_000 + number)
    for row in found.drop:
        drop_gathering(row, note="", now=now)
    for row, day in found.move:
        starts_at, ends_at = moments_of(series, day)
        follow_series(row, original_on=day, starts_at=starts_at, ends_at=ends_at, now=now)
    for row in found.revive:
        starts_at, ends_at = moments_of(series, row.original_on)
        follow_series(row, original_on=row.original_on, starts_at=starts_at, ends_at=ends_at, now=now)
    made = Gathering.objects.bulk_create([_new(series, day, now) for day in found.add], ignore_conflicts=True)
    return len(made)


def _become_single(series: Series, since: date, now: datetime) -> None:
    """The first that was still to come goes to the one day; the others fall away."""
    rows = list(_planned(series).filter(original_on__gte=since).order_by("original_on"))
    starts_at, ends_at = moments_of(series, series.first_on)
    for row in rows[1:]:
        drop_gathering(row, note="", now=now)
    if rows:
        series.gatherings.filter(original_on=series.first_on, part=0).exclude(pk=rows[0].pk).update(part=100_000)
        follow_series(rows[0], original_on=series.first_on, starts_at=starts_at, ends_at=ends_at, now=now)
    else:
        Gathering.objects.bulk_create([_new(series, series.first_on, now)], ignore_conflicts=True)


def _planned(series: Series):
    """Those of its pattern that nobody changed by hand."""
    return series.gatherings.filter(part=0, changed=False, state=GatheringState.PLANNED)


def _must_be_possible(pattern: Pattern) -> None:
    problem = judge(pattern).problem
    if problem:
        reasons = {
            "until": _("It would end before it begins."),
            "overlaps": _("It would begin again before the last one has ended."),
        }
        raise WrongState(reasons.get(problem, _("No day fits, so it would never take place.")))


def _not_ended(series: Series) -> None:
    if series.ended_at is not None:
        raise WrongState(_("This has ended."))


def _changed(series: Series, now: datetime) -> None:
    series.sequence += 1
    series.changed_at = now
    series.save()
