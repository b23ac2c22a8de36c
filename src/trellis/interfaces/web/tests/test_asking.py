"""Questions in addresses: read without ever failing, written without anything empty."""

from datetime import date, datetime

import pytest
from django.http import QueryDict

from trellis.interfaces.web.asking import Asked, has_empty_values, read_question, without_empty_values
from trellis.interfaces.web.openings import opening_wanted
from trellis.interfaces.web.tests.made import LONDON, NOW


def read(query: str) -> Asked:
    return read_question(QueryDict(query))


def test_a_whole_question_is_read_and_written_back_the_same():
    query = (
        "q=peer+group&near=Clacton&within=5&open=tue&on=2026-12-01&time=19%3A00&kind=meeting&category=mind&category=grief"
        "&cost=free&step_free=yes&language=pl&sort=near&as_typed=1&words=exact&page=3"
    )
    asked = read(query)
    assert asked.errors == {}
    assert asked.address("/find", page=asked.page) == f"/find?{query}"


def test_a_change_goes_back_to_the_first_page():
    assert read("q=tea&page=4").address("/find", order="name") == "/find?q=tea&sort=name"


def test_nothing_asked_is_a_bare_address():
    assert read("").address("/find") == "/find"


def test_a_position_is_rounded_to_about_100_metres():
    assert read("lat=51.7890123456&lon=1.1534567").position == (51.789, 1.153)


def test_a_place_that_was_typed_counts_more_than_a_position():
    asked = read("near=Maldon&lat=51.789&lon=1.153")
    assert asked.position is None
    assert asked.near == "Maldon"


@pytest.mark.parametrize("query", ["lat=999&lon=0", "lat=51.7", "lat=nan&lon=inf", "lat=1e9&lon=1", "lat=-91&lon=0", "lat=%00&lon=1"])
def test_a_position_off_the_earth_is_said_beside_the_place(query):
    asked = read(query)
    assert asked.position is None
    assert "near" in asked.errors


@pytest.mark.parametrize("text", ["2026-02-31", "31 February", "0000-00-00", "9999-12-31", "x", "2026-13-01"])
def test_a_date_that_does_not_exist_is_said(text):
    asked = read(f"on={text}")
    assert asked.on is None
    assert "on" in asked.errors
    assert asked.typed["on"] == text


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("19:00", "19:00"),
        ("7pm", "19:00"),
        ("7.30 pm", "19:30"),
        ("12am", "00:00"),
        ("9", "09:00"),
        ("evening", "evening"),
        ("EVENING", "evening"),
    ],
)
def test_times_as_people_write_them(text, time):
    assert read(f"time={text}").time == time


@pytest.mark.parametrize("text", ["25:00", "13pm", "0am", "noonish", "19:60", "-1", "9" * 400])
def test_a_time_that_does_not_exist_is_said(text):
    asked = read(f"time={text}")
    assert (asked.time, list(asked.errors)) == ("", ["time"])


@pytest.mark.parametrize(("text", "page"), [("-1", 1), ("0", 1), ("abc", 1), ("7", 7), ("9" * 50, 1), ("100000", 500), ("٣", 1)])
def test_a_page_is_always_a_page(text, page):
    assert read(f"page={text}").page == page


def test_unknown_values_of_filters_say_nothing():
    asked = read("category=food&category=%00&cost=gold&kind=meeting&kind=meeting&language=xx-drop table")
    assert asked.filters == {"category": ("food",), "kind": ("meeting",)}


def test_words_lose_control_characters_and_are_cut_when_very_long():
    assert read("q=a%00b%0Ac%E2%80%A8d").words == "a b c d"
    asked = read("q=" + "word+" * 300)
    assert len(asked.words) <= 200
    assert "q" in asked.errors


def test_empty_fields_of_a_form_are_dropped():
    data = QueryDict("q=tea&near=&cost=&category=food&category=")
    assert has_empty_values(data)
    assert without_empty_values(data) == "q=tea&category=food"


def test_filters_are_put_on_and_taken_off():
    asked = read("category=food&category=money&cost=free")
    assert asked.without("category", "food").address("/find") == "/find?category=money&cost=free"
    assert asked.without("cost", "free").address("/find") == "/find?category=food&category=money"


@pytest.mark.parametrize(
    ("query", "begins", "ends"),
    [
        ("open=today", (24, 18, 0), (24, 23, 59)),
        ("open=evening", (24, 18, 0), (24, 23, 59)),
        ("open=tomorrow", (25, 0, 0), (25, 23, 59)),
        ("open=tomorrow&time=morning", (25, 5, 0), (25, 12, 0)),
        ("open=tue", (24, 18, 0), (24, 23, 59)),
        ("open=tue&time=09:00", (1, 9, 0), None),
        ("open=mon&time=evening", (30, 17, 0), (30, 23, 59)),
        ("time=19:30", (24, 19, 30), None),
        ("time=09:00", (25, 9, 0), None),
        ("on=2026-11-28&time=afternoon", (28, 12, 0), (28, 17, 0)),
    ],
)
def test_days_and_times_become_moments(query, begins, ends):
    wanted = opening_wanted(read(query), NOW)

    def moment(day, hour, minute):
        return datetime(2026, 12 if day == 1 else 11, day, hour, minute, tzinfo=LONDON)

    assert wanted == {"open_now": True, "at": moment(*begins), "open_until": moment(*ends) if ends else None}


def test_now_is_left_to_the_search_and_no_time_asks_nothing():
    assert opening_wanted(read("open=now"), NOW) == {"open_now": True}
    assert opening_wanted(read("q=tea"), NOW) == {}


def test_a_date_in_the_past_is_still_a_date():
    assert read("on=2020-01-01").on == date(2020, 1, 1)
