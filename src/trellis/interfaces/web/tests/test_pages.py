"""The other pages: front, places, meetings, spaces, who does what, map, paper, about, people to call."""

import re

import pytest

from trellis.interfaces.web.tests import made

pytestmark = pytest.mark.django_db

PAGES = (
    "/", "/find", "/find/map", "/find/print", "/meetings", "/in/", "/in/clacton-on-sea/", "/who-does-what", "/about", "/help-now",
    "/find?q=circle&near=clacton", "/find/map?near=clacton", "/find/print?near=clacton", "/who-does-what?q=light",
)  # fmt: skip


def page(client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    assert not response.cookies, url
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.fixture
def small_place():
    """A town with one thing of each kind."""
    made.town("Clacton-on-Sea", made.CLACTON)
    made.town("Maldon", made.MALDON)
    hall = made.location()
    made.service("Tuesday circle", at=hall, hours=[("TU", "19:00", "20:30")])
    made.service("Friday circle", at=hall, hours=[("FR", "19:00", "20:30")])
    made.service("Food bank", at=hall, kind="service", categories=["food"], hours=[("MO,TU,WE,TH,FR,SA,SU", "10:00", "21:00")])
    made.space(at=hall)
    made.duty(days=(20, 24, 31))
    made.found_by_search()


@pytest.mark.parametrize("url", PAGES)
def test_every_page_has_one_heading_a_title_and_its_own_address(client, small_place, url):
    html = page(client, url)
    assert html.count("<h1") == 1
    assert re.search(r"<title>[^<]{8,}</title>", html)
    assert 'rel="canonical"' in html
    assert re.search(r'<meta name="description" content="[^"]{10,}', html)
    assert " style=" not in html
    assert "<script>" not in html
    outside = re.findall(r'<a [^>]*href="https?://(?!localhost)[^>]*>', html)
    assert all("noreferrer" in link for link in outside)


def test_the_front_page_is_understood_at_once(client, small_place):
    html = page(client, "/")
    assert html.count('role="search"') == 1
    assert re.search(r"Food and essentials <small>1 listed</small>", html)
    assert "Open now in Tendring" in html
    assert "Food bank" in html
    assert "People you can talk to now" in html


@pytest.mark.parametrize("n", [0, 1, 3, 25])
def test_the_front_page_asks_the_database_once_a_minute(client, django_assert_num_queries, n):
    made.many(n)
    made.found_by_search()
    page(client, "/")
    with django_assert_num_queries(0):
        page(client, "/")


def test_an_empty_place_says_that_it_is_just_starting(client):
    assert "just starting" in page(client, "/")


def test_a_page_for_a_town(client, small_place):
    html = page(client, "/in/clacton-on-sea/")
    assert "What there is in Clacton-on-Sea" in html
    assert "Today, Tuesday 24 November" in html
    assert "Friday 27 November" in html
    assert re.search(r"Spaces to use <small>1</small>", html)
    assert re.search(r"Food and essentials <small>1 listed</small>", html)


def test_a_town_with_nothing_shows_what_is_nearest_and_says_so(client, small_place):
    assert "Nothing is listed in Maldon itself yet" in page(client, "/in/maldon/")


@pytest.mark.parametrize("n", [0, 1, 3, 25])
def test_the_page_of_a_town_asks_once_a_minute(client, django_assert_num_queries, n):
    made.town("Clacton-on-Sea", made.CLACTON)
    made.many(n)
    made.found_by_search()
    page(client, "/in/clacton-on-sea/")
    with django_assert_num_queries(0):
        page(client, "/in/clacton-on-sea/")


def test_towns_are_listed_with_how_much_there_is(client, small_place):
    html = page(client, "/in/")
    assert re.search(r'href="/in/clacton-on-sea/">.*?Clacton-on-Sea <small>3</small>', html)


def test_meetings_stand_under_their_days(client, small_place):
    html = page(client, "/meetings?near=clacton")
    assert (
        html.index("Today, Tuesday 24 November")
        < html.index("Tuesday circle")
        < html.index("Friday 27 November")
        < html.index("Friday circle")
    )
    assert "Food bank" not in html
    assert "Tuesday circle" not in page(client, "/meetings?open=fri")


@pytest.mark.parametrize(("n", "queries"), [(0, 2), (1, 3), (3, 3), (25, 3)])
def test_meetings_cost_the_same_however_many(client, django_assert_num_queries, n, queries):
    made.many(n)
    made.found_by_search()
    page(client, "/meetings")
    with django_assert_num_queries(queries):
        page(client, "/meetings")


def test_who_does_what_tells_promised_and_real_time(client, small_place):
    html = page(client, "/who-does-what")
    assert "Promised in 10 days; usually 24, as 3 people told us." in html
    assert "Tell us the number on the post." in html


def test_who_does_what_can_be_searched(client, small_place):
    assert "Mend a street light" in page(client, "/who-does-what?q=lights")
    assert "We found nothing like that" in page(client, "/who-does-what?q=submarine")


def test_a_time_told_by_two_is_not_told(client):
    made.duty(days=(5, 6))
    assert "How long it really takes is not known yet." in page(client, "/who-does-what")


@pytest.mark.parametrize("n", [1, 3, 25])
def test_who_does_what_costs_two_queries(client, django_assert_num_queries, n):
    office = made.organization("County Highways")
    for number in range(n):
        made.duty(f"Duty {number}", days=(1, 2, 3), by=office)
    with django_assert_num_queries(2):
        page(client, "/who-does-what")


def test_the_map_has_the_numbers_of_the_list_and_a_table(client, small_place):
    html = page(client, "/find/map?q=circle&near=clacton")
    assert "<svg" in html
    assert re.search(r'<td class="number">1</td><td><a href="/find\?q=circle&amp;near=clacton#r1">', html)
    assert "Clacton-on-Sea" in html


@pytest.mark.parametrize("url", ["/find/map?q=xyzzyx", "/find/print?q=xyzzyx"])
def test_nothing_to_draw_and_nothing_to_print_are_said(client, small_place, url):
    assert "Nothing found" in page(client, url)


def test_the_sheet_has_forty_rows_at_most_and_a_code_that_leads_back(client):
    made.many(45)
    made.found_by_search()
    html = page(client, "/find/print?q=group")
    assert html.count("<li><strong>") == 40
    assert "And 5 more on the page." in html
    assert 'class="qr"' in html
    assert "/find?q=group</bdi>" in html


def test_a_sheet_about_something_sensitive_has_no_code(client):
    made.service("Circle", at=made.location(), categories=["recovery"], sensitive=True)
    made.found_by_search()
    assert 'class="qr"' not in page(client, "/find/print?category=recovery")


def test_spaces_are_a_search(client, small_place):
    response = client.get("/spaces")
    assert response["Location"] == "/find?kind=space"
    assert "The Long Room" in page(client, "/find?kind=space")


def test_people_to_call_are_there_with_the_day_of_the_check(client):
    response = client.get("/help-now")
    html = response.content.decode()
    for number in ("999", "116 123", "111", "0800 1111", "0808 2000 247", "0300 123 6600"):
        assert number in html
    assert "22 November 2026" in html
    assert "no-store" in response["Cache-Control"]


def test_a_country_without_numbers_says_so(client, settings):
    settings.PLACE_COUNTRY = "ZZ"
    assert "Nobody has gathered the numbers" in page(client, "/help-now")


def test_pages_read_from_the_right_in_arabic(client, small_place):
    html = client.get("/find", headers={"accept-language": "ar"}).content.decode()
    assert 'dir="rtl"' in html
