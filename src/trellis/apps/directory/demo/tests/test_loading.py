"""Loading the demo place writes it once."""

from datetime import UTC, datetime

import pytest

from trellis.apps.directory.demo import load, records
from trellis.apps.directory.models import Location, Organization, Service, Space, TimeTaken
from trellis.core.log.models import LogEntry

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)


def test_everything_arrives_and_a_second_run_changes_nothing():
    place = records(NOW.date())

    counts = load(now=NOW)

    records_counted = {"organizations": Organization.objects.count(), "services": Service.objects.count(),
                       "locations": Location.objects.count(), "spaces": Space.objects.count()}  # fmt: skip
    assert {name: counts[name] for name in records_counted} == records_counted
    assert Service.objects.count() == len(place.services)
    assert TimeTaken.objects.count() == sum(len(each.extra.get("days_taken", ())) for each in place.services)
    assert not Location.objects.filter(confidential=True).exclude(latitude=None).exists()
    before = LogEntry.objects.count(), Service.objects.latest("updated_at").updated_at
    load(now=NOW)
    assert (LogEntry.objects.count(), Service.objects.latest("updated_at").updated_at) == before
