"""Every public page, as different people meet it."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, Visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = (
    "/", "/find", "/find?q=peer+group&near=clacton", "/find?page=2", "/find/map?near=clacton", "/find/print?near=clacton", "/meetings",
    "/in/", "/in/clacton-on-sea/", "/who-does-what", "/about", "/help-now", "/no-such-page", "/find?on=2026-02-31&near=nowhereville",
)  # fmt: skip


@pytest.fixture(scope="module")
def reader(server, browser) -> Iterator[Callable[..., Visit]]:
    """Somebody who reads one page after another on the same screen, and whose complaints are read page by page."""
    visits: dict[str, Visit] = {}

    def of(*, width: int, height: int, **options) -> Visit:
        screen = f"{width} {height} {options}"
        if screen not in visits:
            visits[screen] = Visit(browser.new_context(viewport={"width": width, "height": height}, **options), server, True)
        return visits[screen]

    yield of
    for each in visits.values():
        each.context.close()


def read(who: Visit, path: str) -> Page:
    """The page at this path. Nothing may have been complained of the one before, however late."""
    before = who.complaints.copy()
    who.complaints.clear()
    assert before == [], "complained of the page before"
    page = who.open(path)
    if path == "/no-such-page":
        who.complaints[:] = [complaint for complaint in who.complaints if "404" not in complaint]
    return page


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible_fits_a_phone_and_asks_nobody_else(reader, path):
    phone = reader(**PHONE)
    page = read(phone, path)
    assert page.get_by_role("heading", level=1).count() == 1
    phone.must_be_accessible()
    phone.must_fit()
    assert phone.context.cookies() == []
    assert phone.complaints == []


@pytest.mark.parametrize("path", [path for path in PAGES if path != "/no-such-page"])
def test_a_page_fits_320_pixels_which_is_400_per_cent(reader, path):
    narrow = reader(width=320, height=256)
    read(narrow, path)
    narrow.must_fit()
    assert narrow.complaints == []


@pytest.mark.long
@pytest.mark.parametrize("path", ["/", "/find?near=clacton", "/find/map?near=clacton", "/meetings", "/who-does-what", "/help-now"])
def test_a_page_in_the_dark_on_a_wide_screen_and_from_the_right(reader, path):
    wide = reader(width=1280, height=900, color_scheme="dark")
    read(wide, path)
    wide.must_be_accessible()
    wide.must_fit()
    arabic = reader(**PHONE, locale="ar")
    page = read(arabic, path)
    assert page.locator("html").get_attribute("dir") == "rtl"
    arabic.must_be_accessible()
    arabic.must_fit()
    assert wide.complaints + arabic.complaints == []


def test_the_keyboard_alone_finds_something(visit):
    keys = visit()
    page = keys.open("/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the main part")
    page.keyboard.press("Enter")
    for _step in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "q":
            break
    page.keyboard.type("food bank")
    page.keyboard.press("Tab")
    page.keyboard.type("clacton")
    page.keyboard.press("Enter")
    page.wait_for_url("**/find?**")
    seen = []
    for _step in range(60):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            """() => {
                const e = document.activeElement, r = e.getBoundingClientRect(), s = getComputedStyle(e);
                const shown = r.width > 0 && r.bottom > 0 && r.top < innerHeight;
                return {card: e.className === "card__link", shown, mark: s.outlineStyle !== "none", tag: e.outerHTML.slice(0, 90)};
            }"""
        )
        assert focused["shown"], focused["tag"]
        assert focused["mark"], focused["tag"]
        seen.append(focused["card"])
        if focused["card"]:
            break
    assert seen[-1]
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/(service|space)/"))


def test_a_list_prints_on_one_page(visit):
    printer = visit(width=900, height=1200)
    page = printer.open("/find/print?near=clacton")
    assert page.locator(".sheet__rows li").count() == 40
    paper = page.pdf(format="A4", prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1


@pytest.mark.parametrize("path", ["/find?near=clacton", "/meetings", "/in/clacton-on-sea/"])
def test_other_pages_print_too(visit, path):
    page = visit(width=900, height=1200).open(path)
    assert page.pdf(format="A4", prefer_css_page_size=True).startswith(b"%PDF")


def test_words_are_kept_from_other_sites(visit):
    page = visit().open("/help-now")
    for link in page.locator("a[href^=http]").all():
        assert "noreferrer" in (link.get_attribute("rel") or "")
    assert page.request.get(page.url).headers["referrer-policy"] in ("same-origin", "no-referrer")
