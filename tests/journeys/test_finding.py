"""Finding help in the demo place, on a phone, with script and without."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def ask(page: Page, words: str, near: str = "") -> None:
    page.get_by_label("What would help?").fill(words)
    page.get_by_label("Near where?").fill(near)
    page.get_by_role("button", name="Find").click()


def press(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def test_an_evening_peer_group_near_clacton_tonight_step_free_and_free(either_way):
    page = either_way.open("/")
    either_way.must_be_accessible()
    ask(page, "peer group", "clacton")
    for choice in ("This evening", "Free", "Step-free"):
        press(page, choice)
    assert "near Clacton-on-Sea" in heading(page)
    either_way.must_be_accessible()
    either_way.must_fit()
    first = page.locator("ol.cards .card").first
    expect(first).to_contain_text("Free")
    expect(first).to_contain_text("Step-free")
    expect(first).to_contain_text(re.compile(r"Open|Next today|Closes|Opens today"))
    expect(first).to_contain_text("Confirmed")
    first.get_by_role("link").first.click()
    either_way.must_be_accessible()
    either_way.must_fit()
    expect(page.locator("main")).to_contain_text(re.compile("get there|Getting there|Bus|bus|foot|station"))


def test_there_is_a_peer_group_this_evening(either_way):
    page = either_way.open("/find?q=peer+group&near=clacton&kind=meeting&open=evening&cost=free&step_free=yes")
    assert page.locator("ol.cards .card").count() > 0


def test_meetings_near_maldon_on_tuesday_asked_in_one_line(either_way):
    page = either_way.open("/")
    ask(page, "AA meetings near Maldon on Tuesday")
    assert "near Maldon" in heading(page)
    expect(page.locator("main")).to_contain_text("Showing “AA meetings” near Maldon.")
    expect(page.get_by_role("link", name=re.compile("Take off: Tuesday"))).to_be_visible()
    first = page.locator("ol.cards .card").first
    expect(first).to_contain_text(re.compile("Tue|today|Open"))
    either_way.must_be_accessible()


def test_who_fixes_a_street_light(either_way):
    page = either_way.open("/")
    press(page, "Who does what")
    page.get_by_label("What is it about?").fill("street light")
    page.get_by_role("button", name="Find").click()
    card = page.locator(".card").filter(has_text="street light").first
    expect(card).to_contain_text("How to start:")
    either_way.must_be_accessible()
    card.get_by_role("link").first.click()
    assert "light" in heading(page).lower()
    either_way.must_be_accessible()


def test_a_space_for_thirty_people(either_way):
    page = either_way.open("/")
    press(page, "Rooms, halls and gardens you can use")
    either_way.must_be_accessible()
    ask(page, "thirty people")
    assert "kind=space" in either_way.path
    assert page.locator("ol.cards .card").count() > 0
    page.locator("ol.cards .card").first.get_by_role("link").first.click()
    expect(page.locator("main")).to_contain_text(re.compile("How many people fit|fit|people"))


def test_filters_narrow_the_list_and_chips_widen_it(either_way):
    page = either_way.open("/find?near=clacton")
    everything = int(re.search(r"\d+", heading(page))[0])
    page.locator("details.filters > summary").click()
    page.get_by_label("Meetings and support groups").check()
    page.get_by_label("When", exact=True).select_option("Monday")
    page.get_by_role("button", name="Show these").click()
    assert "kind=meeting" in either_way.path
    assert "open=mon" in either_way.path
    assert "=&" not in either_way.path
    fewer = int(re.search(r"\d+", heading(page))[0])
    assert 0 < fewer < everything
    page.get_by_role("link", name=re.compile("Take off: Monday")).click()
    assert "open=mon" not in either_way.path


def test_nothing_found_is_a_way_on(either_way):
    page = either_way.open("/find?q=choir&near=clacton&open=mon&time=05:00")
    assert heading(page) == "Nothing found"
    expect(page.locator("main")).to_contain_text("116 123")
    either_way.must_be_accessible()
    page.get_by_role("link", name="At any time").click()
    assert "open=mon" not in either_way.path


def test_a_town_the_browser_does_not_know(either_way):
    page = either_way.open("/find?q=food&near=Xyzzyville")
    expect(page.locator("#near-error")).to_contain_text("We do not know a place called “Xyzzyville”")
    assert page.locator("ol.cards .card").count() > 0
    either_way.must_be_accessible()


def test_near_me_goes_to_our_own_server_only(visit):
    here = visit(geolocation={"latitude": 51.78912, "longitude": 1.15342}, permissions=["geolocation"])
    page = here.open("/")
    page.get_by_label("What would help?").fill("food")
    page.get_by_role("button", name="Near me").click()
    page.wait_for_url("**/find?**")
    assert "lat=51.789&lon=1.153" in here.path
    assert "where you are" in heading(page)


def test_leaving_a_sensitive_list_leaves_nothing_behind(visit):
    someone = visit()
    page = someone.open("/find?category=recovery")
    expect(page.get_by_role("link", name="Leave this page quickly").last).to_be_visible()
    someone.must_be_accessible()
    response = page.request.get(someone.origin + "/find?category=recovery")
    assert "no-store" in response.headers["cache-control"]
