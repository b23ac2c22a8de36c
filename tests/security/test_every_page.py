"""What every page tells the browser, whoever asks."""

import re

import pytest

from tests.access.sweeping import ask, expected, pages
from tests.access.world import ROLES

INLINE = re.compile(
    r"<script(?! type=\"application/ld\+json\">)(?![^>]*\bsrc=)|<style|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:", re.IGNORECASE
)
ELSEWHERE = re.compile(r"<(?:script|link|img|iframe|video|audio|source|use)\b[^>]*\b(?:src|href)=[\"'](?:https?:)?//", re.IGNORECASE)
CANONICAL = re.compile(r"<link rel=\"canonical\"[^>]*>")
GIVE_A_COOKIE = {
    "networks-hello",
    "leave", "choose-language", "account_login", "account_request_login_code", "directory-service-tell-time",
    "worry-new", "worry-follow", "paper-code",
    "directory-suggest", "directory-follow", "directory-mistake", "directory-still-right", "directory-letters-stop",
    "directory-claim", "directory-claim-own",
    "exchange-ask", "exchange-receipt", "places-ask", "places-code", "places-link", "respite-ask", "respite-link",
    "gardens-link", "turns-link",
}  # fmt: skip
"""Pages that need one: a choice is remembered, or a form is protected."""


@pytest.mark.parametrize("role", ["visitor", "keeper"])
def test_headers_and_nothing_inline(world, role):
    client, wrong = world.browser(role), []
    for page in pages():
        response = ask(client, "GET", world.address(page["address"]))
        body = b"".join(response) if response.streaming else response.content
        html = response.get("Content-Type", "").startswith("text/html")
        policy = response["Content-Security-Policy"]
        checks = {
            "a strict policy": "unsafe" not in policy and ("default-src 'self'" in policy or "default-src 'none'" in policy),
            "no framing": response["X-Frame-Options"] == "DENY" and (not html or "frame-ancestors 'none'" in policy),
            "nosniff": response["X-Content-Type-Options"] == "nosniff",
            "a quiet referrer": response["Referrer-Policy"] in ("same-origin", "no-referrer"),
            "an opener of its own": response["Cross-Origin-Opener-Policy"] == "same-origin",
            "embedded nowhere": response["Cross-Origin-Resource-Policy"] == "same-origin",
            "nothing inline": not html or not INLINE.search(body.decode()),
            "nothing from elsewhere": not html or not ELSEWHERE.search(CANONICAL.sub("", body.decode())),
            "stored nowhere": response.status_code != 200 or not _is_private(page) or "no-store" in response.get("Cache-Control", ""),
        }
        wrong += [f"{page['address']}: {name}" for name, holds in checks.items() if not holds]
    assert wrong == []


def test_a_reader_gets_no_cookie(world):
    client, given = world.browser("visitor"), []
    for page in pages():
        if page["name"] in GIVE_A_COOKIE:
            continue
        response = client.get(world.address(page["address"]))
        if response.cookies:
            given.append(f"{page['name']}: {', '.join(response.cookies)}")
    assert given == []


def _is_private(page: dict) -> bool:
    answers = expected(page["GET"], ROLES)
    return answers["visitor"] == "sign in" and answers["keeper"] == "page"
