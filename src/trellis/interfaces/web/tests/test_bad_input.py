"""Whatever stands in an address, the answer is a page that one can read."""

import pytest

from trellis.core.ui.tests.naughty import NAUGHTY
from trellis.interfaces.web.tests import made

pytestmark = pytest.mark.django_db

PARAMETERS = (
    "q",
    "near",
    "lat",
    "lon",
    "within",
    "open",
    "on",
    "time",
    "kind",
    "category",
    "cost",
    "language",
    "sort",
    "page",
    "as_typed",
    "words",
)
PATHS = ("/find", "/find/map", "/find/print", "/meetings", "/who-does-what")


@pytest.mark.parametrize("path", PATHS)
def test_naughty_strings_in_every_parameter(client, path):
    made.town("Clacton-on-Sea", made.CLACTON)
    made.many(2)
    made.found_by_search()
    for text in NAUGHTY:
        response = client.get(path, dict.fromkeys(PARAMETERS, text), follow=True)
        assert response.status_code in (200, 414), (path, text)
        assert b"<script>alert" not in response.content
        assert b"</html>" in response.content


@pytest.mark.parametrize("name", PARAMETERS)
@pytest.mark.parametrize(
    "text",
    [
        "\x00",
        "-1",
        "999999999999999999999",
        "31 February",
        "'; DROP TABLE x; --",
        "{{7*7}}",
        "\ud800".encode("utf-8", "surrogatepass"),
        "٣",
        "NaN",
    ],
)
def test_each_parameter_alone(client, name, text):
    assert client.get("/find", {name: text}, follow=True).status_code == 200


@pytest.mark.parametrize("path", PATHS)
def test_an_endless_address_is_refused_in_our_look(client, path):
    response = client.get(path, {"q": "x" * 10_000_000})
    assert response.status_code == 414
    assert "That was too long" in response.content.decode()


def test_thousands_of_parameters_are_refused(client):
    assert client.get("/find?" + "&".join("a=1" for _ in range(1500))).status_code in (400, 413, 414)


def test_an_impossible_date_and_time_are_said(client):
    html = client.get("/find?on=2026-02-31&time=25:00").content.decode()
    assert "This must be a real date" in html
    assert "2026-02-31" in html
    assert "This must be a time of day" in html
    assert "<title>Error:" in html


def test_unknown_towns_and_pages_are_not_found(client):
    assert client.get("/in/nowhere-at-all/").status_code == 404
    assert client.get(f"/in/{'x' * 3000}/").status_code == 404
