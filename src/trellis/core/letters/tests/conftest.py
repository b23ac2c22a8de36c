"""A fact to tell, somebody to tell it to, and words to tell it in."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from trellis.core.letters import telling
from trellis.core.log.events import Event
from trellis.core.log.models import LogEntry
from trellis.core.people.models import Person

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class KettleBoiled(Event):
    """A kettle boiled."""

    code = "letters_tests.kettle.boiled"
    keeps = 1
    forgets = "it names nobody"


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    settings.TRELLIS_DATA = tmp_path
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], Path(__file__).parent / "templates"]}]


@pytest.fixture(autouse=True)
def no_tellers(monkeypatch):
    monkeypatch.setattr(telling, "_tellers", {})


def fact(number=1):
    return LogEntry.objects.create(
        number=number, deed="00000000-0000-4000-8000-000000000001", at=NOW, action="letters_tests.kettle.boil", digest=""
    )


@pytest.fixture
def person(db):
    return Person.objects.create_user(email="ann@example.org", display_name="Ann")
