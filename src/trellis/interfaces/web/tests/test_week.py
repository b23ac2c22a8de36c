"""My week: lines from every app under their days, for the person only."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from trellis.core import agenda
from trellis.core.people.models import Person
from trellis.interfaces.web.views.week import by_day, coming

NOW = datetime(2026, 11, 23, 20, 30, tzinfo=UTC)


def line(title, at, *, hours=None, **more) -> agenda.Line:
    until = at + timedelta(hours=hours) if hours else None
    return agenda.Line(at=at, until=until, title=title, neutral_title="Busy", url=f"/{title}", uid=title, **more)


@pytest.fixture
def told(monkeypatch):
    lines: list[agenda.Line] = []
    monkeypatch.setattr(agenda, "_sources", [lambda person, *, since, until: [each for each in lines if since <= each.at < until]])
    return lines


def test_what_goes_on_stays_and_what_is_over_is_gone(told):
    told += [
        line("over", NOW - timedelta(hours=3), hours=2),
        line("on", NOW - timedelta(hours=3), hours=4),
        line("no-end-just-begun", NOW - timedelta(minutes=10)),
        line("no-end-long-ago", NOW - timedelta(hours=2)),
        line("later", NOW + timedelta(days=13), hours=1),
        line("too-late", NOW + timedelta(days=14), hours=1),
    ]
    assert [each.title for each in coming(None, now=NOW)] == ["on", "no-end-just-begun", "later"]


def test_lines_stand_under_the_days_of_the_place():
    night = line("night", datetime(2026, 11, 22, 23, 0, tzinfo=UTC), hours=24)
    summer = line("late", datetime(2026, 7, 1, 23, 30, tzinfo=UTC), hours=1)
    days = by_day([night, line("soon", NOW + timedelta(hours=6))], today=date(2026, 11, 23))
    assert [(day.heading, [each.title for each in day.lines]) for day in days] == [
        ("Today, Monday 23 November", ["night"]),
        ("Tomorrow, Tuesday 24 November", ["soon"]),
    ]
    assert [day.heading for day in by_day([summer], today=date(2026, 6, 1))] == ["Thursday 2 July"]


@pytest.mark.django_db
def test_the_page_shows_what_waits_for_an_answer_first(client, told):
    soon = timezone.now() + timedelta(hours=1)
    told += [line("plain", soon, hours=1), line("asked", soon + timedelta(days=1), hours=1, asks=True, where="The <hall>")]
    client.force_login(Person.objects.create_user(email="ann@example.org"))
    answer = client.get(reverse("my-week"))
    text = answer.content.decode()
    assert text.index("/asked") < text.index("/plain")
    assert "The &lt;hall&gt;" in text
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_it_is_nobody_elses(client):
    assert client.get(reverse("my-week")).status_code == 302
