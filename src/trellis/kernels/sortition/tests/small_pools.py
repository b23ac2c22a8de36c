"""Small pools, and a twin that lists every panel of persons instead of being clever."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from hypothesis import strategies as st
from scipy.optimize import linprog

from trellis.kernels.sortition.pool import Pool
from trellis.kernels.sortition.quotas import Quota, Quotas

VALUES = "abc"


@dataclass(frozen=True)
class Case:
    """Everything a selection is asked for."""

    pool: Pool
    quotas: Quotas
    size: int
    households: tuple[str, ...] | None


@st.composite
def cases(draw: st.DrawFn, *, most_people: int = 9, with_households: bool = False) -> Case:
    """A pool of up to nine people whose quotas are around one panel, so that at least one valid panel exists."""
    features = draw(st.integers(1, 4))
    rows = draw(st.lists(st.tuples(*[st.sampled_from(VALUES)] * features), min_size=3, max_size=most_people))
    size = draw(st.integers(1, len(rows) - 1))
    order = draw(st.permutations(range(len(rows))))
    households = None
    if with_households:
        homes = draw(st.lists(st.sampled_from(("", "north", "south", "east", "west")), min_size=len(rows), max_size=len(rows)))
        households = tuple(homes)
    panel: list[int] = []
    for person in order:
        apart = not households or not households[person] or households[person] not in {households[other] for other in panel}
        if apart and len(panel) < size:
            panel.append(person)
    limits = []
    for feature in range(features):
        for value in sorted({row[feature] for row in rows}):
            seats = sum(rows[person][feature] == value for person in panel)
            below, above = draw(st.integers(0, 1)), draw(st.integers(0, 1))
            limits.append(Quota(f"f{feature}", value, max(0, seats - below), seats + above))
    pool = Pool(tuple(f"p{person}" for person in range(len(rows))), tuple(f"f{feature}" for feature in range(features)), tuple(rows))
    return Case(pool, Quotas(tuple(limits)), len(panel), households)


def every_panel(case: Case) -> list[tuple[int, ...]]:
    """All valid panels, by places in the pool."""
    return [members for members in combinations(range(len(case.pool)), case.size) if _is_valid(case, members)]


def _is_valid(case: Case, members: Sequence[int]) -> bool:
    homes = [case.households[person] for person in members if case.households[person]] if case.households else []
    return len(homes) == len(set(homes)) and not case.quotas.broken_by(case.pool, [case.pool.ids[person] for person in members])


def twin_leximin(case: Case) -> list[float]:
    """Everyone's leximin chance: one linear programme over all panels per level, and per person one that asks who can rise."""
    panels = every_panel(case)
    on = np.array([[float(person in panel) for panel in panels] for person in range(len(case.pool))])
    chances: dict[int, float] = {person: 0.0 for person in range(len(case.pool)) if not on[person].any()}
    while len(chances) < len(on):
        rest = [person for person in range(len(on)) if person not in chances]
        level = -_solve(on, chances, rest, raised=None, level=None)
        stuck = [person for person in rest if -_solve(on, chances, rest, raised=person, level=level) < level + 1e-6]
        chances |= dict.fromkeys(stuck, level)
    return [chances[person] for person in range(len(on))]


def _solve(on: np.ndarray, fixed: dict[int, float], rest: list[int], *, raised: int | None, level: float | None) -> float:
    """Minus the best level of the rest; or, with a level they all have at least, minus the best chance of one of them."""
    people, panels = on.shape
    cost = np.append(np.zeros(panels), -1.0) if raised is None else np.append(-on[raised], 0.0)
    with_level = np.array([float(person in rest and level is None) for person in range(people)])
    least = np.array([fixed.get(person, level or 0.0) for person in range(people)])
    above = np.column_stack([-on, with_level])
    weights = np.append(np.ones(panels), 0.0)[None, :]
    return float(linprog(cost, A_ub=above, b_ub=1e-9 - least, A_eq=weights, b_eq=[1.0]).fun)
