"""When somebody walks, listens, serves or keeps a house is for members, whatever was asked for: in no public calendar or feed."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from trellis.apps.directory.tests.factories import make_organization
from trellis.apps.gatherings.models import Gathering, Series
from trellis.apps.gatherings.models.series import DUTIES

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def a_duty(kind: str) -> Gathering:
    at = NOW + timedelta(days=1)
    series = Series.objects.create(
        organization=make_organization(), kind=kind, title="Nightwatch", seen_by="everybody", first_on=at.date(), begins=time(20),
        minutes=60, time_zone="Europe/London", made_at=NOW,
    )  # fmt: skip
    return Gathering.objects.create(
        series=series, organization=series.organization, original_on=at.date(), starts_at=at, ends_at=at + timedelta(hours=1),
        title=series.title, kind=kind, seen_by="everybody", changed_at=NOW,
    )  # fmt: skip


@pytest.mark.parametrize("kind", DUTIES)
def test_duties_are_for_members(kind, client):
    duty = a_duty(kind)
    assert (duty.seen_by, duty.series.seen_by) == ("members", "members")
    pages = [
        reverse("calendar") + "?month=2026-11",
        reverse("calendar-day", args=["2026-11-24"]),
        reverse("gatherings-of", args=[duty.organization_id]),
        reverse("feeds-gatherings-ics"),
        reverse("feeds-group-ics", args=[duty.organization_id]),
    ]
    for page in pages:
        answer = client.get(page)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert b"Nightwatch" not in body, page
    assert client.get(reverse("gatherings-gathering", args=[duty.pk])).status_code == 404


def test_the_database_says_so_too():
    duty = a_duty("patrol")
    with pytest.raises(IntegrityError), transaction.atomic():
        Gathering.objects.filter(pk=duty.pk).update(seen_by="everybody")
    with pytest.raises(IntegrityError), transaction.atomic():
        Series.objects.filter(pk=duty.series_id).update(seen_by="everybody")
