"""Whoever looks for an evening peer group near Clacton, tonight, step-free and free, finds one."""

from datetime import date, datetime, time, timedelta

import pytest

from trellis.apps.directory.demo import records
from trellis.kernels.geo import distance
from trellis.kernels.hours import Rule, is_open
from trellis.kernels.hours.rules import Calendar

TODAY = date(2026, 11, 22)
CLACTON = (51.7895, 1.1530)
FIVE_MILES = 8_047
# As in the first days of a year, when many things rest.
CALENDAR = Calendar(
    holidays={date(2026, 12, 25): "christmas_day", date(2026, 12, 28): "boxing_day_substitute", date(2027, 1, 1): "new_year"},
    terms=((date(2026, 9, 1), date(2026, 12, 18)), (date(2027, 1, 4), date(2027, 2, 12))),
)


def minutes(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:])


def rule_of(schedule) -> Rule:
    return Rule(
        weekdays=tuple(schedule.weekdays),
        opens=minutes(schedule.opens_at),
        closes=minutes(schedule.closes_at) if schedule.closes_at else None,
        freq=schedule.freq,
        interval=schedule.interval,
        nth=tuple(schedule.nth),
        starts_on=schedule.starts_on,
        until=schedule.until,
        valid_from=schedule.valid_from,
        valid_to=schedule.valid_to,
        term_time_only=schedule.term_time_only,
        closed_on_holidays=schedule.closed_on_holidays,
        except_dates=tuple(schedule.except_dates),
        by_appointment=schedule.by_appointment,
    )


@pytest.fixture(scope="module")
def groups():
    """(name, location, rules) of every meeting of a peer group near Clacton that anyone may walk into."""
    place = records(TODAY)
    locations = {each.key: each for each in place.locations}
    kinds = {each.key: each.kind for each in place.organizations}
    found = []
    for service in place.services:
        if service.kind != "meeting" or kinds[service.organization_key] != "peer_group" or service.referral != "none":
            continue
        for at in service.places:
            location = locations[at.location_key]
            near = distance(*CLACTON, location.latitude, location.longitude) <= FIVE_MILES
            if near and not location.confidential:
                found.append((service, location, [rule_of(each) for each in at.schedules or service.schedules]))
    return found


@pytest.mark.parametrize("day", [TODAY + timedelta(days=n) for n in range(45)], ids=str)
def test_every_evening(groups, day):
    at = datetime.combine(day, time(19, 15))
    tonight = [(service, location) for service, location, rules in groups if is_open(rules, CALENDAR, at)]
    good = [service for service, location in tonight if service.cost == "free" and location.step_free == "yes"]

    assert len(tonight) >= 2
    assert good
    assert all(service.what_to_expect for service in good)


@pytest.mark.parametrize("hour", [18, 20, 21, 22, 23])
def test_late_in_the_evening_too(groups, hour):
    for ahead in range(7):
        at = datetime.combine(TODAY + timedelta(days=ahead), time(hour, 30))
        good = [
            service
            for service, location, rules in groups
            if service.cost == "free" and location.step_free == "yes" and is_open(rules, CALENDAR, at)
        ]
        assert good, at
