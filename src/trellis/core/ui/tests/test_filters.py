"""Filters: times, distances, sums, numbers and languages in plain words."""

from datetime import UTC, date, datetime

import pytest
from django.template import engines
from django.utils import translation

from trellis.core.ui import words
from trellis.core.ui.tests.naughty import NAUGHTY

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)


def rendered(source: str, **context) -> str:
    return engines["django"].from_string("{% load ui %}" + source).render(context)


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 11, 22, 19, 0, tzinfo=UTC), "today 19:00"),
        (datetime(2026, 11, 23, 9, 5, tzinfo=UTC), "tomorrow 09:05"),
        (datetime(2026, 11, 21, 9, 5, tzinfo=UTC), "yesterday 09:05"),
        (datetime(2026, 11, 24, 19, 0, tzinfo=UTC), "Tue 24 Nov, 19:00"),
        (datetime(2027, 3, 2, 19, 0, tzinfo=UTC), "Tue 2 Mar 2027, 19:00"),
        (datetime(2026, 7, 1, 19, 0, tzinfo=UTC), "Wed 1 Jul, 20:00"),
        (datetime(2026, 11, 24, 19, 0), "Tue 24 Nov, 19:00"),  # noqa: DTZ001 (a place's own clock)
        (date(2026, 11, 22), "today"),
        (date(2026, 11, 24), "Tue 24 Nov"),
        (None, ""),
    ],
)
def test_when(moment, said):
    assert words.when(moment, now=NOW) == said


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 22), "today"),
        (date(2026, 12, 22), "today"),
        (date(2026, 11, 21), "yesterday"),
        (date(2026, 11, 12), "10 days ago"),
        (date(2026, 11, 1), "3 weeks ago"),
        (date(2026, 8, 22), "3 months ago"),
        (date(2024, 1, 1), "2 years ago"),
        (None, ""),
    ],
)
def test_ago(day, said):
    assert words.ago(day, now=NOW) == said


@pytest.mark.parametrize(
    ("metres", "said"),
    [(0, "very near"), (200, "very near"), (500, "0.3 miles"), (1300, "0.8 miles"), (1609, "1 mile"), (20_000, "12 miles"), (None, "")],
)
def test_distance_in_miles(metres, said, settings):
    settings.DISTANCE_UNIT = "mi"
    assert words.distance(metres) == said


@pytest.mark.parametrize(("metres", "said"), [(0, "50 m"), (512, "500 m"), (1000, "1.0 km"), (20_400, "20 km")])
def test_distance_in_kilometres(metres, said, settings):
    settings.DISTANCE_UNIT = "km"
    assert words.distance(metres) == said


@pytest.mark.parametrize(
    ("minor", "currency", "said"),
    [
        (1250, "GBP", "£12.50"),
        (1200, "GBP", "£12"),
        (45_000_000, "EUR", "€450,000"),
        (5, "USD", "$0.05"),
        (1500, "JPY", "¥1,500"),
        (-250, "GBP", "−£2.50"),
        (100, "XTS", "XTS 1"),
    ],
)
def test_money(minor, currency, said):
    assert words.money(minor, currency) == said


@pytest.mark.parametrize(
    ("number", "address"),
    [
        ("01255 123456", "tel:+441255123456"),
        ("+44 1255 123456", "tel:+441255123456"),
        ("999", "tel:999"),
        ("116 123", "tel:116123"),
        ("none", ""),
        ("1", ""),
        ("9" * 300, ""),
    ],
)
def test_phone_address(number, address):
    assert words.phone_address(number, "GB") == address


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://example.org", True),
        ("HTTP://example.org", True),
        ("mailto:a@example.org", True),
        ("/places/", True),
        ("#one", True),
        ("javascript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("data:text/html,x", False),
        ("//elsewhere.example", False),
        ("/\\elsewhere.example", False),
        ("https://example.org/\x00", False),
        ("", False),
        (None, False),
    ],
)
def test_only_safe_addresses_become_links(address, safe):
    assert bool(words.web_address(address)) is safe


def test_web_link():
    assert (
        rendered("{{ url|web_link }}", url="https://example.org/")
        == '<a href="https://example.org/" rel="noopener nofollow"><bdi dir="ltr">example.org</bdi></a>'
    )
    assert rendered("{{ url|web_link }}", url="javascript:alert('x')") == "javascript:alert(&#x27;x&#x27;)"


def test_language_is_marked_when_it_differs():
    with translation.override("en"):
        assert rendered("<p{{ code|in_language }}>", code="en") == "<p>"
        assert rendered("<p{{ code|in_language }}>", code="cy") == '<p lang="cy" dir="ltr">'
        assert rendered("<p{{ code|in_language }}>", code="ur") == '<p lang="ur" dir="rtl">'
        assert rendered("<p{{ code|in_language }}>", code='x" onclick="') == "<p>"


@pytest.mark.parametrize("text", NAUGHTY)
def test_naughty_strings_through_filters(text):
    for name in ("phone_link", "web_link", "in_language", "safe_address"):
        html = rendered("{{ text|" + name + " }}", text=text)
        assert "<script" not in html and "onmouseover='" not in html


def test_day_name():
    assert [words.day_name(0), words.day_name(6)] == ["Monday", "Sunday"]


def test_empty_values_say_nothing():
    assert rendered("{{ x|when }}{{ x|ago }}{{ x|distance }}{{ x|money }}{{ x|phone_link }}{{ x|web_link }}", x=None) == ""
    assert rendered("{{ x|when }}{{ x|ago }}{{ x|distance }}{{ x|money }}{{ x|phone_link }}{{ x|web_link }}", x="") == ""
