"""A handful of people who told how they can be reached and what they need, and an organizer who helped one at a table. All invented."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from trellis.apps.people import actions
from trellis.apps.people.models import ContactWay, HelpingSession, Profile
from trellis.core.actions import acting
from trellis.core.people.models import Grant, Person


@dataclass(frozen=True)
class Told:
    """What one person told of themselves."""

    mailbox: str
    name: str
    ways: list[dict[str, Any]] = field(default_factory=list)
    needs: dict[str, Any] = field(default_factory=dict)


PEOPLE = (
    Told(
        "shanice",
        "Shan",
        [
            {"channel": "email", "may_say": "nothing", "safe_times": {"days": [0, 1, 2, 3, 4], "from": "09:30", "until": "14:30"}},
            {"channel": "call", "may_say": "do_not"},
        ],
    ),
    Told(
        "derek",
        "Derek",
        [{"channel": "call", "address": "+441632960174", "may_say": "anything", "note": "Let it ring. It takes me a while to get there."}],
        {"needs": ["step-free", "hearing-loop"], "needs_words": "A chair with arms, please.", "languages": "English"},
    ),
    Told(
        "halina",
        "Halina",
        [{"channel": "text", "address": "+447700900461", "may_say": "place", "safe_times": {"from": "18:00", "until": "21:00"}}],
        {"needs": ["interpreter"], "needs_words": "", "languages": "Polish, some English"},
    ),
    Told(
        "noor",
        "نور",
        [{"channel": "inside", "may_say": "anything"}],
        {"needs": ["quiet"], "needs_words": "", "languages": "Arabic, English"},
    ),
)
ORGANIZER = Told("pat.organizer", "Pat")


def load(*, now: datetime) -> dict[str, int]:
    """Make them; what they have changed since stays as they left it."""
    for each in PEOPLE:
        _tell(_person(each), each, now=now)
    organizer = _person(ORGANIZER)
    Grant.objects.get_or_create(person=organizer, role="organizer", scope_id="", defaults={"granted_at": now})
    if not HelpingSession.objects.filter(helper=organizer).exists():
        _at_a_table(organizer, now=now - timedelta(days=2))
    return {
        "people who told what they need": Profile.objects.count(),
        "ways to reach people": ContactWay.objects.count(),
        "people helped at a table": HelpingSession.objects.count(),
    }


def _person(told: Told) -> Person:
    email = f"{told.mailbox}@example.org"
    return Person.objects.filter(email=email).first() or Person.objects.create_user(email=email, display_name=told.name)


def _tell(person: Person, told: Told, *, now: datetime) -> None:
    if ContactWay.objects.filter(person=person).exists():
        return
    with acting(person, channel="demo"):
        for way in told.ways:
            actions.tell_contact_way(person, **way, now=now)
        if told.needs:
            actions.tell_needs(person, **told.needs, now=now)


def _at_a_table(organizer: Person, *, now: datetime) -> None:
    """Mr Okafor has no e-mail; Pat typed for him at the Tuesday table."""
    with acting(organizer, channel="demo"):
        session = actions.begin_helping(reason="no-email", channel="table", note="His phone only rings.", name="Mr Okafor", now=now)
    with acting(session.person, channel="table", helper=organizer, reason="no-email"):
        actions.tell_contact_way(session.person, channel="post", address="14 Beach Road\nJaywick", may_say="place", now=now)
        actions.tell_needs(session.person, needs=["large-print"], needs_words="", languages="English, Igbo", now=now)
    with acting(organizer, channel="demo"):
        actions.finish_helping(session, now=now + timedelta(minutes=12))
