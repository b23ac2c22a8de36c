"""Principal components of sparse votes: the two directions in which people differ most (Small et al. 2021, on dimensionality reduction).

With few statements they are the exact eigenvectors of the covariance, with more those of a Lanczos iteration on products with
the sparse matrix, to machine precision; a test holds the two together. Neither fills the matrix.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh
from scipy.sparse import csr_array
from scipy.sparse.linalg import ArpackNoConvergence, LinearOperator, eigsh

DIMENSIONS = 2
# Up to here the covariance and its eigenvectors cost less than the products.
MOST_EXACT_STATEMENTS = 100
NOTHING = 1e-12
LANCZOS_VECTORS = 16

Vectors = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Components:
    """`vectors` is 2 × statements, rows of length 1, or all 0 where people do not differ any further; `shares` are of the variance."""

    vectors: Vectors
    shares: tuple[float, float]


def principal_components(matrix: csr_array, *, like: Vectors | None = None, tolerance: float = 0.0) -> Components:
    """The two leading components of a centred matrix, people × statements.

    `like` (2 × statements) is where the iteration starts, and components point the same way; without it see `_turned`.
    `tolerance` is relative; 0 is machine precision.
    """
    total = float(matrix.data @ matrix.data)
    if total <= NOTHING:
        return Components(np.zeros((DIMENSIONS, matrix.shape[1])), (0.0, 0.0))
    values, vectors = _exact(matrix) if matrix.shape[1] <= MOST_EXACT_STATEMENTS else _iterated(matrix, like, tolerance)
    vectors[values <= NOTHING * total] = 0.0
    shares = np.maximum(values, 0.0) / total
    return Components(_turned(vectors, like), (float(shares[0]), float(shares[1])))


def _exact(matrix: csr_array) -> tuple[NDArray[np.float64], Vectors]:
    m = matrix.shape[1]
    covariance = (matrix.T @ matrix).toarray()
    values, vectors = eigh(covariance, subset_by_index=(max(m - DIMENSIONS, 0), m - 1), overwrite_a=True, check_finite=False)
    return _two(values[::-1], vectors.T[::-1], m)


def _iterated(matrix: csr_array, like: Vectors | None, tolerance: float) -> tuple[NDArray[np.float64], Vectors]:
    m = matrix.shape[1]
    across = matrix.T
    operator = LinearOperator((m, m), matvec=lambda direction: across @ (matrix @ direction), dtype=np.float64)
    # A plain start: it does not depend on chance, and is not orthogonal to any direction but by accident.
    start = np.sqrt(np.arange(1.0, m + 1)) if like is None or not like.any() else like.sum(axis=0) + 1e-6
    settings = {"which": "LA", "ncv": LANCZOS_VECTORS, "rng": np.random.default_rng(0)}
    try:
        values, vectors = eigsh(operator, k=DIMENSIONS, v0=start, tol=tolerance, **settings)
    except ArpackNoConvergence:
        return _exact(matrix)
    order = np.argsort(values)[::-1]
    return _two(values[order], vectors.T[order], m)


def _two(values: NDArray[np.float64], vectors: Vectors, m: int) -> tuple[NDArray[np.float64], Vectors]:
    """Two of each also for a conversation of one statement."""
    full = np.zeros((DIMENSIONS, m))
    full[: len(vectors)] = vectors
    return np.concatenate([values, np.zeros(DIMENSIONS - len(values))]), full


def _turned(vectors: Vectors, like: Vectors | None) -> Vectors:
    """A component and its mirror image are equally right; take the one nearer to `like`, else with the heavier positive side.

    The sum of cubes does not depend on the order of statements; where it is 0 the first of the strong ones is positive.
    """
    turned = vectors.copy()
    for place, vector in enumerate(vectors):
        strong = np.abs(vector) > np.abs(vector).max(initial=0.0) / 2
        deciding = [float((vector**3).sum()), float(vector[np.argmax(strong)])]
        if like is not None:
            deciding.insert(0, float(like[place] @ vector))
        side = next((each for each in deciding if abs(each) > 1e-9), 1.0)
        turned[place] = vector * np.sign(side)
    return turned
