"""The tables of the exchange."""

from trellis.apps.exchange.models.items import Item, Loan, LoanDay, LoanNote
from trellis.apps.exchange.models.pickups import Pickup, PickupRound, PickupStandBy, PickupStop, RoundStop

__all__ = ["Item", "Loan", "LoanDay", "LoanNote", "Pickup", "PickupRound", "PickupStandBy", "PickupStop", "RoundStop"]
