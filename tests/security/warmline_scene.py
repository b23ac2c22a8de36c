"""A handler types words about a caller into every field there is on a line, and into fields that there are not.

Run as a program of its own in a data folder of its own, because it looks at the files of a real database. It prints
what it found as one JSON document; test_warmline_bytes.py says what that must be.
"""

from __future__ import annotations

import json
import sys
import uuid
from datetime import timedelta
from pathlib import Path

import django
from django.conf import settings

CONTROL = "controlheron"


def main() -> None:
    from trellis.config import settings as of_the_place

    of_the_place.STORAGES["staticfiles"] = {"BACKEND": of_the_place._as_they_are}
    django.setup()
    print(json.dumps(play(), default=str))  # noqa: T201


def play() -> dict:
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.urls import reverse
    from django.utils import timezone

    from tests.security.bytes_search import found_in, spellings
    from trellis.apps.gatherings.actions import warmline_care
    from trellis.apps.gatherings.forms import warmline as forms
    from trellis.apps.gatherings.models import EscalationStep, StepTaken, WarmlineContact
    from trellis.apps.gatherings.tests.line_factories import give_turn, make_line, make_member, make_shift
    from trellis.core.actions import acting

    folder, now = Path(settings.TRELLIS_DATA), timezone.now()
    settings.ALLOWED_HOSTS = ["*"]
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    line = make_line(calls_a_day=3, about=CONTROL)
    wren = make_member(line.organization, name="Wren", now=now)
    ida = make_member(line.organization, name="Ida", role="editor", now=now)
    give_turn(make_shift(line.organization, starts_at=now - timedelta(minutes=30)), wren)
    with acting(ida):
        told = {"words": "Ask them.", "number": "", "told": "nobody", "asks_consent": True, "shown_to_callers": False}
        step = EscalationStep.objects.get(pk=warmline_care.write_step(line, told=told, now=now))

    canaries: dict[str, str] = {}

    def canary(where: str) -> str:
        return canaries.setdefault(where, f"caller{uuid.uuid4().hex[:12]}")

    browser = Client()
    browser.force_login(wren, backend=settings.AUTHENTICATION_BACKENDS[0])
    statuses = {}

    def send(name: str, form, good: dict, *args) -> None:
        """Words in each field that a person can type in, then a right form with words in fields that there are not."""
        address, never = reverse(name, args=args), {"name", "words", "number", "note", "caller"}
        for field in form.base_fields if form is not None else ():
            if field != "form_key":
                browser.post(address, good | {"form_key": str(uuid.uuid4()), field: canary(f"{name} {field}")})
        extra = {field: canary(f"{name} extra {field}") for field in never - set(form.base_fields if form is not None else ())}
        statuses[name] = browser.post(address, {"form_key": str(uuid.uuid4())} | good | extra).status_code

    walk = uuid.uuid4()
    send("warmline-desk", None, {"do": "begin"}, line.pk)
    send("warmline-contact", forms.ContactForm, {"minutes": "5", "medium": "phone", "type": "low", "needs_debrief": "on"}, line.pk)
    send("warmline-caller", forms.CallerForm, {"word": canary("a made-up word")}, line.pk)
    send("warmline-steps", None, {"step": str(step.pk), "consent": "yes", "review": "7"}, line.pk, walk)
    send("warmline-steps", None, {"step": canary("step"), "consent": canary("consent")}, line.pk, walk)
    send("warmline-talks", None, {"do": "ask"}, line.pk)
    day = {"on_0": f"{now:%d}", "on_1": f"{now:%m}", "on_2": f"{now:%Y}"}
    send("warmline-supervision", forms.SupervisionForm, day | {"minutes": "30", "topics": ["limits"], "agreed": "go_on"}, line.pk)
    send("warmline-desk", None, {"do": "stay", "until": canary("until")}, line.pk)
    send("warmline-desk", None, {"do": "end"}, line.pk)
    made = [WarmlineContact.objects.count() > 0, StepTaken.objects.count() == 1]
    connection.close()
    wanted = {where: spellings(word) for where, word in canaries.items()}
    return {
        "found": found_in(folder, wanted),
        "control": sorted(found_in(folder, {"control": spellings(CONTROL)})),
        "n_canaries": len(canaries),
        "statuses": statuses,
        "made": made,
    }


if __name__ == "__main__":
    sys.exit(main())
