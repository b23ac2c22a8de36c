"""Equal ballots are kept once, with a weight: what a count costs then depends on the distinct ballots only."""

import numpy as np

from trellis.kernels.tally.election import Ballots


def scattered(keys: np.ndarray) -> np.ndarray:
    """Spread integers evenly over 64 bits (the finaliser of splitmix64; Steele, Lea, Flood 2014), so that sums rarely agree."""
    mixed = keys.astype(np.uint64)
    mixed = (mixed + np.uint64(0x9E3779B97F4A7C15)) * np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(27)
    mixed *= np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


def row_sums(values: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Sum of each row of a CSR array, 0 for an empty row, in wrap-around arithmetic for unsigned values."""
    totals = np.concatenate([np.zeros(1, dtype=values.dtype), np.cumsum(values, dtype=values.dtype)])
    return totals[starts[1:]] - totals[starts[:-1]]


def places_in_row(starts: np.ndarray) -> np.ndarray:
    """For each entry of a CSR array its place in its row, from 0."""
    lengths = np.diff(starts)
    return np.arange(starts[-1], dtype=np.int64) - np.repeat(starts[:-1], lengths)


def equal_rows(starts: np.ndarray, *columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which rows of a CSR array are equal: (the first of each kind, in their order; for each row its kind).

    Rows are equal when every column has the same entries in the same places. Rows are brought together by a 64-bit sum
    and then compared entry by entry; should two different rows ever share a sum, they are told apart slowly instead.
    """
    places = places_in_row(starts)
    keys = scattered(places + 1)
    for column in columns:
        keys = scattered(keys ^ scattered(column))
    sums = row_sums(keys, starts)
    _, firsts, kinds = np.unique(sums, return_index=True, return_inverse=True)
    order = np.argsort(firsts, kind="stable")
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    firsts, kinds = firsts[order], rank[kinds]
    if same_as(firsts[kinds], starts, places, columns):
        return firsts, kinds
    return equal_rows_slowly(starts, columns)


def same_as(twin: np.ndarray, starts: np.ndarray, places: np.ndarray, columns: tuple[np.ndarray, ...]) -> bool:
    """Whether each row equals its `twin` row, entry by entry."""
    lengths = np.diff(starts)
    if not np.array_equal(lengths, lengths[twin]):
        return False
    opposite = np.repeat(starts[:-1][twin], lengths) + places
    return all(np.array_equal(column, column[opposite]) for column in columns)


def equal_rows_slowly(starts: np.ndarray, columns: tuple[np.ndarray, ...]) -> tuple[np.ndarray, np.ndarray]:
    seen: dict[tuple[bytes, ...], int] = {}
    firsts: list[int] = []
    kinds = np.empty(len(starts) - 1, dtype=np.int64)
    for row in range(len(starts) - 1):
        key = tuple(column[starts[row] : starts[row + 1]].tobytes() for column in columns)
        kind = seen.setdefault(key, len(seen))
        if kind == len(firsts):
            firsts.append(row)
        kinds[row] = kind
    return np.array(firsts, dtype=np.int64), kinds


def chosen_entries(starts: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Positions of the entries of some rows, row after row."""
    lengths = starts[rows + 1] - starts[rows]
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total, dtype=np.int64) + np.repeat(starts[rows] - (ends - lengths), lengths)


def without_repeats(starts: np.ndarray, projects: np.ndarray, points: np.ndarray | None, n_projects: int):
    """A ballot that lists a project twice lists it once, where it came first; of its points the last ones count.

    Pabulib has such ballots in 22 files; pabutools reads them so.
    """
    rows = np.repeat(np.arange(len(starts) - 1, dtype=np.int64), np.diff(starts))
    keys = rows * n_projects + projects
    in_order = np.sort(keys)
    if len(keys) < 2 or not (in_order[1:] == in_order[:-1]).any():
        return starts, projects, points
    _, firsts, kinds = np.unique(keys, return_index=True, return_inverse=True)
    lasts = np.zeros(len(firsts), dtype=np.int64)
    np.maximum.at(lasts, kinds, np.arange(len(keys)))
    order = np.argsort(firsts)
    kept = firsts[order]
    new_starts = np.searchsorted(kept, starts)
    return new_starts, projects[kept], None if points is None else points[lasts[order]]


def grouped(
    starts: np.ndarray, projects: np.ndarray, points: np.ndarray | None, *, n_projects: int, points_scale: int = 1
) -> tuple[Ballots, np.ndarray]:
    """Group the voters' ballots: (distinct ballots in order of first appearance, for each voter the row of their ballot)."""
    starts, projects, points = without_repeats(starts, projects, points, n_projects)
    columns = (projects,) if points is None else (projects, points)
    firsts, kinds = equal_rows(starts, *columns)
    entries = chosen_entries(starts, firsts)
    lengths = np.diff(starts)[firsts]
    ballots = Ballots(
        starts=np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
        projects=projects[entries].astype(np.int32),
        weights=np.bincount(kinds, minlength=len(firsts)).astype(np.int64),
        points=None if points is None else points[entries].astype(np.int64),
        points_scale=points_scale,
    )
    return ballots, kinds.astype(np.int32)
