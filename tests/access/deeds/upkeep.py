"""What people do to keep records true."""

from __future__ import annotations

from tests.access.deed import Deed, thing
from trellis.apps.directory.actions import SuggestionRecord
from trellis.apps.directory.models.vocabulary import FieldClass

SAID = {"told": SuggestionRecord(name="Net menders")}
REASON = {"reason": "It is so."}


def by_link(world) -> dict:
    return {"record_id": world.things["asked"].pk, "token": world.things["token"]}


def claim_id(world) -> dict:
    return {"claim_id": world.things["claim"].pk}


DEEDS = [
    Deed("directory.suggestion.make", "any", given=lambda world: SAID),
    Deed("directory.suggestion.key_in", "any", given=lambda world: SAID),
    Deed("directory.suggestion.publish", "waiting", thing("suggestion")),
    Deed("directory.suggestion.leave", "waiting", thing("suggestion"), lambda world: {"answer": "Not here."}),
    Deed("directory.suggestion.leave", "without a word", thing("suggestion"), lambda world: {"answer": " "}),
    Deed("directory.mistake.report", "service", thing("service"), lambda world: {"parts": ["hours"]}),
    Deed("directory.mistake.report", "secret location", thing("secret"), lambda world: {"parts": ["place"]}),
    Deed("directory.mistake.take_over", "waiting", thing("mistake")),
    Deed("directory.mistake.settle", "waiting", thing("mistake"), lambda world: {"fixed": True}),
    Deed("directory.mistake.settle", "right as it was, without a word", thing("mistake"), lambda world: {"fixed": False}),
    Deed(
        "directory.merge.propose", "two", thing("third"), lambda world: {"drop_id": world.things["nothing"], "from_dropped": [], **REASON}
    ),
    Deed("directory.merge.approve", "waiting", thing("merge")),
    Deed("directory.merge.reject", "waiting", thing("merge"), lambda world: REASON),
    Deed("directory.merge.undo", "waiting", thing("merge")),
    Deed("directory.merge.say_not_the_same", "two", thing("organization"), lambda world: {"other_id": world.things["third"].pk}),
    Deed("directory.claim.make", "any", thing("third"), lambda world: {"way": "words", "address": "n@example.org", "words": "Ask."}),
    Deed("directory.claim.prove", "no code was sent", given=lambda world: {**claim_id(world), "code": "2222222"}),
    Deed("directory.claim.withdraw", "waiting", given=claim_id),
    Deed("directory.claim.let_in", "not proved", given=claim_id),
    Deed("directory.claim.object", "waiting", thing("claim"), lambda world: REASON),
    Deed("directory.claim.approve", "others may object", thing("claim")),
    Deed("directory.claim.refuse", "waiting", thing("claim"), lambda world: REASON),
    Deed("directory.confirmation.answer", "open", given=lambda world: {**by_link(world), "answer": "right"}),
    Deed("directory.confirmation.answer", "tampered", given=lambda world: {**by_link(world), "token": "0" * 32, "answer": "right"}),
    Deed("directory.confirmation.renew", "open", given=by_link),
    Deed("directory.record.ask_by_link", "service", thing("asked")),
    Deed("directory.record.put_back", "hidden", thing("hidden")),
    Deed("directory.record.put_back", "without a mark", thing("service")),
    Deed("directory.round.begin", "service", thing("service"), lambda world: {"part": FieldClass.HOURS}),
    Deed("directory.round.go_on", "asked", thing("round")),
    Deed("directory.correspondent.ask", "a letter lately", thing("correspondent")),
    Deed(
        "directory.letters.stop",
        "any",
        given=lambda world: {"correspondent_id": world.things["correspondent"].pk, "token": world.things["stop_token"]},
    ),
    Deed(
        "directory.letters.stop",
        "tampered",
        given=lambda world: {"correspondent_id": world.things["correspondent"].pk, "token": "0" * 32},
    ),
]
