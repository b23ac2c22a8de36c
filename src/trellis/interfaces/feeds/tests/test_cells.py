import pytest
from hypothesis import given
from hypothesis import strategies as some

from trellis.interfaces.feeds import cells, times, words
from trellis.interfaces.feeds.cells import BadCell
from trellis.interfaces.feeds.tests.samples import naughty

anything = some.one_of(
    some.none(),
    some.booleans(),
    some.integers(),
    some.floats(),
    some.text(),
    some.lists(some.text(max_size=10), max_size=4),
    some.dictionaries(some.text(max_size=5), some.integers(), max_size=3),
    some.sampled_from(naughty()),
)
CLEANERS = [
    cells.text,
    cells.line,
    cells.key,
    cells.url,
    cells.emails,
    cells.phone,
    cells.number,
    cells.truth,
    times.clock,
    times.day,
    times.days,
    times.looks_like_clock,
    times.always_open,
    words.languages,
    lambda value: cells.coordinates(value, value),
    lambda value: cells.whole_number(value, low=0, high=150),
    lambda value: times.weekday_number(value, sunday=0),
]


@pytest.mark.parametrize("clean", CLEANERS)
@given(value=anything)
def test_a_cell_is_cleaned_or_refused_with_a_reason(clean, value):
    try:
        clean(value)
    except BadCell as bad:
        assert str(bad)


@given(value=anything)
def test_clean_text_stays_as_it_is_and_holds_nothing_unseen(value):
    try:
        once = cells.text(value)
    except BadCell:
        return
    assert not any(character in once for character in "\0\x07\x7f\ud800\u202e")
    once.encode("utf-8")


def test_text_keeps_paragraphs_and_resolves_tags_and_entities():
    assert cells.text("<p>Hello &rsquo;you&amp;me</p><p>two<br>three</p>") == "Hello ’you&me\n\ntwo\nthree"
    assert cells.text("&lt;p&gt;Escaped&lt;/p&gt;") == "Escaped"
    assert cells.text("1 < 2 and <3") == "1 < 2 and <3"
    assert cells.text("<ul><li>one<li>two</ul>") == "• one\n• two"


def test_a_formula_and_a_script_stay_harmless_text():
    assert cells.line('=HYPERLINK("http://x","y")') == '=HYPERLINK("http://x","y")'
    assert cells.line("<script>alert(1)</script>") == "<script>alert(1)</script>"


def test_a_name_of_ten_megabytes_is_refused():
    with pytest.raises(BadCell, match="10,000,000 characters"):
        cells.line("x" * 10_000_000)


@pytest.mark.parametrize(
    ("written", "kept"),
    [("example.org", "https://example.org"), ("http://a.b/c", "http://a.b/c"), ("n/a", ""), ("localhost:80/x", "https://localhost:80/x")],
)
def test_web_addresses(written, kept):
    assert cells.url(written) == kept


@pytest.mark.parametrize("written", ["javascript:alert(1)", "data:text/html,x", "no address", "http://[", "file:///etc/passwd"])
def test_what_is_no_web_address_is_refused(written):
    with pytest.raises(BadCell):
        cells.url(written)


def test_telephone_numbers_stay_as_typed():
    assert cells.phone('"+44 1234 234567"') == ("+44 1234 234567", "")
    assert cells.phone("(202) 555-1212 ext. 123") == ("(202) 555-1212", "123")


def test_coordinates():
    assert cells.coordinates("51,88", "0.9") == (51.88, 0.9, False)
    assert cells.coordinates("-122.4", "37.7") == (37.7, -122.4, True)
    for lat, lon in [("100", "101"), ("0", "0"), ("12", ""), ("x", "y"), ("nan", "1"), (1e400, 2)]:
        with pytest.raises(BadCell):
            cells.coordinates(lat, lon)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("8:30AM", "08:30"),
        ("7pm", "19:00"),
        ("19:00:00", "19:00"),
        ("Noon", "12:00"),
        ("24:00", "00:00"),
        ("0900", "09:00"),
        ("9.30", "09:30"),
        ("09:00-05:00", "09:00"),
        ("2000-01-01T08:00:00.000Z", "08:00"),
        ("12am", "00:00"),
        (930, "09:30"),
        ("closed", ""),
        ("", ""),
    ],
)
def test_times_of_day(written, meant):
    assert times.clock(written) == meant


@pytest.mark.parametrize("written", ["25:00", "12:60", "soon", "0:30 pm"])
def test_what_is_no_time_is_refused(written):
    with pytest.raises(BadCell):
        times.clock(written)


@pytest.mark.parametrize(
    ("written", "weekdays", "nth"),
    [
        ("Monday - Friday", [0, 1, 2, 3, 4], []),
        ("Mon - Tue & Thur - Fri", [0, 1, 3, 4], []),
        ("Fri-Mon", [0, 4, 5, 6], []),
        ("TH,FR", [3, 4], []),
        ("weekdays", [0, 1, 2, 3, 4], []),
        ("First, second, and fourth Tuesday of the month", [], [(1, 1), (2, 1), (4, 1)]),
        ("Last Thursday of each month", [], [(-1, 3)]),
        ("1MO,-1FR", [], [(1, 0), (-1, 4)]),
        (["Monday", "Sunday"], [0, 6], []),
    ],
)
def test_days(written, weekdays, nth):
    found = times.days(written)

    assert (found.weekdays, found.nth) == (weekdays, nth)


def test_numbered_weekdays_count_from_sunday():
    assert [times.weekday_number(n, sunday=0) for n in range(8)] == [6, 0, 1, 2, 3, 4, 5, 6]
    assert [times.weekday_number(n, sunday=1) for n in range(1, 8)] == [6, 0, 1, 2, 3, 4, 5]


def test_dates():
    assert times.day("2026-02-28").isoformat() == "2026-02-28"
    assert times.day("12/24/2015").isoformat() == "2015-12-24"
    for written in ["2026-02-31", "31/02/2026", "January 01, 0001", "tomorrow"]:
        with pytest.raises(BadCell):
            times.day(written)


def test_languages_become_codes_and_the_rest_a_note():
    assert words.languages("Spanish, Tagalog and Elvish", "pt-br") == (["es", "tl", "pt-BR"], "Elvish")


@pytest.mark.parametrize(
    ("said", "cost"),
    [
        ("Free", "free"),
        ("No cost", "free"),
        ("0", "free"),
        ("£0", "free"),
        ("£3 a session", "paid"),
        ("Sliding scale", "paid"),
        ("Suggested donation of £2", "donation"),
        ("Free for under 18s, £5 otherwise", "paid"),
        ("None, except for permits and photocopying", ""),
        ("", ""),
        ("Ask us", ""),
    ],
)
def test_cost_is_what_the_words_say(said, cost):
    assert words.cost(said) == cost


@pytest.mark.parametrize(
    ("said", "step_free"),
    [
        ("Wheelchair accessible", "yes"),
        ("Not wheelchair accessible", "no"),
        ("Partial access", "partly"),
        ("Blank", ""),
        ("up a flight", ""),
    ],
)
def test_step_free_only_when_the_text_says_so(said, step_free):
    assert words.step_free(said) == step_free
