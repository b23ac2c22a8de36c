"""The brake on forms that need no account: it holds for the whole hour."""

from django.core.cache import cache
from django.test import RequestFactory

from trellis.apps.directory.views import limits


def test_trying_again_and_again_does_not_begin_the_hour_anew(monkeypatch):
    """Also past the five minutes that a cache keeps things by itself."""
    cache.clear()
    clock = [1_800_000_000.0]
    kept = []
    monkeypatch.setattr(limits.time, "time", lambda: clock[0])
    real = cache.set
    monkeypatch.setattr(cache, "set", lambda key, value, timeout: (kept.append(timeout), real(key, value, timeout)))
    request = RequestFactory().get("/")

    answers = []
    for _try in range(4):
        answers.append(limits.too_many(request, "tried", most=3))
        clock[0] += 600

    assert answers == [False, False, False, True]
    assert kept[::2] == [3600, 3000, 2400, 1800]
