"""The rota: whether the watch is kept, until when, and where the gaps are."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from trellis.apps.people.actions import add_turn
from trellis.apps.people.models import OnCallTurn
from trellis.apps.people.queries.oncall import Watch, gaps, next_on_call, watch_at, watchers_at
from trellis.apps.people.tests.holders import make_person
from trellis.core.actions import WrongState, acting

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def ann():
    return make_person("guardian", display_name="Ann")


def turn(person, start, end):
    with acting(person):
        return add_turn(person=person, starts_at=NOW + start * HOUR, ends_at=NOW + end * HOUR, now=NOW)


def test_turns_that_follow_each_other_are_one_watch(ann):
    ben = make_person("guardian")
    turn(ann, -1, 2)
    turn(ben, 2, 5)
    turn(ann, 6, 9)
    assert watch_at(NOW) == Watch(is_kept=True, until=NOW + 5 * HOUR)
    assert watch_at(NOW + 5 * HOUR) == Watch(is_kept=False, next_at=NOW + 6 * HOUR)
    assert watch_at(NOW + 9 * HOUR) == Watch(is_kept=False)
    assert watch_at(NOW, without={ann.pk}) == Watch(is_kept=False, next_at=NOW + 2 * HOUR)
    assert (watchers_at(NOW), next_on_call(NOW + 2 * HOUR)) == ([ann], ben)
    assert gaps(NOW, days=1) == [(NOW + 5 * HOUR, NOW + 6 * HOUR), (NOW + 9 * HOUR, NOW + 24 * HOUR)]


def test_somebody_who_is_no_guardian_any_more_does_not_watch(ann):
    turn(ann, -1, 2)
    ann.grants.all().delete()
    assert watch_at(NOW) == Watch(is_kept=False)


def test_a_turn_must_end_after_it_starts_and_be_a_guardians(ann):
    with acting(ann):
        for person, end in ((ann, NOW), (make_person("keeper"), NOW + HOUR)):
            with pytest.raises(WrongState):
                add_turn(person=person, starts_at=NOW, ends_at=end, now=NOW)


def test_turns_are_put_on_for_weeks_across_the_change_of_the_clocks_and_taken_off(client, monkeypatch, ann):
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 10, 19, 9, 0, tzinfo=UTC))
    client.force_login(ann)
    told = {
        "person": str(ann.pk), "first_day_0": "20", "first_day_1": "10", "first_day_2": "2026", "first_time": "18:00",
        "last_day_0": "21", "last_day_1": "10", "last_day_2": "2026", "last_time": "8", "weeks": "2",
        "form_key": "0b9b0d1e-3f86-4f6d-9d6a-3f4b7a0b9a11",
    }  # fmt: skip
    wrong = client.post(reverse("oncall-new"), {**told, "last_day_0": "19", "first_time": "25:00"})
    assert "Enter a time like 18:00." in wrong.content.decode()
    wrong = client.post(reverse("oncall-new"), {**told, "last_day_0": "19"})
    assert "The end must come after the start." in wrong.content.decode()
    for _twice in range(2):
        assert client.post(reverse("oncall-new"), told).status_code == 302
    assert [each.starts_at.isoformat() for each in OnCallTurn.objects.all()] == ["2026-10-20T17:00:00+00:00", "2026-10-27T18:00:00+00:00"]
    page = client.get(reverse("oncall-rota")).content.decode()
    assert "Nobody is on watch now." in page
    assert "Tue 27 Oct, 18:00 until Wed 28 Oct, 08:00" in page
    client.post(reverse("oncall-remove", args=[OnCallTurn.objects.first().pk]))
    assert OnCallTurn.objects.count() == 1
