"""Fair turns: who takes which shift, so that places are filled, hard rules hold, and the load is shared by what people said they can do.

What is imported here is plain Python, fit for a web process. `trellis.kernels.rota.solving` adds the solver, for commands and jobs.
"""

from trellis.kernels.rota.counting import Breach, Count, Turn, gini, recount
from trellis.kernels.rota.problem import EMPTY, NO_LEAD, Malformed, Rota, Shift, Volunteer
from trellis.kernels.rota.proposing import Proposal, propose
from trellis.kernels.rota.reading import read_rota, rota_of

__all__ = [
    "EMPTY",
    "NO_LEAD",
    "Breach",
    "Count",
    "Malformed",
    "Proposal",
    "Rota",
    "Shift",
    "Turn",
    "Volunteer",
    "gini",
    "propose",
    "read_rota",
    "recount",
    "rota_of",
]
