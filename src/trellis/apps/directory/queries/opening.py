"""From schedules to the opening rules that the hours kernel reckons with."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings

from trellis.apps.directory.models import Schedule, Service, ServiceAtLocation
from trellis.apps.directory.models.days import parse_byday, parse_month_days
from trellis.kernels.hours import Calendar, Rule, Status, status


def rules_of(schedules: Iterable[Schedule]) -> list[Rule]:
    """Rules in the schedules' own local time; those without an opening time say nothing and are left out."""
    return [_rule(each) for each in schedules if each.opens_at is not None]


def _rule(schedule: Schedule) -> Rule:
    weekdays, nth = parse_byday(schedule.byday)
    return Rule(
        weekdays=tuple(weekdays),
        nth=tuple(nth),
        month_days=tuple(parse_month_days(schedule.bymonthday)),
        opens=_minutes(schedule.opens_at),
        closes=_minutes(schedule.closes_at) if schedule.closes_at is not None else None,
        freq=schedule.freq,
        interval=schedule.interval,
        starts_on=schedule.dtstart,
        until=schedule.until,
        valid_from=schedule.valid_from,
        valid_to=schedule.valid_to,
        term_time_only=schedule.term_time_only,
        closed_on_holidays=schedule.closed_on_holidays,
        except_dates=tuple(date.fromisoformat(day) for day in schedule.except_dates),
        by_appointment=schedule.by_appointment,
    )


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def schedules_at(service: Service, at_location: ServiceAtLocation | None) -> list[Schedule]:
    """The schedules that hold for a service at a place: the place's own for it, else the service's, else the building's."""
    if at_location is not None:
        own = list(at_location.schedules.all())
        if own:
            return own
    general = list(service.schedules.all())
    if general or at_location is None:
        return general
    return list(at_location.location.schedules.all())


def zone_of(schedules: Iterable[Schedule], at_location: ServiceAtLocation | None = None) -> ZoneInfo:
    """The zone in which these schedules are written."""
    named = next((each.time_zone for each in schedules if each.time_zone), "")
    if not named and at_location is not None:
        named = at_location.location.time_zone
    return ZoneInfo(named or settings.PLACE_TIME_ZONE)


def status_at(rules: list[Rule], calendar: Calendar, *, zone: ZoneInfo, now: datetime) -> Status:
    """Open or not at the instant `now`; the answer's times are local to `zone`."""
    return status(rules, calendar, now.astimezone(zone).replace(tzinfo=None))
