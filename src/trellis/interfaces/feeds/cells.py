"""One cell of a foreign file -> one clean value, or a reason why not.

Every function takes what a file held (text, number, list or nothing) and returns a plain value;
"" or None means empty. A value that can't be used raises BadCell with a sentence for people.
"""

from __future__ import annotations

import html
import json
import re
import unicodedata
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

NAME = 255
LINE = 255
TEXT = 20_000

_BLOCKS = "p|div|br|hr|h[1-6]|ul|ol|li|table|tr|blockquote|section|article|header|footer"
_INLINE = "a|b|i|u|em|strong|span|font|small|sub|sup|td|th|tbody|thead|img|code|pre|center|abbr"
_BLOCK_TAG = re.compile(rf"</?(?:{_BLOCKS})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ITEM_TAG = re.compile(r"<li(?:\s[^<>]*)?>", re.IGNORECASE)
_INLINE_TAG = re.compile(rf"</?(?:{_INLINE})(?:\s[^<>]*)?/?>", re.IGNORECASE)
# Controls but tab and newline, lone surrogates, direction overrides, the byte order mark.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202d\u202e\ufeff\ufff9-\ufffc\ufffe\uffff]")
_SPACES = re.compile(r"[^\S\n]+")
_EMAIL = re.compile(r"[^\s@<>,;\"'()]+@[^\s@<>,;\"'()]+\.[^\s@<>,;\"'().]{2,}")
_EXTENSION = re.compile(r"[\s,;]*(?:ext(?:ension)?|x|#)[.:\s]*(\d{1,8})\s*$", re.IGNORECASE)


class BadCell(ValueError):
    """A cell that can't be used; the message says why."""


def text(value: Any, *, limit: int = TEXT) -> str:
    """Plain text with its paragraphs: tags and entities resolved, unseen characters gone."""
    raw = as_text(value)
    if not raw:
        return ""
    if len(raw) > max(limit * 20, 1_000_000):
        raise BadCell(_too_long(len(raw), limit))
    plain = _tidy(_without_tags(raw)) or _tidy(raw)
    if len(plain) > limit:
        raise BadCell(_too_long(len(plain), limit))
    return plain


def line(value: Any, *, limit: int = LINE) -> str:
    """Text on one line."""
    if isinstance(value, dict):
        raise BadCell(_("Expected text."))
    raw = as_text(value)
    if len(raw) > 1_000_000:
        raise BadCell(_too_long(len(raw), limit))
    plain = " ".join((_tidy(_without_tags(raw)) or _tidy(raw)).split())
    if len(plain) > limit:
        raise BadCell(_too_long(len(plain), limit))
    return plain


def as_text(value: Any) -> str:
    """Any JSON or CSV value as text; lists are joined with commas."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, list):
        return ", ".join(part for part in map(as_text, value) if part)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def key(value: Any) -> str:
    """An identifier: text without spaces around it, "" when there is none."""
    if isinstance(value, dict | list):
        raise BadCell(_("An identifier must be text or a number."))
    found = _UNSEEN.sub("", as_text(value)).strip()
    if len(found) > 200:
        raise BadCell(_too_long(len(found), 200))
    return found


def url(value: Any) -> str:
    """A web address; a missing scheme is added, any scheme but http and https is refused."""
    found = line(value, limit=2000).strip("\"'<> ")
    if not found or found.lower() in {"n/a", "na", "none", "null", "-"}:
        return ""
    if not re.match(r"[a-z][a-z0-9+.-]*:", found, re.IGNORECASE) or re.match(r"[\w.-]+:\d+(/|$)", found):
        found = "https://" + found.lstrip("/")
    try:
        parts = urlsplit(found)
        host = parts.hostname or ""
    except ValueError as error:
        raise BadCell(_("This is not a web address.")) from error
    if parts.scheme.lower() not in {"http", "https"}:
        raise BadCell(_("Only web addresses that begin with http or https are kept."))
    if " " in found or not ("." in host or host == "localhost") or host.startswith("."):
        raise BadCell(_("This is not a web address."))
    return found


def emails(value: Any) -> list[str]:
    """Every e-mail address in a cell, in order."""
    found = line(value, limit=1000)
    if not found:
        return []
    addresses = _EMAIL.findall(found.replace("mailto:", ""))
    if not addresses:
        raise BadCell(_("This is not an e-mail address."))
    return [address.rstrip(".") for address in addresses if len(address) <= 254]


def phone(value: Any) -> tuple[str, str]:
    """A telephone number as people typed it, and its extension."""
    found = line(value, limit=120).strip("\"' ")
    if not found:
        return "", ""
    extension = ""
    match = _EXTENSION.search(found)
    if match and sum(c.isdigit() for c in found[: match.start()]) >= 5:
        extension, found = match[1], found[: match.start()].strip()
    if sum(c.isdigit() for c in found) < 2 or len(found) > 60:
        raise BadCell(_("This is not a telephone number."))
    return found, extension


def number(value: Any) -> float | None:
    """A number, also with a decimal comma."""
    if isinstance(value, bool):
        raise BadCell(_("This is not a number."))
    if isinstance(value, int | float):
        found = float(value) if abs(value) < 1e300 else float("inf")
    else:
        raw = as_text(value).strip().replace("\u2212", "-")
        if not raw:
            return None
        if len(raw) > 60:
            raise BadCell(_("This is not a number."))
        if re.fullmatch(r"[-+]?\d+,\d+", raw):
            raw = raw.replace(",", ".")
        if not re.fullmatch(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,3})?", raw, re.ASCII):
            raise BadCell(_("This is not a number."))
        found = float(raw)
    if found != found or found in (float("inf"), float("-inf")):
        raise BadCell(_("This is not a number."))
    return found


def whole_number(value: Any, *, low: int, high: int) -> int | None:
    """A whole number between two bounds; "18+" and "60 years" count as 18 and 60."""
    raw = as_text(value).strip() if not isinstance(value, int | float) else value
    if isinstance(raw, str):
        match = re.match(r"(\d{1,9})(?:\.0+)?(?:\s*(?:\+|years?|yrs?).*)?$", raw, re.IGNORECASE)
        raw = match[1] if match else raw
    found = number(raw)
    if found is None:
        return None
    if found != int(found) or not low <= found <= high:
        raise BadCell(_("Expected a whole number from %(low)s to %(high)s.") % {"low": low, "high": high})
    return int(found)


def coordinates(latitude: Any, longitude: Any) -> tuple[float | None, float | None, bool]:
    """Latitude, longitude and whether the two had been swapped.

    Swapped only when the latitude is impossible and both fit the other way round. Nought, nought
    is where failed geocoders put things, so it is refused.
    """
    lat, lon = number(latitude), number(longitude)
    if lat is None or lon is None:
        if lat is None and lon is None:
            return None, None, False
        raise BadCell(_("Latitude and longitude are only useful together."))
    swapped = 90 < abs(lat) <= 180 and abs(lon) <= 90
    if swapped:
        lat, lon = lon, lat
    if abs(lat) > 90 or abs(lon) > 180:
        raise BadCell(_("No place on Earth has latitude %(lat)s and longitude %(lon)s.") % {"lat": f"{lat:g}", "lon": f"{lon:g}"})
    if lat == 0 and lon == 0:
        raise BadCell(_("Latitude 0 and longitude 0 is in the sea: the place was not found."))
    return round(lat, 7), round(lon, 7), swapped


def truth(value: Any) -> bool | None:
    """Yes, no or unknown, in the usual spellings."""
    found = as_text(value).strip().lower()
    if found in {"1", "true", "yes", "y", "t", "on"}:
        return True
    if found in {"0", "false", "no", "n", "f", "off"}:
        return False
    return None


def _too_long(length: int, limit: int) -> str:
    return _("This has %(length)s characters; at most %(limit)s fit.") % {
        "length": f"{length:,}",
        "limit": f"{limit:,}",
    }


def _without_tags(raw: str) -> str:
    if "<" in raw:
        raw = _strip(raw)
    if "&" in raw:
        raw = html.unescape(raw)
        if "<" in raw:
            raw = _strip(raw)
        raw = html.unescape(raw) if re.search(r"&(#\d+|#x[0-9a-f]+|[a-z]{2,8});", raw) else raw
    return raw


def _strip(raw: str) -> str:
    raw = _ITEM_TAG.sub("\n\u2022 ", raw)
    raw = re.sub(r"</p>", "\n\n", raw, flags=re.IGNORECASE)
    return _INLINE_TAG.sub("", _BLOCK_TAG.sub("\n", raw))


def _tidy(raw: str) -> str:
    raw = raw.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    raw = unicodedata.normalize("NFC", _UNSEEN.sub("", raw.replace("\u2029", "\n\n")))
    lines = [_SPACES.sub(" ", each).strip() for each in raw.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def clean_raw(raw: str) -> str:
    """Text as it was, only without unseen characters; for what is kept but not shown."""
    return _UNSEEN.sub("", raw)
