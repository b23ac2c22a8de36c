"""The calendar of the place, and how long it is kept."""

from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction

from trellis.apps.directory.actions.calendar import ensure_holidays, ensure_terms
from trellis.apps.directory.demo.calendar import make_calendar
from trellis.apps.directory.models.calendar import HOLIDAY_NAMES, Holiday, SchoolTerm
from trellis.apps.directory.queries.calendar import forget_calendar, opening_calendar
from trellis.kernels.hours import Reason, Rule, status
from trellis.kernels.hours.holidays import england_and_wales

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_calendar():
    forget_calendar()
    yield
    forget_calendar()


def test_region_adds_to_what_holds_everywhere():
    Holiday.objects.create(date=date(2026, 12, 25), name="christmas_day")
    Holiday.objects.create(date=date(2026, 11, 30), name="St Andrew’s Day", region="scotland")

    assert opening_calendar().holidays == {date(2026, 12, 25): "christmas_day"}
    assert set(opening_calendar("scotland").holidays) == {date(2026, 11, 30), date(2026, 12, 25)}


def test_two_queries_then_none(django_assert_num_queries):
    with django_assert_num_queries(2):
        opening_calendar()
    with django_assert_num_queries(0):
        opening_calendar()


def test_actions_make_the_change_seen_at_once():
    assert opening_calendar().holidays == {}

    ensure_holidays([2026], country="GB")

    assert opening_calendar().holidays == england_and_wales(2026)


def test_repeating_adds_nothing_and_keeps_what_people_wrote():
    ensure_holidays([2026], country="GB")
    Holiday.objects.filter(date=date(2026, 12, 25)).update(name="Christmas, all day")

    assert ensure_holidays([2026], country="GB") == 0
    assert ensure_holidays([2026], country="FR") == 0
    assert Holiday.objects.get(date=date(2026, 12, 25)).name == "Christmas, all day"


def test_every_code_has_a_name():
    codes = {code for year in range(2020, 2040) for code in england_and_wales(year).values()}

    assert codes == set(HOLIDAY_NAMES)


def test_a_term_does_not_end_before_it_starts():
    with pytest.raises(IntegrityError), transaction.atomic():
        SchoolTerm.objects.create(first=date(2026, 9, 2), last=date(2026, 9, 1), name="Autumn")


def test_demo_year_closes_what_follows_the_school(settings):
    settings.PLACE_COUNTRY = "GB"
    make_calendar()
    make_calendar()
    toddlers = [Rule(weekdays=(1,), opens=570, closes=690, term_time_only=True, closed_on_holidays=True)]

    calendar = opening_calendar()

    assert status(toddlers, calendar, datetime(2026, 11, 24, 10)).open
    assert status(toddlers, calendar, datetime(2026, 10, 27, 10)).reason is Reason.OUT_OF_TERM
    assert status(toddlers, calendar, datetime(2026, 12, 22, 10)).next_opens == datetime(2027, 1, 5, 9, 30)
    assert SchoolTerm.objects.count() == 6


def test_terms_are_added_once():
    term = (date(2026, 9, 1), date(2026, 10, 23), "Autumn")

    assert (ensure_terms([term]), ensure_terms([term])) == (1, 0)
