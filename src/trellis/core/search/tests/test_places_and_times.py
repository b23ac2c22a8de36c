"""Near, open at a time, and one result for a service of several places."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from trellis.core.search.query import RADII
from trellis.core.search.tests.made import (
    CLACTON,
    COLCHESTER,
    HARWICH,
    LONDON,
    LONDON_CENTRE,
    TUESDAY_EVENING,
    ask,
    entry,
    hours,
    indexed,
    names,
    ref_of,
)  # fmt: skip
from trellis.kernels.hours import Calendar, Rule

pytestmark = pytest.mark.django_db


def test_the_nearest_first():
    with indexed(entry("Food C", COLCHESTER), entry("Food H", HARWICH), entry("Food L", LONDON_CENTRE), entry("Food K")):
        found = ask("food", position=CLACTON)
        assert names(found) == ["Food K", "Food H", "Food C", "Food L"]
        assert found.results[0].distance_m == 0
        assert found.results[1].distance_m == pytest.approx(19_700, abs=300)


def test_a_radius_and_what_lies_outside():
    with indexed(entry("Food H", HARWICH), entry("Food L", LONDON_CENTRE)):
        assert names(ask("food", position=HARWICH, radius_m=RADII[0])) == ["Food H"]
        found = ask("food", position=COLCHESTER, radius_m=RADII[0])
        assert names(found) == ["Food H", "Food L"]
        assert found.widened


def test_what_has_no_place_is_found_everywhere():
    with indexed(entry("Food helpline", None), entry("Food online", None, anchor=CLACTON), entry("Food L", LONDON_CENTRE)):
        assert set(names(ask("food", position=HARWICH, radius_m=RADII[2]))) == {"Food helpline", "Food online"}
        assert ask("food helpline").results[0].distance_m is None


def test_across_the_180th_meridian_and_at_the_pole():
    with indexed(entry("Tea Fiji", (-17.0, 179.99)), entry("Tea pole", (89.9, 10.0))):
        assert names(ask("tea", position=(-17.0, -179.99), radius_m=5_000)) == ["Tea Fiji"]
        assert names(ask("tea", position=(89.9, -170.0), radius_m=40_000)) == ["Tea pole"]


def test_a_box():
    with indexed(entry("Food K"), entry("Food H", HARWICH), entry("Food line", None)):
        assert names(ask("food", box=(51.7, 1.0, 51.85, 1.2))) == ["Food K"]
        assert ask("food", box=(51.7, 170.0, 51.85, -170.0)).total == 0


@pytest.mark.parametrize("position", [(999.0, 0.0), (0.0, -200.0), (float("nan"), 1.0), (90.0, 180.0)])
def test_impossible_positions_are_harmless(position):
    with indexed(entry("Food K")):
        assert names(ask("food", position=position)) == ["Food K"]


def test_open_now():
    with indexed(
        entry("Day", rules=hours("09:00", "17:00")),
        entry("Evening", rules=hours("18:00", "21:00")),
        entry("Never said"),
        entry("Odd minutes", rules=hours("18:00", "18:50")),
    ):
        found = ask(open_now=True)
        assert names(found) == ["Evening"]
        assert found.results[0].state == "open"
        assert found.results[0].until == datetime(2026, 11, 24, 21, 0, tzinfo=LONDON)
        everything = {result.card["name"]: result for result in ask().results}
        assert everything["Day"].state == "closed"
        assert everything["Day"].opens_at == datetime(2026, 11, 25, 9, 0, tzinfo=LONDON)
        assert everything["Never said"].state == "unknown"


def test_open_across_midnight():
    with indexed(entry("Night shelter", rules=hours("20:00", "08:00", (1,)))):
        for hour, day, wanted in ((21, 24, 1), (3, 25, 1), (8, 25, 0), (21, 25, 0)):
            moment = datetime(2026, 11, day, hour, tzinfo=LONDON)
            assert ask(open_now=True, now=moment).total == wanted, moment


def test_each_entry_in_its_own_zone():
    with indexed(
        entry("London", rules=hours("18:00", "21:00")),
        entry("New York", (40.7, -74.0), zone="America/New_York", rules=hours("13:00", "15:00")),
        entry("Tokyo", (35.7, 139.7), zone="Asia/Tokyo", rules=hours("03:00", "05:00")),
    ):
        assert set(names(ask(open_now=True))) == {"London", "New York", "Tokyo"}
        later = TUESDAY_EVENING + timedelta(hours=1, minutes=10)
        assert names(ask(open_now=True, now=later)) == ["London"]
        closing = next(result for result in ask().results if result.card["name"] == "Tokyo").until
        assert closing == datetime(2026, 11, 25, 5, 0, tzinfo=ZoneInfo("Asia/Tokyo"))


def test_open_at_another_time_and_between():
    with indexed(entry("Morning", rules=hours("09:00", "11:00"))):
        at = datetime(2026, 11, 27, 10, tzinfo=LONDON)
        assert names(ask(open_now=True, at=at)) == ["Morning"]
        early = datetime(2026, 11, 27, 7, tzinfo=LONDON)
        assert ask(open_now=True, at=early).total == 0
        assert ask(open_now=True, at=early, open_until=early + timedelta(hours=3)).total == 1
        assert ask(open_now=True, at=early, open_until=early + timedelta(hours=2)).total == 0


def test_exact_hours_decide():
    holiday = Calendar(holidays={date(2026, 11, 24): "A holiday"})
    with indexed(
        entry("Closed on holidays", rules=hours("18:00", "21:00", closed_on_holidays=True)),
        entry("Every fourth Tuesday", rules=(Rule(freq="MONTHLY", nth=((4, 1),), opens=1080, closes=1260),)),
        entry("Every first Tuesday", rules=(Rule(freq="MONTHLY", nth=((1, 1),), opens=1080, closes=1260),)),
        entry("Ended", rules=hours("18:00", "21:00", until=date(2025, 1, 1))),
        entry("By appointment", rules=hours("18:00", "21:00", by_appointment=True)),
        entry("Closed for now", rules=hours("18:00", "21:00"), closed_until=date(2026, 12, 1)),
    ):
        assert set(names(ask(open_now=True))) == {"Closed on holidays", "Every fourth Tuesday"}
        assert names(ask(open_now=True, calendar=holiday)) == ["Every fourth Tuesday"]
        states = {result.card["name"]: (result.state, result.reason) for result in ask().results}
        assert states["By appointment"] == ("appointment", "appointment")
        assert states["Closed for now"] == ("closed", "closed_for_now")


def test_several_places_of_one_service_are_one_result():
    group = ref_of("service")
    with indexed(
        entry("Advice", CLACTON, key="service", part="1", group=group, places=3),
        entry("Advice", HARWICH, key="service", part="2", group=group, places=3),
        entry("Advice", COLCHESTER, key="service", part="3", group=group, places=3),
    ):
        found = ask("advice", position=HARWICH)
        assert (found.total, len(found.results)) == (1, 1)
        assert (found.results[0].part, found.results[0].also_at) == ("2", 2)


def test_equal_names_are_never_merged():
    with indexed(*[entry("AA meeting", key=f"meeting {number}") for number in range(30)]):
        found = ask("aa meeting")
        assert found.total == 30
        assert (len(found.results), found.pages) == (20, 2)
        second = ask("aa meeting", page=2)
        assert len({result.ref for result in (*found.results, *second.results)}) == 30
        assert ask("aa meeting", page=99).page == 2


def test_orders():
    with indexed(
        entry("Tea B", HARWICH, rules=hours("18:00", "21:00"), confirmed_on=date(2026, 1, 1)),
        entry("Tea A", COLCHESTER, rules=hours("20:00", "21:00"), confirmed_on=date(2026, 11, 1)),
        entry("Tea C", CLACTON, rules=hours("20:00", "21:00", (3,))),
    ):
        assert names(ask("tea", order="name")) == ["Tea A", "Tea B", "Tea C"]
        assert names(ask("tea", order="near", position=CLACTON)) == ["Tea C", "Tea B", "Tea A"]
        assert names(ask("tea", order="soon")) == ["Tea B", "Tea A", "Tea C"]
        assert names(ask("tea", order="confirmed")) == ["Tea A", "Tea B", "Tea C"]
        assert len(names(ask("tea", order="nonsense"))) == 3


def test_an_empty_query_browses_what_is_near_and_open():
    with indexed(entry("Far", LONDON_CENTRE), entry("Near shut"), entry("Near open", rules=hours("18:00", "21:00"))):
        assert names(ask(position=CLACTON)) == ["Near open", "Near shut", "Far"]
