"""The demo place's people are written once, through the same doors as everybody."""

import pytest

from trellis.apps.people.demo import telling
from trellis.apps.people.models import Consent, ContactWay, HelpingSession, Profile
from trellis.apps.people.tests.made import NOW
from trellis.core.log.models import LogEntry

pytestmark = pytest.mark.django_db


def test_they_arrive_and_a_second_run_changes_nothing():
    counts = telling.load(now=NOW)
    assert counts == {
        "people who told what they need": Profile.objects.count(),
        "ways to reach people": ContactWay.objects.count(),
        "people helped at a table": 1,
    }
    assert ContactWay.objects.count() == 6 and Consent.objects.get().purpose == "being_helped"
    assert HelpingSession.objects.get().deeds.count() == 2
    before = LogEntry.objects.count()
    assert telling.load(now=NOW) == counts and LogEntry.objects.count() == before
