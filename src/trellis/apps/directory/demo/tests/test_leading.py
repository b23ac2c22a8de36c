"""The demo place shows who leads: an initiative that drifted, members who see it differently, a circle that waits."""

from datetime import UTC, datetime

import pytest

from trellis.apps.directory.actions.imports import import_records
from trellis.apps.directory.demo import leading, records
from trellis.apps.directory.models import CircleAsk, LeadershipAnswer, Organization, Source
from trellis.apps.directory.queries import leadership
from trellis.core.actions import as_program

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)


def test_it_is_written_once_and_says_what_it_should():
    with as_program("demo"):
        import_records(Source(code="demo", name="Demo", kind="demo"), list(records(NOW.date()).organizations), now=NOW)
    counts = leading.load(now=NOW)
    assert counts == leading.load(now=NOW) == {"answers on who leads": LeadershipAnswer.objects.count(), "people looking for others": 3}
    assert LeadershipAnswer.objects.count() == len(leading.ROUNDS) + 1

    drifted = Organization.objects.get(name=leading.DRIFTED)
    picture, answer = leadership.picture_of(drifted), leadership.answer_of(drifted.pk)
    own = [each for each in leadership.rounds_of(drifted) if each.by_id == drifted.pk]
    beside = [each for each in leadership.rounds_of(drifted) if each.by_id != drifted.pk]
    assert [each.moved for each in leadership.changes_between(own)] == [-1]
    assert leadership.contested(picture) == ["decides"]
    place = leadership.place_of(answer, picture, beside)
    assert (place.claimed, place.members, place.service) == (5, 4, 4)
    assert set(leadership.replies_to(answer)) == {"decides"}
    assert CircleAsk.objects.count() == 3
    assert Organization.objects.get(name="The Long Table").led_by == "lived_experience"
