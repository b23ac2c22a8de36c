"""The tables of the exchange."""

from trellis.apps.exchange.models.asking import Choosing, Need, NeedState, Offer, OfferState
from trellis.apps.exchange.models.handing import Handover, HandoverState
from trellis.apps.exchange.models.items import Item, Loan, LoanDay, LoanNote
from trellis.apps.exchange.models.matching import GroupPractice, HelperPace, Match, MatchState, RelayNote, Side
from trellis.apps.exchange.models.pickups import Pickup, PickupRound, PickupStandBy, PickupStop, RoundStop
from trellis.apps.exchange.models.terms import Kind, Limit, Repeats

__all__ = [
    "Choosing", "GroupPractice", "Handover", "HandoverState", "HelperPace", "Kind", "Limit", "Match", "MatchState", "Need", "NeedState",
    "Offer", "OfferState", "RelayNote", "Repeats", "Side",
    "Item", "Loan", "LoanDay", "LoanNote", "Pickup", "PickupRound", "PickupStandBy", "PickupStop", "RoundStop",
]  # fmt: skip
