"""Pages leave compressed, so that they arrive on a slow line; but never a page that holds a secret."""

import gzip
import re

import brotli
from django.conf import settings
from django.utils.cache import patch_vary_headers

SHORTEST = 400
COMPRESSIBLE = ("text/", "application/json", "application/geo+json", "image/svg+xml")
BROTLI_QUALITY = 5
GZIP_LEVEL = 6
CODING = re.compile(r"(?:^|,)\s*(br|gzip)\s*(?:;\s*q\s*=\s*([0-9.]+))?\s*(?=,|$)", re.IGNORECASE)


def compressed_pages(get_response):
    """Middleware: compresses what nobody has signed in for.

    Somebody who can watch the lengths of compressed pages, and make a browser ask for them with words of his choosing, learns
    letter by letter what else stands in them (the BREACH attack). So a page is left as it is when the browser sends a session
    or a form cookie, or is given a cookie with this answer.
    """
    secret_cookies = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}

    def respond(request):
        response = get_response(request)
        if response.streaming or response.has_header("Content-Encoding") or len(response.content) < SHORTEST:
            return response
        if not response.get("Content-Type", "").startswith(COMPRESSIBLE):
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        if request.method != "GET" or response.cookies or not secret_cookies.isdisjoint(request.COOKIES):
            return response
        coding = accepted_coding(request.headers.get("Accept-Encoding", ""))
        if coding:
            response.content = compress(response.content, coding)
            response["Content-Encoding"] = coding
            response["Content-Length"] = str(len(response.content))
        return response

    return respond


def accepted_coding(header: str) -> str:
    """The better of the two codings that a browser says it reads, or "". One with q=0 is refused by it."""
    offered = {name.lower() for name, quality in CODING.findall(header[:500]) if _positive(quality)}
    return "br" if "br" in offered else "gzip" if "gzip" in offered else ""


def _positive(quality: str) -> bool:
    try:
        return not quality or float(quality) > 0
    except ValueError:
        return False


def compress(content: bytes, coding: str) -> bytes:
    """The content in this coding. Fast settings: the last few per cent cost more time than they save on the line."""
    if coding == "br":
        return brotli.compress(content, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY)
    return gzip.compress(content, GZIP_LEVEL, mtime=0)
