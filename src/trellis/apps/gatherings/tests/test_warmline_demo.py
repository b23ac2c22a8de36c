"""The demo line and the demo patrol are made through actions, and a second time changes nothing."""

from datetime import UTC, datetime

import pytest

from trellis.apps.directory.tests.factories import make_service
from trellis.apps.gatherings.demo import warmline as demo
from trellis.apps.gatherings.models import SafetyEntry, Turn, Warmline, WarmlineContact, WarmlineCount, WarmlineWatch
from trellis.core.log.models import LogEntry

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def test_the_demo_line_and_patrol_are_made_once(monkeypatch):
    organization = make_service().organization
    monkeypatch.setattr(demo, "_host", lambda name: organization)
    first = demo.load(now=NOW)
    entries = LogEntry.objects.count()
    assert (first, demo.load(now=NOW), LogEntry.objects.count()) == (first, first, entries)
    assert (Warmline.objects.count(), WarmlineContact.objects.count(), SafetyEntry.objects.count()) == (1, 18, 3)
    assert WarmlineCount.objects.filter(what="all").count() >= 1
    assert not WarmlineWatch.objects.filter(ended_at=None).exists()
    assert Turn.objects.taken().count() > 12
