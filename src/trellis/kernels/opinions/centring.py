"""Votes minus the mean of their statement, as a sparse matrix (Small et al. 2021, on data preparation).

Unseen cells take the mean of their column, so after centring they are 0: the centred matrix is as sparse as the votes and is never
filled. Columns of rejected and metadata statements become 0 for everybody, seen or not, and are not taken out; with that they
count as a vote that everybody cast, which the sparsity correction then sees.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from trellis.kernels.opinions.votes import Conversation


@dataclass(frozen=True, eq=False)
class CentredVotes:
    """`matrix` is people × statements; `means` has a value per statement; `cast` counts each person's votes as the engine does.

    `asked` is the number of statements with any vote: one that nobody saw is not part of the map.
    """

    matrix: csr_array
    means: NDArray[np.float64]
    cast: NDArray[np.int64]
    asked: int


def centred_votes(conversation: Conversation) -> CentredVotes:
    n, m = conversation.n_participants, conversation.n_statements
    seen = np.bincount(conversation.columns, minlength=m)
    means = np.bincount(conversation.columns, weights=conversation.votes, minlength=m) / np.maximum(seen, 1)
    means[conversation.zeroed] = 0.0
    kept = ~conversation.zeroed[conversation.columns]
    columns = conversation.columns[kept]
    counts = np.bincount(conversation.rows[kept], minlength=n)
    starts = np.zeros(n + 1, dtype=np.int32)
    np.cumsum(counts, out=starts[1:])
    matrix = csr_array((conversation.votes[kept] - means[columns], columns, starts), shape=(n, m))
    return CentredVotes(matrix, means, counts + int((conversation.zeroed & (seen > 0)).sum()), int((seen > 0).sum()))
