"""Hours as they stand on paper."""

from datetime import date

import pytest

from trellis.interfaces.web.paper import hours_line
from trellis.interfaces.web.tests import made
from trellis.kernels.hours import Rule

DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("rules", "line"),
    [
        ([], ""),
        ([Rule(weekdays=(0, 1, 2, 3, 4), opens=540, closes=1020)], "Mon to Fri 09:00–17:00"),
        ([Rule(weekdays=(0, 1, 2, 3, 4, 5, 6), opens=0, closes=1440)], "Every day all day and night"),
        ([Rule(weekdays=(1, 3), opens=1140)], "Tue, Thu 19:00"),
        ([Rule(freq="MONTHLY", nth=((1, 1),), opens=1140, closes=1200)], "1st Tue of the month 19:00–20:00"),
        ([Rule(freq="MONTHLY", nth=((-1, 4),), opens=1140, closes=1200)], "last Fri of the month 19:00–20:00"),
        ([Rule(weekdays=(2,), interval=2, starts_on=date(2026, 1, 7), opens=600, closes=660)], "Wed every 2 weeks 10:00–11:00"),
        ([Rule(weekdays=(2,), opens=600, closes=660, term_time_only=True)], "Wed in term time 10:00–11:00"),
    ],
)
def test_hours_in_one_line(rules, line):
    assert hours_line(rules, on=DAY) == line


def test_a_long_list_of_hours_is_cut():
    rules = [Rule(weekdays=(day,), opens=600 + day, closes=660 + day) for day in range(6)]
    assert hours_line(rules, on=DAY).endswith("; …")


@pytest.mark.django_db
@pytest.mark.parametrize(("n", "queries"), [(1, 4), (3, 4), (25, 4)])
def test_a_sheet_costs_the_same_however_many(client, django_assert_num_queries, n, queries):
    made.many(n)
    made.found_by_search()
    client.get("/find/print")
    with django_assert_num_queries(queries):
        html = client.get("/find/print").content.decode()
    assert html.count("Every day 17:00–21:00") == n
