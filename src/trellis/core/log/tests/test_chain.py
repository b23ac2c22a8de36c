"""The log shows every change made behind its back."""

import uuid
from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.urls import reverse

from trellis.core.log import chain
from trellis.core.log.events import Event
from trellis.core.log.models import LogEntry, LogHead
from trellis.core.log.publishing import publish_head_daily

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def log(n: int) -> None:
    for number in range(n):
        with transaction.atomic():
            chain.append(deed=uuid.uuid4(), at=NOW, action="test.thing.done", channel="test", facts={"n": number, "é": "ß"})


def problems() -> list[tuple[int, str]]:
    return [(fault.number, fault.problem) for fault in chain.faults()]


def test_an_untouched_log_holds():
    log(5)
    assert problems() == []
    assert LogHead.objects.get().number == 5


@pytest.mark.parametrize("field", ["action", "actor_id", "channel", "subject_id", "event"])
def test_a_changed_entry_shows(field):
    log(3)
    LogEntry.objects.filter(number=2).update(**{field: "other"})
    assert problems() == [(2, "does not match its digest")]


def test_a_rewritten_entry_shows_in_the_next_one():
    log(3)
    entry = LogEntry.objects.get(number=2)
    entry.facts = {"n": 99}
    entry.digest = chain.digest_of(entry, LogEntry.objects.get(number=1).digest)
    entry.save()
    assert problems() == [(3, "does not match its digest")]


def test_a_removed_entry_shows():
    log(3)
    LogEntry.objects.filter(number=2).delete()
    assert (2, "is missing") in problems()


def test_two_entries_that_changed_places_show():
    log(3)
    first, second = LogEntry.objects.get(number=1), LogEntry.objects.get(number=2)
    LogEntry.objects.filter(number__in=(1, 2)).delete()
    first.number, second.number = 2, 1
    first.save()
    second.save()
    assert [number for number, _problem in problems()] == [1, 2, 3]


def test_a_cut_end_shows():
    log(3)
    LogEntry.objects.filter(number=3).delete()
    assert problems() == [(3, "is the head, but the log ends elsewhere")]


def test_a_cut_end_with_a_forged_head_shows_against_what_was_published():
    log(3)
    publish_head_daily()
    LogEntry.objects.filter(number=3).delete()
    last = LogEntry.objects.get(number=2)
    LogHead.objects.update(number=2, digest=last.digest)
    assert problems() == [(3, "was published and is no longer there")]


def test_published_heads_can_be_copied_by_anyone(client):
    log(2)
    chain.publish_head(now=NOW)
    chain.publish_head(now=NOW)
    assert [each["number"] for each in client.get(reverse("log-heads")).json()["heads"]] == [2]


def test_nothing_is_logged_outside_a_transaction(transactional_db):
    with pytest.raises(RuntimeError, match="transaction"):
        chain.append(deed=uuid.uuid4(), at=NOW, action="test.thing.done", channel="test")


def test_an_event_says_how_long_it_is_kept_and_how_it_forgets():
    with pytest.raises(TypeError, match="forgets"):

        class Careless(Event):
            code = "test.careless"
            keeps = None
