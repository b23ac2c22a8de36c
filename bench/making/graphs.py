"""Graphs of needs and offers of the form of the shared one: needs and offers of several kinds, spread over a town; each need knows its
twenty nearest offers of its kind, at the cost of the way and something by chance."""

from pathlib import Path

import numpy as np
from scipy.spatial import cKDTree

DEGREE, KINDS = 20, 7


def made(n: int, *, seed: int = 1, degree: int = DEGREE, kinds: int = KINDS, m: int | None = None) -> tuple[list, list, list]:
    """Needs, offers and costs, a column each: n needs and m offers (n if not told)."""
    chance = np.random.default_rng(seed)
    needs, offers = chance.random((n, 2)), chance.random((m or n, 2))
    of_need, of_offer = chance.integers(0, kinds, n), chance.integers(0, kinds, m or n)
    tails, heads, ways = [], [], []
    for kind in range(kinds):
        mine, theirs = np.flatnonzero(of_need == kind), np.flatnonzero(of_offer == kind)
        if not len(mine) or not len(theirs):
            continue
        far, which = cKDTree(offers[theirs]).query(needs[mine], k=min(degree, len(theirs)))
        tails.append(np.repeat(mine, far.shape[1]))
        heads.append(theirs[which].ravel())
        ways.append(far.ravel() / far.mean() * 200)
    tail, head, way = map(np.concatenate, (tails, heads, ways))
    costs = (way + np.abs(chance.normal(130, 100, len(way)))).astype(int)
    return tail.tolist(), head.tolist(), costs.tolist()


def scattered(n: int, *, seed: int = 1, degree: int = DEGREE) -> tuple[list, list, list]:
    """The same without any place or kind: everything hangs together."""
    chance = np.random.default_rng(seed)
    tails = np.repeat(np.arange(n), degree)
    return tails.tolist(), chance.integers(0, n, n * degree).tolist(), chance.integers(1, 1000, n * degree).tolist()


def write(path: Path, columns: tuple[list, list, list]) -> Path:
    """The graph as a table for `trellis match`."""
    rows = "".join(f"{need},{offer},{cost}\n" for need, offer, cost in zip(*columns, strict=True))
    path.write_text("need,offer,cost\n" + rows)
    return path
