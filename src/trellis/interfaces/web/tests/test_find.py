"""The page of results."""

import re

import pytest

from trellis.apps.directory.queries.searchable import FACETS
from trellis.interfaces.web.choices import FILTERS
from trellis.interfaces.web.tests import made

pytestmark = pytest.mark.django_db


def page(client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status, url
    assert not response.cookies
    return re.sub(r"\s+", " ", response.content.decode())


def test_every_filter_is_a_facet_of_the_index_with_these_values():
    declared = {facet.code: set(facet.values) for facet in FACETS}
    for code, rule in FILTERS.items():
        assert set(rule.values) <= declared[code]


@pytest.mark.parametrize(("n", "queries"), [(0, 4), (1, 4), (3, 3), (25, 3)])
def test_the_page_asks_the_database_as_often_whatever_it_finds(client, django_assert_num_queries, n, queries):
    made.town("Clacton-on-Sea", made.CLACTON)
    made.many(n)
    made.found_by_search()
    client.get("/find?q=evening+group&near=clacton&open=now&cost=free")
    with django_assert_num_queries(queries):
        html = page(client, "/find?q=evening+group&near=clacton&open=now&cost=free")
    assert html.count('<li class="card"') == min(n, 20)


def test_the_first_question_about_a_place_costs_no_more_than_eight(client, django_assert_max_num_queries):
    made.town("Clacton-on-Sea", made.CLACTON)
    made.many(25)
    made.found_by_search()
    with django_assert_max_num_queries(8):
        page(client, "/find?q=evening+group&near=clacton&open=evening")


@pytest.mark.parametrize("near", ["Xyzzyville", "Clackton", "CO15 1AA", "Nowhere near here", "Q"])
def test_an_uncertain_place_costs_no_more_than_eight_either(client, django_assert_max_num_queries, near):
    made.town("Clacton-on-Sea", made.CLACTON)
    made.many(25)
    made.found_by_search()
    client.get("/find?near=Someplaceelse")
    with django_assert_max_num_queries(8):
        page(client, f"/find?q=evening+group&near={near}")


def test_a_result_says_what_where_when_why_and_how_fresh(client):
    made.town("Clacton-on-Sea", made.CLACTON)
    made.service("Tuesday Circle", at=made.location(), hours=[("TU", "17:00", "20:30")], assured_by="the group")
    made.found_by_search()
    html = page(client, "/find?q=circle&near=Clacton-on-Sea")
    assert "1 result near Clacton-on-Sea" in html
    for words in (
        "Tuesday Circle",
        "Clacton Peer Support",
        "Open now until 20:30",
        "very near",
        "Free",
        "Step-free",
        "Just turn up",
        "Named “circle”.",
        "Confirmed",
    ):
        assert words in html, words


def test_the_title_has_no_words_of_the_search(client):
    made.many(1)
    made.found_by_search()
    html = page(client, "/find?q=evening+group")
    assert "evening" not in re.search("<title>(.*?)</title>", html)[1].lower()


def test_filters_show_counts_and_what_is_chosen_can_be_taken_off(client):
    hall = made.location()
    made.service("Free group", at=hall)
    made.service("Paid group", at=hall, cost="paid", categories=["arts"])
    made.found_by_search()
    html = page(client, "/find?q=group&category=arts")
    assert re.search(r'name="category" value="company"> <span>Company and friendship</span> <span class="count">1</span>', html)
    assert re.search(r'href="/find\?q=group"><span class="visually-hidden">Take off:</span> Arts', html)
    assert "Paid group" in html
    assert "Free group" not in html


def test_a_place_among_the_words_is_understood_and_can_be_refused(client):
    made.town("Clacton-on-Sea", made.CLACTON)
    made.service("Food bank", at=made.location(), kind="service", categories=["food"])
    made.found_by_search()
    html = page(client, "/find?q=food+bank+clacton")
    assert "Showing “food bank” near Clacton-on-Sea." in html
    assert "/find?q=food+bank+clacton&amp;words=exact" in html
    assert "Showing" not in page(client, "/find?q=food+bank+clacton&words=exact")


@pytest.mark.parametrize(
    "words", ["food bank near Clacton", "food bank in clacton-on-sea", "Food bank, Clacton on Sea", "food bank CLACTON"]
)
def test_ways_to_name_a_place_among_the_words(client, words):
    made.town("Clacton-on-Sea", made.CLACTON)
    made.service("Food bank", at=made.location(), kind="service", categories=["food"])
    made.found_by_search()
    assert "ood bank” near Clacton-on-Sea" in page(client, f"/find?q={words}")


@pytest.mark.parametrize("words", ["rugby", "help in debt", "reading group", "somebody near me"])
def test_words_that_only_look_like_a_place_stay_words(client, words):
    made.town("Rugby", (52.37, -1.26))
    made.town("Reading", (51.45, -0.97))
    made.town("Clacton-on-Sea", made.CLACTON)
    made.many(1)
    made.found_by_search()
    assert "Showing" not in page(client, f"/find?q={words}")


def test_an_unknown_place_is_said_beside_the_field_and_results_are_kept(client):
    made.town("Clacton-on-Sea", made.CLACTON)
    made.many(2)
    made.found_by_search()
    html = page(client, "/find?q=group&near=Clockton")
    assert "We do not know a place called “Clockton”" in html or "near Clacton-on-Sea" in html
    html = page(client, "/find?q=group&near=Xyzzy")
    assert "We do not know a place called “Xyzzy”" in html
    assert 'aria-describedby="near-error"' in html
    assert html.count('<li class="card"') == 2


def test_a_name_of_several_places_offers_them(client):
    made.town("Newport", (51.98, 0.21), county="Essex", key="Newport Essex")
    made.town("Newport", (51.58, -3.0), county="Gwent", key="Newport Gwent", population=30_000)
    made.many(1)
    made.found_by_search()
    html = page(client, "/find?q=group&near=Newport")
    assert "There is more than one place called “Newport”" in html
    assert "Newport, Essex" in html
    assert "near=Newport%2C+Gwent" in html


def test_a_slip_of_the_finger_is_corrected_and_said(client):
    made.many(1)
    made.found_by_search()
    html = page(client, "/find?q=evening+grop")
    assert "Showing results for “evening group”" in html
    assert "as_typed=1" in html


def test_nothing_found_says_so_and_offers_less(client):
    made.many(1)
    made.found_by_search()
    html = page(client, "/find?q=evening+group&cost=donation&open=mon")
    assert "Nothing found" in html
    assert "At any time" in html
    assert "Without “Give what you can”" in html
    assert "116 123" in html


def test_words_that_stand_nowhere_are_not_offered_again(client):
    made.many(1)
    made.found_by_search()
    html = page(client, "/find?q=underwater+basket&cost=free")
    assert "Everything, without the words" in html
    assert "Without “Free”" not in html


def test_nothing_close_enough_shows_the_nearest_and_says_so(client):
    made.town("Maldon", made.MALDON)
    made.many(1)
    made.found_by_search()
    html = page(client, "/find?q=group&near=Maldon&within=1")
    assert "There is nothing that close. These are the nearest." in html
    assert html.count('<li class="card"') == 1


@pytest.mark.parametrize("order", ["best", "near", "soon", "confirmed", "name"])
def test_every_order_works(client, order):
    made.town("Clacton-on-Sea", made.CLACTON)
    made.many(3)
    made.found_by_search()
    assert page(client, f"/find?near=Clacton&sort={order}").count('<li class="card"') == 3


def test_pages_lead_on_and_back(client):
    made.many(25)
    made.found_by_search()
    first, second = page(client, "/find?q=group"), page(client, "/find?q=group&page=2")
    assert 'rel="next"' in first
    assert 'rel="prev"' in second
    assert second.count('<li class="card"') == 5
    assert '<li class="card" id="r21"' in second


def test_an_empty_field_is_dropped_from_the_address(client):
    response = client.get("/find?q=tea&near=&open=")
    assert (response.status_code, response["Location"]) == (302, "/find?q=tea")


def test_a_question_about_something_sensitive_is_kept_private(client):
    made.service("Circle", at=made.location(), categories=["recovery"], sensitive=True)
    made.service("Choir", at=made.location("Hall"), categories=["arts"])
    made.found_by_search()
    for url, sensitive in (
        ("/find?q=circle", True),
        ("/find?category=recovery", True),
        ("/find?q=choir", False),
        ("/find?category=arts", False),
    ):
        response = client.get(url)
        assert ("no-store" in response.get("Cache-Control", "")) == sensitive, url
        assert ("data-leave" in response.content.decode()) == sensitive, url


def test_a_confidential_place_shows_its_area_only(client):
    refuge = made.secret_location("Somewhere in Essex", address_1="5 Secret Street")
    made.service("Refuge", at=refuge, kind="service", categories=["safety"])
    made.found_by_search()
    for url in ("/find?q=refuge", "/find/map?q=refuge", "/find/print?q=refuge"):
        html = page(client, url)
        assert "Secret Street" not in html
    assert "Somewhere in Essex" in page(client, "/find?q=refuge")
    assert "None of these has a place that can be shown" in page(client, "/find/map?q=refuge")


def test_what_is_not_running_is_not_found(client):
    made.service("Old group", at=made.location(), status="inactive")
    made.service("Group of a closed house", at=made.location("Hall"), by=made.organization("Closed house", status="inactive"))
    made.found_by_search()
    assert "Nothing found" in page(client, "/find?q=group")


def test_on_a_late_tuesday_tuesday_means_the_next_when_nothing_is_left_of_this_one(client):
    made.service("Early group", at=made.location(), hours=[("TU", "10:00", "11:00")])
    made.found_by_search()
    html = page(client, "/find?q=group&open=tue")
    assert "Early group" in html
    assert "Tue 1 Dec, 10:00" in html
    assert "Nothing found" in page(client, "/find?q=group&open=today")
