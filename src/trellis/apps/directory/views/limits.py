"""So many times an hour: a brake on forms that need no account. Counted in the cache under a digest that changes every hour."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone

AN_HOUR = 3600


def too_many(request: HttpRequest, what: str, *, most: int) -> bool:
    """Counts this try; whether more than `most` have come from the same place within the hour, or fifty times as many from all.

    The address is never kept: only a keyed digest of it with the hour, in the cache, for an hour.
    """
    hour = timezone.now().strftime("%Y%m%d%H")
    here = hmac.new(settings.SECRET_KEY.encode(), f"{hour} {_network(request)}".encode(), hashlib.sha256).hexdigest()[:32]
    own = _count(f"tries:{what}:{here}")
    return own > most or _count(f"tries:{what}:{hour}") > 50 * most


def _count(key: str) -> int:
    """One more; how many it is now. It is forgotten an hour after the first, however often somebody tries meanwhile."""
    n, until = cache.get(key) or (0, time.time() + AN_HOUR)
    cache.set(key, (n + 1, until), max(1, until - time.time()))
    return n + 1


def _network(request: HttpRequest) -> str:
    """The address asked from; of a long one the part that stands for one household."""
    address = request.META.get("REMOTE_ADDR", "")
    if getattr(settings, "SECURE_PROXY_SSL_HEADER", None):
        address = request.headers.get("X-Forwarded-For", address).rpartition(",")[2].strip()
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network(f"{known}/64", strict=False)) if known.version == 6 else address
