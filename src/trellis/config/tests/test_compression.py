"""Pages leave compressed, except where a secret may stand in them."""

import gzip

import brotli
import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory

from trellis.config.compression import accepted_coding, compressed_pages

BODY = b"<p>the same words again and again</p>" * 100


def answer(response: HttpResponse | None = None, *, method: str = "get", cookies: dict | None = None, **headers: str) -> HttpResponse:
    request = getattr(RequestFactory(), method)("/", headers={"accept-encoding": "gzip, deflate, br"} | headers)
    request.COOKIES = cookies or {}
    return compressed_pages(lambda request: response or HttpResponse(BODY))(request)


def test_a_page_is_sent_in_the_better_coding():
    response = answer()
    assert response["Content-Encoding"] == "br"
    assert brotli.decompress(response.content) == BODY
    assert response["Content-Length"] == str(len(response.content))
    assert response["Vary"] == "Accept-Encoding"


def test_an_older_browser_gets_gzip():
    response = answer(**{"accept-encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.content) == BODY


@pytest.mark.parametrize("name", [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME])
def test_who_has_signed_in_or_has_a_form_gets_the_page_as_it_is(name):
    assert not answer(cookies={name: "x"}).has_header("Content-Encoding")


def test_a_page_that_gives_a_cookie_is_left_as_it_is():
    response = HttpResponse(BODY)
    response.set_cookie("csrftoken", "secret")
    assert not answer(response).has_header("Content-Encoding")


@pytest.mark.parametrize(
    "response",
    [HttpResponse(b"short"), HttpResponse(BODY, content_type="image/png"), HttpResponse(BODY, headers={"Content-Encoding": "zstd"})],
)
def test_what_gains_nothing_is_left_as_it_is(response):
    content = response.content
    assert answer(response).content == content


def test_only_get_is_compressed():
    assert not answer(method="post").has_header("Content-Encoding")


@pytest.mark.parametrize(
    ("header", "coding"),
    [
        ("br", "br"),
        ("gzip;q=1.0, br;q=0", "gzip"),
        ("GZIP", "gzip"),
        ("", ""),
        ("identity", ""),
        ("gzip;q=x, br ; q=0.1", "br"),
        ("," * 900, ""),
        ("brotli", ""),
    ],
)
def test_the_coding_is_one_that_the_browser_reads(header, coding):
    assert accepted_coding(header) == coding
