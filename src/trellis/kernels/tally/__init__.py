"""Counting participatory-budgeting elections exactly: greedy, the Method of Equal Shares and sequential Phragmen.

No clock, no network, no randomness: the same file gives the same winners everywhere.
"""

from trellis.kernels.tally.counting import tally
from trellis.kernels.tally.election import Ballots, Election, Malformed, Project, Voters
from trellis.kernels.tally.outcome import Outcome, Refused, Round, Tie
from trellis.kernels.tally.pabulib import read_pabulib, write_pabulib
from trellis.kernels.tally.payments import Payment, payments

__all__ = [
    "Ballots",
    "Election",
    "Malformed",
    "Outcome",
    "Payment",
    "Project",
    "Refused",
    "Round",
    "Tie",
    "Voters",
    "payments",
    "read_pabulib",
    "tally",
    "write_pabulib",
]
