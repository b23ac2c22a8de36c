"""What people do about belonging, consent and safety."""

from tests.access.deed import Deed, thing
from trellis.core.references import Ref


def joining(world) -> dict:
    return {"group": Ref.to(world.things["organization"]), "display_name": "Sam"}


def agreeing(world) -> dict:
    return {"purpose": "access_needs", "recipient": Ref.to(world.things["organization"]), "recipient_name": "Peer Support"}


def blocking(world) -> dict:
    return {"membership": world.things["other_membership"]}


REACHED = {"channel": "call", "address": "+441632960123", "may_say": "nothing"}
NEEDED = {"needs": ["quiet"], "needs_words": "", "languages": ""}


DEEDS = [
    Deed("people.account.claim", "on a sheet", thing("paper")),
    Deed("people.account.claim", "of somebody with an address", thing("used_paper")),
    Deed("people.block.make", "of the joined", lambda world: world.people["joined"], blocking),
    Deed("people.block.take_back", "of the joined", thing("block")),
    Deed("people.code.ask_for", "an address", given=lambda world: {"email": "member@example.org"}),
    Deed("people.code.send", "made", thing("sent_code")),
    Deed("people.code.show", "of the member", lambda world: world.people["member"]),
    Deed("people.consent.give", "of the member", lambda world: world.people["member"], agreeing),
    Deed("people.consent.withdraw", "of the joined", thing("consent")),
    Deed("people.contact.remove", "of the joined", thing("way")),
    Deed("people.contact.tell", "of the member", lambda world: world.people["member"], lambda world: REACHED),
    Deed("people.helping.begin", "a new person", given=lambda world: {"reason": "other", "channel": "table"}),
    Deed("people.helping.finish", "of the joined, by the organizer", thing("helping")),
    Deed("people.profile.tell", "of the member", lambda world: world.people["member"], lambda world: NEEDED),
    Deed("people.membership.join", "of the member", lambda world: world.people["member"], joining),
    Deed("people.membership.leave", "of the joined", thing("membership")),
    Deed("people.membership.rename", "of the joined", thing("membership"), lambda world: {"display_name": "Sam"}),
]
