"""A need whose asking has begun, one that is arranged with a handover, offers in the list and not, and a group's own need."""

from datetime import timedelta

from trellis.apps.exchange.actions import (
    accept_match,
    agree_handover,
    ask_need,
    choose_helper,
    make_offer,
    suggest_handover,
    write_note,
)
from trellis.apps.exchange.models import Handover, Match, Need, Offer
from trellis.core.actions import acting

HERE = {"latitude": 51.79, "longitude": 1.155, "area": "Clacton-on-Sea", "reach_km": 8}


def add(world, *, now) -> None:
    """Make them all: the member asks, the one who joined a group helps."""
    asker, helper, organization = world.people["member"], world.people["joined"], world.things["organization"]

    def offered(kind: str, **told) -> Offer:
        with acting(helper):
            return Offer.objects.get(pk=make_offer(kind=kind, words="I can", where=HERE, now=now, **told))

    def asked(kind: str, by=asker, **told) -> Need:
        with acting(by):
            return Need.objects.get(pk=ask_need(kind=kind, words="Please", where=HERE, now=now, **told))

    listed, hidden = offered("skill", listed=True), offered("lift", capacity=3)
    offered("company")
    waiting, arranged, answered = asked("lift"), asked("lift", more="Third floor"), asked("company")
    chosen, said_yes = Match.objects.get(need=arranged), Match.objects.get(need=answered)
    with acting(helper):
        accept_match(chosen, now=now)
        accept_match(said_yes, now=now)
    with acting(asker):
        choose_helper(chosen, now=now)
        agreed = Handover.objects.get(pk=suggest_handover(chosen, begins_at=now + timedelta(days=2), where="The blue door", now=now))
    with acting(helper):
        agree_handover(agreed, now=now)
        write_note(chosen, words="A red car", now=now)
        suggested = Handover.objects.get(pk=suggest_handover(chosen, begins_at=now + timedelta(days=8), now=now))
        past, done = (
            Handover.objects.get(pk=suggest_handover(chosen, begins_at=now + timedelta(days=3 + more), now=now)) for more in (0, 1)
        )
    Handover.objects.filter(pk__in=[past.pk, suggested.pk]).update(settled_at=None, state="proposed")
    Handover.objects.filter(pk=past.pk).update(begins_at=now - timedelta(days=2), ends_at=now - timedelta(days=1), state="agreed")
    Handover.objects.filter(pk=done.pk).update(state="done", settled_at=now)
    for each in (past, done, suggested):
        each.refresh_from_db()
    world.things |= {
        "past_handover": past, "done_handover": done,
        "need": waiting, "arranged_need": arranged, "group_need": asked("space", world.people["editor"], organization=organization),
        "asked_match": Match.objects.get(need=waiting), "chosen_match": chosen, "yes_match": said_yes,
        "agreed_handover": agreed, "suggested_handover": suggested, "listed_offer": listed, "hidden_offer": hidden,
    }  # fmt: skip
