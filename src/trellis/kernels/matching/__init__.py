"""Who could meet whom: needs and offers, peers and peers. The best total, never a forbidden pair, and why.

`match` is exact and plain Python: right for some hundreds of edges in a web process. `trellis.kernels.matching.fast` gives the same
answer for hundreds of thousands, with NumPy and SciPy, and is loaded by commands and jobs only.
"""

from trellis.kernels.matching.certificate import lower_bound, verify
from trellis.kernels.matching.explanation import PairFacts, UnmatchedFacts, Why, explain
from trellis.kernels.matching.fairness import Served, gini, least_served_first, weekly_places
from trellis.kernels.matching.graph import Graph, Malformed, graph_of
from trellis.kernels.matching.peers import Proposal, proposals
from trellis.kernels.matching.plain import match, solve
from trellis.kernels.matching.result import Matching

__all__ = [
    "Graph", "Malformed", "Matching", "PairFacts", "Proposal", "Served", "UnmatchedFacts", "Why", "explain", "gini", "graph_of",
    "least_served_first", "lower_bound", "match", "proposals", "solve", "verify", "weekly_places",
]  # fmt: skip
