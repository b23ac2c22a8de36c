"""Groups of the demo place that wish to be found by groups like them, and first words that one of them got."""

from __future__ import annotations

from datetime import datetime, timedelta

from trellis.apps.directory.actions.networks import say_hello, set_findable
from trellis.apps.directory.actions.roles import give_role
from trellis.apps.directory.models import Findable, Organization
from trellis.core.actions import acting, as_program
from trellis.core.people.models import Person

TOPICS = {"The Empty Chair": ["grief", "company"], "The Dry Dock": ["recovery"], "Been There Parents": ["family", "disability"]}
HELLO = ("The Tuesday Table, Lowestoft", "We set a place for those who are gone too. Could two of us come and see how you do it?")


def load(*, now: datetime) -> dict[str, int]:
    """Let them be found; a second run changes nothing."""
    groups = {each.name: each for each in Organization.objects.filter(name__in=TOPICS, findable__isnull=True)}
    for number, (name, topics) in enumerate(TOPICS.items()):
        if name not in groups:
            continue
        email = f"networks-{number}@demo.example"
        editor = Person.objects.filter(email=email).first() or Person.objects.create_user(email=email)
        with as_program("demo"):
            give_role(editor, role="editor", organization=groups[name], now=now)
        with acting(editor, channel="demo"):
            set_findable(groups[name], topics=topics, now=now - timedelta(days=20))
        if number == 0:
            with acting(None, channel="demo"):
                say_hello(groups[name], from_group=HELLO[0], words=HELLO[1], now=now - timedelta(days=2))
    return {"findable groups": Findable.objects.count()}
