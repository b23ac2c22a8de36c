"""Values as the schemas want them: nothing empty, addresses that are URIs, ids made from ids."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from functools import lru_cache
from hashlib import blake2b
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.encoding import iri_to_uri

Doc = dict[str, Any]

_NOTHING: tuple[Any, ...] = ("", None, [], {})
_URI = re.compile(r"https?://[A-Za-z0-9.\-_~:\[\]@]+(?:[/?#][A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*)?")
_EMAIL = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+")
_BAD_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def kept(**fields: Any) -> Doc:
    """A document of the fields that say something: null fails the schema, and empty text is against the UK rules."""
    return {name: value for name, value in fields.items() if value not in _NOTHING}


def made_id(*parts: object) -> str:
    """An id for a part that has none of its own, the same each time (a version 8 UUID of RFC 9562)."""
    digest = blake2b("|".join(map(str, parts)).encode(), digest_size=16).hexdigest()
    return f"{digest[:8]}-{digest[8:12]}-8{digest[13:16]}-8{digest[17:20]}-{digest[20:]}"


@lru_cache(maxsize=4096)
def uri(address: str) -> str:
    """The address as a URI, "" when it is none: letters beyond ASCII are encoded, spaces and other schemes refused."""
    if not address.lower().startswith(("http://", "https://")):
        return ""
    try:
        found = _BAD_PERCENT.sub("%25", iri_to_uri(_ascii_host(address)))
    except UnicodeError:
        return ""
    scheme, _colon, rest = found.partition(":")
    found = f"{scheme.lower()}:{rest}"
    before, hash_sign, fragment = found.partition("#")
    found = before + hash_sign + fragment.replace("#", "%23")
    return found if _URI.fullmatch(found) and "[" not in found and "]" not in found else ""


def email(address: str) -> str:
    """The address, or "" when no schema would take it for one."""
    return address if _EMAIL.fullmatch(address) else ""


def moment(at: datetime) -> str:
    """A date and time in UTC with milliseconds, as HSDS asks for."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def day(on: date | None) -> str:
    """A date, or ""."""
    return on.isoformat() if on else ""


def clock(at: time | None) -> str:
    """A time of day, or ""."""
    return at.strftime("%H:%M") if at else ""


@lru_cache(maxsize=512)
def standard_offset(zone: str) -> float:
    """Hours from UTC in winter: HSDS has a number where the name of the zone should stand, and no summer time."""
    january, july = (datetime(2026, month, 1, tzinfo=ZoneInfo(zone)) for month in (1, 7))
    seconds = min((january.utcoffset() or january.dst()).total_seconds(), (july.utcoffset() or july.dst()).total_seconds())
    hours = seconds / 3600
    return int(hours) if hours == int(hours) else hours


def _ascii_host(address: str) -> str:
    match = re.match(r"(https?://)([^/?#]+)(.*)", address, flags=re.IGNORECASE | re.DOTALL)
    if match is None or match[2].isascii():
        return address
    return match[1] + match[2].encode("idna").decode("ascii") + match[3]
