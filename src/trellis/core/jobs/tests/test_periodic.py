"""Work by the clock comes when it is due, once, whoever ticks."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.core.jobs import every, periodic
from trellis.core.jobs.models import QueuedJob
from trellis.core.jobs.periodic import Schedule, tick

from . import chores

LONDON = ZoneInfo("Europe/London")
NOON = datetime(2026, 6, 1, 12, 0, 30, tzinfo=UTC)
times = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))
schedules = st.one_of(
    st.sampled_from(["minute", "hour"]),
    st.builds(lambda h, m: f"day at {h:02}:{m:02}", st.integers(0, 23), st.integers(0, 59)),
)
zones = st.sampled_from(["Europe/London", "America/New_York", "Australia/Lord_Howe", "UTC"])


@pytest.fixture
def only_note(monkeypatch):
    monkeypatch.setattr(periodic, "_periodic", {})
    return chores.note


@given(schedules, times, zones)
def test_the_last_due_time_is_never_ahead_nor_long_past(words, now, zone):
    due = Schedule(words).last_due(now, ZoneInfo(zone))
    longest = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1)}.get(words, timedelta(hours=26))
    assert due <= now and now - due < longest


@given(schedules, times, zones, st.integers(0, 3 * 24 * 60))
def test_due_times_never_go_back(words, now, zone, minutes):
    schedule = Schedule(words)
    later = now + timedelta(minutes=minutes)
    assert schedule.last_due(now, ZoneInfo(zone)) <= schedule.last_due(later, ZoneInfo(zone))


def test_a_time_of_day_is_the_places():
    due = Schedule("day at 03:15").last_due(NOON, LONDON)
    assert due == datetime(2026, 6, 1, 2, 15, tzinfo=UTC)
    assert Schedule("day at 13:30").last_due(NOON, LONDON) == datetime(2026, 5, 31, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize("day", [datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)])
def test_a_time_that_the_clocks_skip_or_repeat_comes_once(day):
    minutes = [day - timedelta(hours=2) + timedelta(minutes=n) for n in range(24 * 60)]
    found = {Schedule("day at 01:30").last_due(now, LONDON) for now in minutes}
    assert len(found) == 2, "yesterday's and today's"


@pytest.mark.parametrize("words", ["", "week", "day", "day at 24:00", "day at 3:15", "day at 03:60", "day at 03:15 "])
def test_what_is_no_schedule_is_refused(words):
    with pytest.raises(ValueError, match="schedule"):
        every(words)


@pytest.mark.django_db
def test_a_new_job_waits_for_its_next_time_and_missed_ones_run_once(only_note):
    every("hour")(only_note)
    assert tick(NOON) == []
    assert tick(NOON + timedelta(minutes=30)) == []
    assert tick(NOON + timedelta(minutes=60)) == [only_note.module_path]
    assert tick(NOON + timedelta(minutes=61)) == []
    assert tick(NOON + timedelta(hours=9)) == [only_note.module_path], "eight missed, one run"
    assert QueuedJob.objects.count() == 2
