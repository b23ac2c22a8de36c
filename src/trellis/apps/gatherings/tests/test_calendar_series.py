"""Series and their gatherings: the days that people say, the clocks, what is changed and what stays."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from trellis.apps.directory.models.calendar import Holiday, SchoolTerm
from trellis.apps.directory.queries.calendar import forget_calendar
from trellis.apps.directory.tests.factories import make_organization
from trellis.apps.gatherings import actions
from trellis.apps.gatherings.models import Gathering, GatheringState, Repeats, Series
from trellis.apps.gatherings.queries.judging import judge
from trellis.apps.gatherings.queries.recurring import Pattern, days, moments, pattern_of
from trellis.apps.gatherings.tests.factories import NOW
from trellis.core.actions import WrongState, as_program

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


def pattern(**told) -> Pattern:
    first = {"repeats": "WEEKLY", "first_on": date(2026, 12, 1), "begins": time(19), "minutes": 90, "time_zone": "Europe/London"}
    return Pattern(**(first | told))


SECOND_TUESDAY = {"repeats": "MONTHLY", "byday": "2TU", "first_on": date(2026, 12, 8)}


@pytest.fixture
def group():
    return make_organization()


def made(group, **told) -> Series:
    details = actions.Details(title="Mending evening", kind="workshop")
    with as_program():
        return Series.objects.get(pk=actions.make_series(group, details=details, pattern=pattern(**told), now=NOW))


def shown(series: Series) -> list[date]:
    return list(series.gatherings.shown().order_by("starts_at").values_list("held_on", flat=True))


def test_as_people_say_it(group):
    assert list(days(pattern(**SECOND_TUESDAY), since=TODAY, until=date(2027, 3, 31))) == [
        date(2026, 12, 8), date(2027, 1, 12), date(2027, 2, 9), date(2027, 3, 9),
    ]  # fmt: skip
    every_28 = pattern(interval=4)
    assert list(days(every_28, since=TODAY, until=date(2027, 1, 31))) == [date(2026, 12, 1), date(2026, 12, 29), date(2027, 1, 26)]
    last_friday = pattern(repeats="MONTHLY", byday="-1FR", first_on=date(2026, 12, 1))
    assert list(days(last_friday, since=TODAY, until=date(2027, 1, 31))) == [date(2026, 12, 25), date(2027, 1, 29)]
    SchoolTerm.objects.create(name="Autumn", first=date(2026, 9, 1), last=date(2026, 12, 18))
    Holiday.objects.create(date=date(2026, 12, 25), name="christmas_day")
    forget_calendar()
    term = pattern(byday="TU", term_time_only=True)
    assert list(days(term, since=TODAY, until=date(2027, 1, 31))) == [date(2026, 12, 1), date(2026, 12, 8), date(2026, 12, 15)]
    working = pattern(repeats="MONTHLY", byday="-1FR", first_on=date(2026, 12, 1), closed_on_holidays=True)
    assert list(days(working, since=TODAY, until=date(2027, 1, 31))) == [date(2027, 1, 29)]


def test_what_cannot_be_is_told():
    assert judge(pattern(repeats="MONTHLY", interval=12, bymonthday="31", first_on=date(2027, 2, 1))).problem == "never"
    assert judge(pattern(until_on=date(2026, 11, 30))).problem == "until"
    assert judge(pattern(repeats="MONTHLY", byday="2TU", until_on=date(2026, 12, 5))).problem == "never"
    fifth = judge(pattern(repeats="MONTHLY", byday="5TU"))
    assert fifth.problem == "" and fifth.days[0] == date(2026, 12, 29)
    assert fifth.skipped[:3] == (date(2027, 1, 1), date(2027, 2, 1), date(2027, 4, 1)) and date(2027, 3, 1) not in fifth.skipped
    long = judge(pattern(byday="TU,WE", minutes=26 * 60))
    assert long.problem == "overlaps" and long.clash == (date(2026, 12, 1), date(2026, 12, 2))
    assert judge(pattern(minutes=8 * 24 * 60)).problem == "overlaps"
    assert not judge(pattern()).ends, "endless is fine"


@pytest.mark.parametrize(
    ("zone", "day", "begins", "minutes", "starts", "lasts"),
    [
        ("Europe/London", date(2027, 3, 27), time(19), 60, "2027-03-27T19:00", 60),
        ("Europe/London", date(2027, 3, 28), time(19), 60, "2027-03-28T18:00", 60),
        ("Europe/London", date(2027, 3, 28), time(1, 30), 45, "2027-03-28T01:30", 45),
        ("Europe/London", date(2027, 3, 27), time(21), 600, "2027-03-27T21:00", 540),
        ("Europe/London", date(2027, 10, 31), time(1, 30), 45, "2027-10-31T00:30", 45),
        ("Europe/London", date(2027, 10, 30), time(21), 600, "2027-10-30T20:00", 660),
        ("Australia/Sydney", date(2027, 4, 4), time(2, 30), 30, "2027-04-03T15:30", 30),
        ("Australia/Sydney", date(2027, 10, 3), time(2, 30), 30, "2027-10-02T16:30", 30),
        ("Australia/Sydney", date(2027, 10, 4), time(19), 60, "2027-10-04T08:00", 60),
    ],
)
def test_local_time_stays_when_clocks_change(zone, day, begins, minutes, starts, lasts):
    from zoneinfo import ZoneInfo

    starts_at, ends_at = moments(day, begins, minutes, ZoneInfo(zone))
    assert starts_at == datetime.fromisoformat(starts).replace(tzinfo=UTC)
    assert (ends_at - starts_at) == timedelta(minutes=lasts)


def test_an_endless_series_is_made_a_year_ahead_and_again_does_nothing(group):
    series = made(group)
    assert len(shown(series)) == 58 and shown(series)[0] == date(2026, 12, 1)
    assert {each.astimezone(series.zone).hour for each in series.gatherings.values_list("starts_at", flat=True)} == {19}
    assert actions.make_all_ahead(now=NOW) == 0
    later = NOW + timedelta(days=60)
    assert actions.make_all_ahead(now=later) > 5
    assert actions.make_all_ahead(now=later) == 0
    assert len(shown(series)) == len(set(shown(series)))


def test_a_night_that_breaks_off_is_finished_by_the_next(group):
    series = made(group)
    series.gatherings.filter(held_on__gt=date(2027, 6, 1)).delete()
    Series.objects.update(made_until=date(2027, 6, 1))
    Gathering.objects.filter(series=series, held_on=date(2027, 3, 2)).update(changed=True, note="Bring gloves")
    before = set(series.gatherings.values_list("pk", flat=True))
    actions.make_all_ahead(now=NOW)
    assert before < set(series.gatherings.values_list("pk", flat=True)) and len(shown(series)) == 58


def test_a_holiday_that_becomes_known_is_taken_out(group):
    series = made(group, closed_on_holidays=True)
    Holiday.objects.create(date=date(2027, 6, 1), name="A day of thanks")
    forget_calendar()
    actions.make_all_ahead(now=NOW)
    assert date(2027, 6, 1) not in shown(series)
    Holiday.objects.all().delete()
    forget_calendar()
    actions.make_all_ahead(now=NOW)
    assert date(2027, 6, 1) in shown(series)


def easter(series: Series) -> Gathering:
    return series.gatherings.get(original_on=date(2027, 4, 13))


def test_moving_one_leaves_the_others(group):
    series = made(group, **SECOND_TUESDAY)
    one = easter(series)
    moved = datetime(2027, 4, 20, 18, tzinfo=UTC)
    with as_program():
        actions.move_gathering(one, starts_at=moved, ends_at=moved + timedelta(hours=1), note="Easter: a week later", now=NOW)
    one.refresh_from_db()
    assert (one.held_on, one.original_on, one.sequence, one.changed) == (date(2027, 4, 20), date(2027, 4, 13), 1, True)
    assert date(2027, 5, 11) in shown(series) and date(2027, 4, 13) not in shown(series)
    with as_program(), pytest.raises(WrongState, match="same series"):
        may = datetime(2027, 5, 11, 18, 30, tzinfo=UTC)
        actions.move_gathering(one, starts_at=may, ends_at=may + timedelta(hours=1), now=NOW)
    with as_program(), pytest.raises(WrongState, match="over already"):
        actions.move_gathering(one, starts_at=NOW - timedelta(days=1), ends_at=NOW, now=NOW)


def test_called_off_stays_to_be_seen_and_can_come_back(group):
    series = made(group, **SECOND_TUESDAY)
    one = easter(series)
    with as_program():
        actions.call_off_gathering(one, note="The hall is flooded", now=NOW)
        one.refresh_from_db()
        assert one.state == GatheringState.CALLED_OFF and one.held_on in shown(series)
        with pytest.raises(WrongState):
            actions.call_off_gathering(one, note="again", now=NOW)
        actions.put_gathering_back_on(one, now=NOW)
    one.refresh_from_db()
    assert (one.state, one.note, one.sequence) == (GatheringState.PLANNED, "", 2)


def test_changing_all_from_now_on_takes_people_along_and_keeps_what_was_changed(group):
    series = made(group)
    kept = series.gatherings.get(original_on=date(2027, 1, 12))
    followed = series.gatherings.get(original_on=date(2027, 1, 19))
    with as_program():
        actions.call_off_gathering(kept, note="Snow", now=NOW)
        new = pattern(byday="WE", first_on=date(2027, 1, 6), begins=time(18))
        actions.reschedule_series(series, pattern=new, from_on=date(2027, 1, 5), today=TODAY, now=NOW)
    kept.refresh_from_db()
    followed.refresh_from_db()
    assert kept.held_on == date(2027, 1, 12) and kept.state == GatheringState.CALLED_OFF
    assert followed.held_on == followed.original_on == date(2027, 1, 20) and followed.starts_at.hour == 18
    assert shown(series)[:9] == [
        date(2026, 12, 1), date(2026, 12, 8), date(2026, 12, 15), date(2026, 12, 22), date(2026, 12, 29),
        date(2027, 1, 6), date(2027, 1, 12), date(2027, 1, 13), date(2027, 1, 20),
    ]  # fmt: skip
    series.refresh_from_db()
    with as_program():
        actions.reschedule_series(
            series, pattern=pattern(byday="TU", first_on=date(2027, 1, 5)), from_on=date(2027, 1, 6), today=TODAY, now=NOW
        )
    assert series.gatherings.get(original_on=date(2027, 1, 12), part=0).pk == kept.pk
    followed.refresh_from_db()
    assert followed.held_on == date(2027, 1, 19)


def test_days_can_change_places(group):
    series = made(group, byday="TU,TH")
    with as_program():
        actions.reschedule_series(
            series, pattern=pattern(byday="TH,SA", first_on=date(2026, 12, 3)), from_on=date(2026, 12, 1), today=TODAY, now=NOW
        )
    assert shown(series)[:4] == [date(2026, 12, 3), date(2026, 12, 5), date(2026, 12, 10), date(2026, 12, 12)]


def test_weekly_becomes_monthly_and_single(group):
    series = made(group)
    with as_program():
        actions.reschedule_series(series, pattern=pattern(**SECOND_TUESDAY), from_on=date(2026, 12, 1), today=TODAY, now=NOW)
    assert shown(series)[:3] == [date(2026, 12, 8), date(2027, 1, 12), date(2027, 2, 9)]
    first = series.gatherings.get(original_on=date(2026, 12, 8))
    series.refresh_from_db()
    with as_program():
        actions.reschedule_series(
            series, pattern=pattern(repeats="ONCE", first_on=date(2027, 2, 2)), from_on=date(2026, 12, 8), today=TODAY, now=NOW
        )
    assert shown(series) == [date(2027, 2, 2)]
    first.refresh_from_db()
    assert first.held_on == date(2027, 2, 2)


def test_the_end_of_a_series(group):
    series = made(group)
    with as_program():
        actions.end_series(series, last_on=date(2026, 12, 31), words="Thank you all", now=NOW)
        assert shown(series)[-1] == date(2026, 12, 29)
        assert series.gatherings.filter(state=GatheringState.DROPPED).first().note == "Thank you all"
        series.refresh_from_db()
        with pytest.raises(WrongState):
            actions.add_gathering(series, starts_at=NOW + timedelta(days=2), ends_at=NOW + timedelta(days=2, hours=1), now=NOW)
    actions.make_all_ahead(now=NOW + timedelta(days=100))
    assert shown(series)[-1] == date(2026, 12, 29)


def test_one_more_on_a_day_that_the_pattern_has_is_one_more(group):
    series = made(group)
    starts_at = datetime(2026, 12, 1, 10, tzinfo=UTC)
    with as_program():
        actions.add_gathering(series, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), note="Extra", now=NOW)
    assert shown(series)[:3] == [date(2026, 12, 1), date(2026, 12, 1), date(2026, 12, 8)]


def test_what_it_is_follows_everywhere_and_who_may_know_in_the_past_too(group):
    series = made(group, **SECOND_TUESDAY)
    with as_program():
        actions.call_off_gathering(easter(series), now=NOW)
        details = actions.Details.of(series)
        told = details.values() | {"title": "Mending night", "sensitive": True}
        actions.describe_series(series, details=actions.Details(**told), now=NOW)
    assert set(series.gatherings.values_list("sensitive", flat=True)) == {True}
    assert easter(series).title == "Mending evening", "what was changed by hand keeps its words"
    assert series.gatherings.exclude(pk=easter(series).pk).values_list("title", flat=True).distinct().get() == "Mending night"


def test_heads_are_counted_after_it_began(group):
    one = made(group).gatherings.order_by("starts_at").first()
    with as_program():
        with pytest.raises(WrongState, match="not begun"):
            actions.count_heads(one, number=7, now=NOW)
        actions.count_heads(one, number=7, now=one.starts_at + timedelta(minutes=5))
    one.refresh_from_db()
    assert one.head_count == 7


def test_a_festival_has_parts_on_days_given_one_by_one(group):
    details = actions.Details(title="Harbour festival", kind="festival")
    with as_program():
        listed = pattern(repeats=Repeats.LISTED, first_on=date(2027, 6, 5))
        series = Series.objects.get(pk=actions.make_series(group, details=details, pattern=listed, now=NOW))
        for hour in (10, 10, 11):
            at = datetime(2027, 6, 5, hour, tzinfo=UTC)
            actions.add_gathering(series, starts_at=at, ends_at=at + timedelta(minutes=50), title=f"Part {hour}", now=NOW)
    assert list(series.gatherings.order_by("part").values_list("part", flat=True)) == [0, 1, 2]
    assert pattern_of(series).repeats == "LISTED"
