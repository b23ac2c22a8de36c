"""Holidays against the published lists."""

from datetime import date

import pytest
from dateutil.easter import easter as dateutil_easter

from trellis.kernels.hours.holidays import easter, england_and_wales


def test_easter_agrees_with_dateutil():
    assert [easter(year) for year in range(1900, 2200)] == [dateutil_easter(year) for year in range(1900, 2200)]


@pytest.mark.parametrize(
    ("year", "published"),
    [
        (2022, "0103 0415 0418 0502 0530 0829 1226 1227"),
        (2026, "0101 0403 0406 0504 0525 0831 1225 1228"),
        (2027, "0101 0326 0329 0503 0531 0830 1227 1228"),
        (2028, "0103 0414 0417 0501 0529 0828 1225 1226"),
    ],
)
def test_weekday_bank_holidays_are_the_published_ones(year, published):
    """GOV.UK, UK bank holidays; 2022's two proclaimed for the jubilee (spring moved, and one more) are not by rule."""
    weekdays = [day for day in england_and_wales(year) if day.weekday() < 5]

    assert " ".join(f"{day:%m%d}" for day in weekdays) == published


def test_the_day_itself_is_listed_beside_its_substitute():
    found = england_and_wales(2027)

    assert found[date(2027, 12, 25)] == "christmas_day"
    assert found[date(2027, 12, 27)] == "christmas_day_substitute"
    assert found[date(2027, 12, 28)] == "boxing_day_substitute"
