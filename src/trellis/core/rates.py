"""How often somebody may try: counted in the cache under a keyed digest, so that nobody's address is kept."""

from __future__ import annotations

import time
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

from trellis.core.fields import blind_index


@dataclass(frozen=True, slots=True)
class Rate:
    """So many tries in so many seconds, counted from the first of them."""

    name: str
    most: int
    seconds: int

    def is_used_up(self, key: str) -> bool:
        """Whether no try is left; does not count as one."""
        return self._count(key)[0] >= self.most

    def note(self, key: str) -> None:
        """One more try. Two at the same instant may count as one, which is near enough."""
        n_tries, until = self._count(key)
        until = until or time.time() + self.seconds
        cache.set(self._place(key), (n_tries + 1, until), max(1, until - time.time()))

    def _count(self, key: str) -> tuple[int, float]:
        return cache.get(self._place(key)) or (0, 0.0)

    def _place(self, key: str) -> str:
        return f"rate:{self.name}:{blind_index(key, 'core.rate')[:32]}"


def browser_key(request: HttpRequest) -> str:
    """Whoever asks, as far as counting needs it: a digest of the network address, behind a trusted proxy too."""
    return get_adapter(request).get_client_ip(request)
