"""Neighbours of the demo place ask and offer: a lift on Thursdays that is arranged, soup that waits for a yes, a group that needs hands.

All invented. What is asked here is read by nobody but the two: the list shows offers only.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db import transaction

from trellis.apps.directory.actions.roles import give_role
from trellis.apps.directory.models import Organization
from trellis.apps.exchange import actions
from trellis.apps.exchange.models import Handover, Match, Need, Offer
from trellis.apps.exchange.models.terms import instant, local
from trellis.core.actions import acting, as_program
from trellis.core.people.models import Person

CLACTON = {"latitude": 51.79, "longitude": 1.155, "area": "Clacton-on-Sea"}
FRINTON = {"latitude": 51.83, "longitude": 1.245, "area": "Frinton-on-Sea"}
MALDON = {"latitude": 51.73, "longitude": 0.68, "area": "Maldon, Essex"}
HOST = "The Long Table"
EVERY_THURSDAY = {"repeats": "weekly", "weekdays": "TH", "begins": time(9), "ends": time(12, 30)}
MORNINGS = {"repeats": "weekly", "weekdays": "MO,TU,TH", "begins": time(8), "ends": time(14)}
AFTER_SCHOOL = {"repeats": "weekly", "weekdays": "MO,TU,WE,TH,FR", "begins": time(15), "ends": time(19)}
BY_DAY = {"repeats": "weekly", "weekdays": "WE,SA", "begins": time(10), "ends": time(16)}
FRIDAYS = {"repeats": "weekly", "weekdays": "FR", "begins": time(16), "ends": time(19)}
OFFERS = (
    ("gwen.gives", "Gwen", "lift", "A small car with a big boot, and mornings to spare.", CLACTON, 16, "step_free no_smoke", MORNINGS),
    ("obi.gives", "Obi", "lift", "Lifts after school, two child seats in the back.", FRINTON, 8, "child_seat no_dogs", AFTER_SCHOOL),
    ("marek.gives", "Marek", "skill", "I mend bicycles, taps and most things with a plug.", CLACTON, 8, "", {}),
    (
        "ruth.gives",
        "Ruth",
        "company",
        "A walk along the front, or cards. I listen well.",
        FRINTON,
        3,
        "no_dogs no_smoke women_only",
        BY_DAY,
    ),
    ("asha.gives", "Asha", "food", "A pot of dal on Fridays, enough for four.", CLACTON, 3, "no_smoke", FRIDAYS),
    ("pete.gives", "Pete", "expert", "Thirty years in benefits advice. An hour with your letters.", MALDON, 30, "", {}),
    ("lin.gives", "Lin", "childcare", "An hour or two after nursery, with my own two.", CLACTON, 3, "child_seat", {}),
)
NOT_LISTED = ("childcare",)


@transaction.atomic
def load(*, now: datetime) -> dict[str, int]:
    """Write it through actions; a second run changes nothing."""
    if not Person.objects.filter(email="gwen.gives@example.org").exists():
        _write(now)
    return {"needs": Need.objects.count(), "offers": Offer.objects.count()}


def _person(mailbox: str, name: str) -> Person:
    email = f"{mailbox}@example.org"
    return Person.objects.filter(email=email).first() or Person.objects.create_user(email=email, display_name=name)


def _write(now: datetime) -> None:
    began = now - timedelta(days=9)
    for mailbox, name, kind, words, area, reach_km, meets, when in OFFERS:
        where, listed = {**area, "reach_km": reach_km}, kind not in NOT_LISTED
        with acting(_person(mailbox, name), channel="demo"):
            actions.make_offer(kind=kind, words=words, where=where, meets=meets.split(), when=when, listed=listed, speaks=["en"], now=began)
    _lift(began, now)
    with acting(_person("jo.asks", "Jo"), channel="demo"):
        actions.ask_need(
            kind="food", words="Something warm on Fridays until my arm is mended", where={**CLACTON, "reach_km": 0},
            when={"repeats": "weekly", "weekdays": "FR", "begins": time(17), "ends": time(18)}, now=now - timedelta(hours=3),
        )  # fmt: skip
    _hands_for_a_group(now)


def _lift(began: datetime, now: datetime) -> None:
    """A lift each Thursday: asked, found, agreed, done once, thanked for, and the next ones made."""
    mo, gwen = _person("mo.asks", "Mo"), _person("gwen.gives", "Gwen")
    day = timedelta(days=1)
    with acting(mo, channel="demo"):
        need = Need.objects.get(pk=actions.ask_need(
            kind="lift", words="A lift to the hospital and back on Thursdays", more="It is for dialysis. Afterwards I say little.",
            where={**CLACTON, "reach_km": 0}, when=EVERY_THURSDAY, limits=["no_smoke"], now=began,
        ))  # fmt: skip
    match = Match.objects.get(need=need, offer__person=gwen)
    with acting(gwen, channel="demo"):
        actions.accept_match(match, now=began + timedelta(hours=2))
    with acting(mo, channel="demo"):
        actions.choose_helper(match, now=began + timedelta(hours=3))
        first = local(began) + day
        first = (first + ((3 - first.weekday()) % 7) * day).replace(hour=9, minute=0, second=0, microsecond=0)
        suggested = actions.suggest_handover(
            match, begins_at=instant(first), ends_at=instant(first.replace(hour=12, minute=30)), where="The bench by the blue door",
            repeats=True, now=began + timedelta(hours=4),
        )  # fmt: skip
    handover = Handover.objects.get(pk=suggested)
    with acting(gwen, channel="demo"):
        actions.agree_handover(handover, now=began + timedelta(hours=6))
        actions.write_note(match, words="I have a red car and will wait outside.", now=began + timedelta(hours=6))
    if handover.ends_at < now:
        with acting(mo, channel="demo"):
            actions.settle_handover(handover, done=True, now=handover.ends_at)
            actions.thank_helper(handover, words="The first Thursday in a month I was not worn out by the bus.", now=handover.ends_at)
    with as_program("demo"):
        actions.repeat_handover(match, of=handover, now=now)


def _hands_for_a_group(now: datetime) -> None:
    """An initiative asks as people do."""
    host = Organization.objects.filter(name=HOST).first()
    if host is None:
        return
    editor = _person("tess.table", "Tess")
    if str(host.pk) not in editor.scopes_of("editor"):
        with as_program("demo"):
            give_role(editor, role="editor", organization=host, now=now)
        editor = Person.objects.get(pk=editor.pk)
    with acting(editor, channel="demo"):
        actions.ask_need(
            kind="skill", words="Somebody who can mend the tap in our kitchen", where={**CLACTON, "reach_km": 0}, organization=host,
            choosing="first", now=now - timedelta(days=1),
        )  # fmt: skip
