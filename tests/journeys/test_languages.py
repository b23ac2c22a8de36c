"""Finding help in Arabic and telling of a group in Spanish, on a phone; and every page from the right on a narrow one."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = (
    "/", "/find?near=clacton", "/find/map?near=clacton", "/find/print?near=clacton", "/meetings", "/in/", "/in/clacton-on-sea/",
    "/who-does-what", "/about", "/help-now", "/organizations", "/suggest", "/sign-in/", "/find?on=2026-02-31&near=nowhereville",
)  # fmt: skip
ARABIC = re.compile(r"[\u0621-\u064a]")
MIRRORED = """() => [...document.querySelectorAll('.icon--arrow, .icon--back, .icon--exit')]
    .filter((icon) => getComputedStyle(icon).transform !== 'matrix(-1, 0, 0, 1, 0, 0)').length"""
NUMBERS_TURNED = """() => [...document.querySelectorAll('a[href^="tel:"]')]
    .filter((link) => /[0-9] [0-9]/.test(link.textContent) && !/[\\u0621-\\u064a]/.test(link.textContent))
    .filter((link) => !link.querySelector('bdi') && !link.closest('bdi') && !link.closest('[dir=ltr]'))
    .map((link) => link.outerHTML)"""


@pytest.mark.parametrize("width", [320, 360])
def test_every_page_from_the_right(visit, width):
    """Nothing sideways, arrows turned, telephone numbers left as they are."""
    arabic = visit(locale="ar", width=width)
    for path in PAGES:
        page = arabic.open(path)
        arabic.must_fit()
        assert page.locator("html").get_attribute("dir") == "rtl", path
        assert ARABIC.search(page.locator("h1").inner_text()), path
        assert page.evaluate(MIRRORED) == 0, path
        assert page.evaluate(NUMBERS_TURNED) == [], path


def test_somebody_finds_help_in_arabic(either_way):
    page = either_way.open("/")
    page.locator("a[lang=ar]").click()
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    expect(page.get_by_text("هذه الصفحة ترجمتها آلة.")).to_be_visible()

    page.locator("#q").fill("بنك طعام في كلاكتون")
    page.get_by_role("button", name="بحث").click()
    first = page.locator(".card__link").first
    expect(first).to_have_text("بنك الطعام فول شيلف")
    expect(page.locator(".card [lang=en][dir=ltr]").first).to_be_attached()
    either_way.must_fit()
    either_way.must_be_accessible()

    first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("بنك الطعام فول شيلف")
    expect(page.locator("main [lang=en][dir=ltr]").first).to_be_attached()
    expect(page.get_by_role("table", name="أوقات الفتح").first).to_be_visible()
    either_way.must_fit()
    either_way.must_be_accessible()


def test_somebody_tells_of_a_group_in_spanish(visit):
    phone = visit(locale="es", script=False)
    page = phone.open("/")
    page.set_default_timeout(10_000)
    page.get_by_role("link", name="¿Falta algo? Cuéntanoslo").click()
    page.get_by_label("¿Cómo se llama?").fill("Círculo de mujeres de Jaywick")
    page.get_by_role("button", name="Continuar").click()
    page.get_by_role("button", name="Continuar").click()
    expect(page.get_by_text("Hay un problema")).to_be_visible()
    page.get_by_label("Un grupo de personas que han pasado por lo mismo").check()
    heading = page.get_by_role("heading", level=1)
    while heading.inner_text() != "Revisa lo que nos cuentas":
        page.get_by_role("button", name=re.compile("Continuar|No, es otra cosa")).first.click()
    expect(page.get_by_text("Círculo de mujeres de Jaywick")).to_be_visible()
    page.get_by_role("button", name="Enviar", exact=True).click()
    expect(page.get_by_text("Apunta el código.", exact=False)).to_be_visible()
