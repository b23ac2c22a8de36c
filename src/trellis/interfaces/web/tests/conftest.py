"""For the tests of the pages: one moment in time, and nothing remembered from the test before."""

import pytest
from django.utils import timezone

from trellis.interfaces.web import memory
from trellis.interfaces.web.tests.made import NOW


@pytest.fixture(autouse=True)
def a_tuesday_evening(monkeypatch):
    """It is Tuesday, 24 November 2026, six in the evening."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    memory.forget_all()
    yield
    memory.forget_all()
