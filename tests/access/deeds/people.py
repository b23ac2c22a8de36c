"""What people do about belonging, consent and safety."""

from tests.access.deed import Deed, thing
from trellis.core.references import Ref


def joining(world) -> dict:
    return {"group": Ref.to(world.things["organization"]), "display_name": "Sam"}


DEEDS = [
    Deed("people.membership.join", "of the member", lambda world: world.people["member"], joining),
    Deed("people.membership.leave", "of the joined", thing("membership")),
    Deed("people.membership.rename", "of the joined", thing("membership"), lambda world: {"display_name": "Sam"}),
]
