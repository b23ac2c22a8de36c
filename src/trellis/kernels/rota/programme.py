"""The rota as a linear programme, solved by HiGHS: a bound on every rota, and nearly always the best rota itself.

Columns: x (a person takes a shift, which they could), y (a person takes a k-th turn), u (empty places of a shift), z (a shift without its
lead). Rows, besides one per shift and lead: a person's x add up to their y; no more than `per_week` x of a week; at most one x of each set
of shifts that leave too little rest between them. Such sets are taken as large as they come (the cliques of an interval graph), which is
what makes the programme tight: its solution is whole in nearly every rota of real shape. Where it is not, HiGHS branches.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil
from random import Random

import highspy
import numpy as np

from trellis.kernels.rota.plan import Plan
from trellis.kernels.rota.problem import EMPTY, NO_LEAD

WHOLE = 1e-6
INF = highspy.kHighsInf


@dataclass
class Rows:
    """Limits of the rows, and for each column its rows."""

    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)

    def add(self, lower: float, upper: float) -> int:
        self.lower.append(lower)
        self.upper.append(upper)
        return len(self.lower) - 1


@dataclass
class Columns:
    """Costs and limits of the columns, and their entries in the matrix."""

    cost: list[int] = field(default_factory=list)
    lower: list[int] = field(default_factory=list)
    upper: list[int] = field(default_factory=list)
    start: list[int] = field(default_factory=lambda: [0])
    row: list[int] = field(default_factory=list)
    value: list[int] = field(default_factory=list)

    def add(self, cost: int, entries: list[tuple[int, int]], *, lower: int = 0, upper: int = 1) -> None:
        self.cost.append(cost)
        self.lower.append(lower)
        self.upper.append(upper)
        for row, value in entries:
            self.row.append(row)
            self.value.append(value)
        self.start.append(len(self.row))


class Programme:
    """The programme of one problem. The order of the people, which decides between rotas that are equally good, is drawn from the seed."""

    def __init__(self, plan: Plan, *, seed: str) -> None:
        self.plan = plan
        self.turns: list[tuple[int, int]] = []
        self.at: list[int] = []
        self.rows, self.columns = Rows(), Columns()
        shifts = range(len(plan.need))
        settled = [0] * len(plan.need)
        for _, shift in plan.kept:
            settled[shift] += 1
        self.places = [self.rows.add(plan.need[shift], max(plan.need[shift], settled[shift])) for shift in shifts]
        self.lead = {shift: self.rows.add(1, INF) for shift in shifts if plan.needs_lead[shift]}
        people = list(range(len(plan.capacity)))
        Random(f"order {seed}").shuffle(people)
        self.together: dict[tuple[int, int], dict[int, int]] = {}
        for person in people:
            self._add_person(person)
        for shift in shifts:
            self.columns.add(EMPTY, [(self.places[shift], 1)], upper=plan.need[shift])
            if shift in self.lead:
                self.columns.add(NO_LEAD, [(self.lead[shift], 1)])

    def _add_person(self, person: int) -> None:
        plan, rows = self.plan, self.rows
        settled = {shift for who, shift in plan.kept if who == person} if plan.kept else set()
        active = plan.capacity[person] and plan.per_week[person]
        mine = sorted({*plan.like[person], *settled} if active else settled, key=lambda shift: (plan.starts[shift], shift))
        if not mine:
            return
        load = rows.add(0, 0)
        entries = {shift: [(self.places[shift], 1), (load, 1)] for shift in mine}
        for sets, most in ((by_week(plan, mine), plan.per_week[person]), (cliques(plan, mine), 1)):
            for each in sets:
                if len(each) > most:
                    row = rows.add(-INF, max(most, len(settled.intersection(each))))
                    for shift in each:
                        entries[shift].append((row, 1))
        for shift in mine:
            if plan.is_lead[person] and shift in self.lead:
                entries[shift].append((self.lead[shift], 1))
            for other in plan.apart.get(person, ()):
                entries[shift].append((self._apart(person, other, shift, settled), 1))
            self.turns.append((person, shift))
            self.at.append(len(self.columns.cost))
            self.columns.add(-plan.like[person].get(shift, 0), entries[shift], lower=int(shift in settled))
        for price in plan.prices[person][: max(min(plan.capacity[person], len(mine)), len(settled))]:
            self.columns.add(price, [(load, -1)])

    def _apart(self, person: int, other: int, shift: int, settled: set[int]) -> int:
        """The row that keeps two people off one shift, made when it is first asked for."""
        rows = self.together.setdefault((min(person, other), max(person, other)), {})
        if shift not in rows:
            rows[shift] = self.rows.add(-INF, 2 if shift in settled and (other, shift) in self.plan.kept else 1)
        return rows[shift]

    def solver(self, *, whole: bool = False) -> highspy.Highs:
        """A quiet HiGHS that repeats itself, holding the programme."""
        given = highspy.HighsLp()
        columns, rows = self.columns, self.rows
        given.num_col_, given.num_row_ = len(columns.cost), len(rows.lower)
        given.col_cost_ = np.array(columns.cost, float)
        given.col_lower_, given.col_upper_ = np.array(columns.lower, float), np.array(columns.upper, float)
        given.row_lower_, given.row_upper_ = np.array(rows.lower, float), np.array(rows.upper, float)
        given.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        given.a_matrix_.start_ = np.array(columns.start, np.int32)
        given.a_matrix_.index_ = np.array(columns.row, np.int32)
        given.a_matrix_.value_ = np.array(columns.value, float)
        if whole:
            given.integrality_ = [highspy.HighsVarType.kInteger] * len(columns.cost)
        highs = highspy.Highs()
        for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 0), ("mip_abs_gap", 0.999), ("mip_rel_gap", 0.0)):
            highs.setOptionValue(option, value)
        highs.passModel(given)
        return highs

    def solved(self, *, over: Callable[[], bool]) -> tuple[list[tuple[int, int]] | None, int | None]:
        """The best turns that the solver knows (as person, shift), or None; and a bound on every rota, or None if time was up before."""
        linear = self.solver()
        stop_when(linear, over)
        linear.run()
        if linear.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None, None
        bound = ceil(linear.getInfo().objective_function_value - 1e-4)
        values = np.array(linear.getSolution().col_value)
        if np.all(np.abs(values - np.rint(values)) < WHOLE):
            return self.chosen(values), bound
        whole = self.solver(whole=True)
        stop_when(whole, over)
        whole.run()
        info = whole.getInfo()
        if np.isfinite(info.mip_dual_bound):
            bound = max(bound, ceil(info.mip_dual_bound - 1e-4))
        found = whole.getSolution()
        return self.chosen(np.array(found.col_value)) if found.value_valid and info.primal_solution_status == 2 else None, bound

    def chosen(self, values: np.ndarray) -> list[tuple[int, int]]:
        """The turns that a solution takes, as person and shift."""
        return [turn for turn, column in zip(self.turns, self.at, strict=True) if values[column] > 0.5]


def stop_when(highs: highspy.Highs, over: Callable[[], bool]) -> None:
    """End the solver when the time is up, which it asks at its own pace."""

    def ask(event) -> None:
        if over():
            event.interrupt()

    highs.cbSimplexInterrupt.subscribe(ask)
    highs.cbIpmInterrupt.subscribe(ask)
    highs.cbMipInterrupt.subscribe(ask)


def by_week(plan: Plan, shifts: list[int]) -> list[list[int]]:
    weeks: dict[int, list[int]] = {}
    for shift in shifts:
        weeks.setdefault(plan.week[shift], []).append(shift)
    return list(weeks.values())


def cliques(plan: Plan, shifts: list[int]) -> list[list[int]]:
    """Every largest set of these shifts of which one person can have only one. `shifts` are in the order of their starts."""
    found: list[list[int]] = []
    active: list[int] = []
    grown = False
    for shift in shifts:
        still = [other for other in active if plan.rests[other] > plan.starts[shift]]
        if len(still) < len(active) and grown:
            found.append(active)
        active = [*still, shift]
        grown = True
    return [*found, active] if active else found
