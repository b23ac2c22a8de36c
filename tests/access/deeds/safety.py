"""What people do about worries, as guardians do about cases, in talk and in moderation."""

from datetime import timedelta

from django.utils import timezone

from tests.access.deed import Deed, thing

WORDS = {"words": "It is dark."}
WHY = {"reason": "There is a lamp now."}


def always(**given):
    return lambda world: given


def turn(world) -> dict:
    start = timezone.now()
    return {"person": world.people["guardian"], "starts_at": start, "ends_at": start + timedelta(hours=8)}


def to_remind_of(name: str):
    return lambda world: {"case_id": world.things[name].pk}


CASES = {
    "open": "case_open",
    "taken": "case_taken",
    "proposed by another": "case_closing",
    "proposed by the guardian": "case_proposed",
    "closed": "case_closed",
    "about the guardian": "case_barred",
}
CASE_DEEDS = {
    "take": ({}, ("open", "taken", "closed", "about the guardian")),
    "note": ({"text": "I rang."}, ("closed", "about the guardian")),
    "answer": ({"text": "We look at it."}, ("open", "taken")),
    "set_urgency": ({"urgency": "today"}, ("open", "closed")),
    "propose_closing": (WHY, ("open", "taken")),
    "close": ({}, ("taken", "proposed by another", "proposed by the guardian")),
    "keep_open": (WHY, ("open", "proposed by another")),
    "reopen": (WHY, ("open", "closed")),
    "stand_aside": ({}, ("taken", "about the guardian")),
    "ask_confidence": ({"told_whom": "The council", "reason": "A child"}, ("open", "taken")),
}

DEEDS = [
    Deed("people.worry.tell", "as nobody", given=always(danger="no", **WORDS)),
    Deed("people.worry.tell", "to be answered here", given=always(danger="no", reply="here", **WORDS)),
    Deed("people.worry.add", "the member's", thing("worry"), always(**WORDS)),
    Deed("people.worry.add_with_receipt", "with the number", given=always(code="1234 5678 1234 5678", **WORDS)),
    Deed("people.worry.add_with_receipt", "with another number", given=always(code="1234 5678 1234 5679", **WORDS)),
    *(
        Deed(f"people.case.{verb}", state, thing(CASES[state]), always(**given))
        for verb, (given, states) in CASE_DEEDS.items()
        for state in states
    ),
    Deed("people.case.decide_confidence", "asked by another", thing("confidence"), always(agree=True, reason="Yes.")),
    Deed("people.case.decide_confidence", "asked by the guardian", thing("own_confidence"), always(agree=True, reason="Yes.")),
    Deed("people.case.remind", "not overdue", given=to_remind_of("case_open")),
    Deed("people.turn.add", "the guardian's", given=turn),
    Deed("people.turn.remove", "the guardian's", thing("turn")),
    Deed("talk.thread.start", "in the group", thing("membership"), always(title="Cake", body="Who bakes?")),
    Deed("talk.comment.write", "in the group", thing("thread"), always(body="Me.")),
    Deed("talk.comment.edit", "of the joined", thing("comment"), always(body="Me.")),
    Deed("talk.comment.edit", "of another member", thing("their_comment"), always(body="Me.")),
    Deed("talk.comment.remove", "of the joined", thing("comment")),
    Deed("talk.comment.remove", "of another member", thing("their_comment")),
    Deed("talk.comment.report", "of the joined", thing("comment"), always(rule="hurts")),
    Deed("talk.comment.report", "of another member", thing("their_comment"), always(rule="hurts")),
    Deed("talk.card.notice", "anything", given=lambda world: {"comment": world.things["comment"], "rule": "tells"}),
    Deed("talk.card.decide", "waiting", thing("card"), always(what="hide", rule="hurts", reason="It hurts.")),
    Deed("talk.card.decide", "done", thing("card_done"), always(what="hide", rule="hurts", reason="It hurts.")),
    Deed("talk.card.leave", "waiting", thing("card"), always(reason="It is fine.")),
    Deed("talk.card.leave", "done", thing("card_done"), always(reason="It is fine.")),
    Deed("talk.decision.appeal", "about the joined", thing("decision"), always(words="It was a joke.")),
    Deed("talk.decision.appeal", "about another member", thing("appealed"), always(words="It was a joke.")),
    Deed("talk.decision.answer", "by another moderator", thing("appealed"), always(outcome="reversed", reason="It was.")),
    Deed("talk.decision.answer", "by the moderator", thing("own_appealed"), always(outcome="reversed", reason="It was.")),
    Deed("talk.decision.answer", "not appealed", thing("decision"), always(outcome="reversed", reason="It was.")),
    Deed("talk.decision.take_back", "standing", thing("decision"), always(reason="It was.")),
]
