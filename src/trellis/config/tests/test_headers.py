"""What every response tells the browser."""

import pytest


@pytest.fixture
def headers(client):
    return client.get("/health").headers


@pytest.mark.parametrize(
    "rule",
    ["default-src 'self'", "frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'", "object-src 'none'", "img-src 'self' data:"],
)
def test_the_content_security_policy(headers, rule):
    assert rule in [part.strip() for part in headers["Content-Security-Policy"].split(";")]


def test_nothing_inline_is_ever_allowed(headers):
    assert "unsafe" not in headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "name, value",
    [
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("X-Frame-Options", "DENY"),
    ],
)
def test_the_other_headers(headers, name, value):
    assert headers[name] == value


def test_a_reader_gets_no_cookie(client):
    response = client.get("/health")

    assert response.content == b"ok"
    assert not response.cookies
