"""What is done about needs, offers, matches, handovers, and the promises behind them."""

from datetime import timedelta

from django.utils import timezone

from tests.access.deed import Deed, thing
from trellis.apps.commitments.models import Commitment
from trellis.core.references import Ref

HERE = {"latitude": 51.79, "longitude": 1.155, "area": "Clacton-on-Sea", "reach_km": 8}


def _soon(world) -> dict:
    return {"begins_at": timezone.now() + timedelta(days=5)}


def _promise(world) -> Commitment:
    return Commitment.objects.about(world.things["agreed_handover"]).get()


DEEDS = [
    Deed("exchange.need.ask", "with a number", given=lambda world: {"kind": "food", "words": "x", "where": HERE, "receipt": "1" * 16}),
    Deed("exchange.need.ask", "without a number", given=lambda world: {"kind": "food", "words": "x", "where": HERE}),
    Deed("exchange.need.ask_wave", "open", thing("need")),
    Deed("exchange.need.ask_wave", "arranged", thing("arranged_need")),
    Deed("exchange.need.close", "open", thing("need"), lambda world: {"done": False}),
    Deed("exchange.need.withdraw", "open", thing("need")),
    Deed("exchange.need.withdraw", "of a group", thing("group_need")),
    Deed("exchange.offer.make", "a new one", given=lambda world: {"kind": "food", "words": "x", "where": HERE}),
    Deed("exchange.offer.withdraw", "there", thing("hidden_offer")),
    Deed("exchange.pace.set", "of the member", lambda world: world.people["member"], lambda world: {"stopped": True}),
    Deed("exchange.practice.set", "there", thing("organization"), lambda world: {"checked_kinds": ["childcare"], "counts_hours": False}),
    Deed("exchange.match.ask", "open", thing("need"), lambda world: {"offer_id": world.things["listed_offer"].pk, "why": {}}),
    Deed("exchange.match.accept", "asked", thing("asked_match")),
    Deed("exchange.match.accept", "answered", thing("yes_match")),
    Deed("exchange.match.decline", "answered", thing("yes_match")),
    Deed("exchange.match.choose", "answered", thing("yes_match")),
    Deed("exchange.match.choose", "chosen", thing("chosen_match")),
    Deed("exchange.match.pass_over", "answered", thing("yes_match")),
    Deed("exchange.match.end", "chosen", thing("chosen_match")),
    Deed("exchange.match.block", "chosen", thing("chosen_match"), lambda world: {"name": "Robin"}),
    Deed("exchange.note.write", "chosen", thing("chosen_match"), lambda world: {"words": "Hello"}),
    Deed("exchange.handover.suggest", "chosen", thing("chosen_match"), _soon),
    Deed("exchange.handover.suggest", "not chosen", thing("yes_match"), _soon),
    Deed("exchange.handover.agree", "suggested", thing("suggested_handover")),
    Deed("exchange.handover.call_off", "agreed", thing("agreed_handover")),
    Deed("exchange.handover.settle", "to come", thing("agreed_handover"), lambda world: {"done": True}),
    Deed("exchange.handover.settle", "begun", thing("past_handover"), lambda world: {"done": True}),
    Deed("exchange.handover.give_up", "agreed", thing("past_handover")),
    Deed("exchange.handover.thank", "done", thing("done_handover")),
    Deed("exchange.handover.remind", "agreed", thing("agreed_handover")),
    Deed("exchange.handover.ask_after", "agreed", thing("past_handover")),
    Deed("exchange.handover.repeat", "chosen", thing("chosen_match"), lambda world: {"of": world.things["agreed_handover"]}),
    Deed("people.block.make_met", "of the joined", lambda world: world.people["joined"], lambda world: {
        "other": world.people["member"], "name": "Mo", "where": Ref.to(world.things["chosen_match"]),
    }),
    Deed("commitments.commitment.make", "a new one", given=lambda world: {
        "about": world.things["suggested_handover"], "promiser": world.people["joined"], "promisee": None, "due_at": timezone.now(),
    }),
    Deed("commitments.commitment.move", "open", _promise, lambda world: {"due_at": timezone.now()}),
    Deed("commitments.commitment.settle", "open", _promise, lambda world: {"state": "kept"}),
]  # fmt: skip
