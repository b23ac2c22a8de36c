"""Asking addresses that somebody typed into a page: only the public web, only so long, only so much.

A name is looked up once and the address that was checked is the one that is connected to, so that a name cannot point
somewhere else a moment later. Redirects go through the same check.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import time
import urllib.request
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from trellis.interfaces.feeds import fetching
from trellis.interfaces.feeds.inputs import Unusable

SECONDS = 20
LONGEST = 15 * 60
LARGEST = 256 * 1024**2
LARGEST_IN_ALL = 1024**3
"""For all answers of one reading together: an API can have twenty thousand pages."""
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
"""IPv6 addresses behind which a router reaches the IPv4 address in their last part."""


class NotPublic(Unusable):
    """An address inside a machine or a private network."""


class GuardedWeb(fetching.Web):
    """The public web, with bounds on time and size."""

    seconds = SECONDS
    largest = LARGEST

    def __init__(self) -> None:
        super().__init__()
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), fetching.Careful, _Http, _Https)
        self._until = time.monotonic() + LONGEST
        self._left = LARGEST_IN_ALL

    def count(self, url: str, size: int) -> None:
        """Refuses more once all answers together are too large."""
        self._left -= size
        if self._left < 0:
            raise Unusable(url, _("It is larger than can be taken."))

    def check(self, url: str) -> None:
        """Refuses what is not the web, names with passwords in them, and anything once the time is over."""
        if time.monotonic() > self._until:
            raise Unusable(url, _("It takes longer than we can wait."))
        try:
            parts = urlsplit(url)
            fine = parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc and parts.port != 0
        except ValueError:
            fine = False
        if not fine:
            raise Unusable(url, _("This is not an address of the web."))


def connect(address: tuple[str, int], timeout: Any = None, source_address: Any = None) -> socket.socket:
    """A connection to a public address; NotPublic for any other."""
    host, port = address
    problem: OSError | None = None
    for family, kind, protocol, _name, where in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        if not _is_public(where[0]):
            raise NotPublic(host, _("This address is not on the public web."))
        made = socket.socket(family, kind, protocol)
        try:
            made.settimeout(timeout if isinstance(timeout, int | float) else SECONDS)
            made.connect(where)
        except OSError as error:
            made.close()
            problem = error
            continue
        return made
    raise problem or OSError(_("no such server"))


def _is_public(text: str) -> bool:
    if settings.FOLLOW_PRIVATE:
        return True
    address = ipaddress.ip_address(text.partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    if address in _TRANSLATED:
        mapped = ipaddress.IPv4Address(address.packed[-4:])
    address = mapped or address
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


class _HttpConnection(http.client.HTTPConnection):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._create_connection = connect


class _HttpsConnection(http.client.HTTPSConnection):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._create_connection = connect


class _Http(urllib.request.HTTPHandler):
    def http_open(self, req: Any) -> Any:
        return self.do_open(_HttpConnection, req)


class _Https(urllib.request.HTTPSHandler):
    def https_open(self, req: Any) -> Any:
        return self.do_open(_HttpsConnection, req)
