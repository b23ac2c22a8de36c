"""The statements that set a group apart (Small et al. 2021, on representative statements)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trellis.kernels.opinions.counts import Counts, GroupVotes
from trellis.kernels.opinions.result import Representative
from trellis.kernels.opinions.shares import SIGNIFICANT, Values, against_half, against_others, smoothed

MOST = 5


@dataclass(frozen=True, eq=False)
class _Side:
    """One direction of one group: a value per statement."""

    name: str
    successes: Counts
    trials: Counts
    share: Values
    test: Values
    repness: Values
    repness_test: Values

    @property
    def weight(self) -> Values:
        return self.repness * self.repness_test * self.share * self.test

    @property
    def significant(self) -> NDArray[np.bool_]:
        return (self.test > SIGNIFICANT) & (self.repness_test > SIGNIFICANT)

    def statement(self, statement: int, *, best_agree: bool = False) -> Representative:
        return Representative(
            statement=statement,
            direction=self.name,
            successes=int(self.successes[statement]),
            trials=int(self.trials[statement]),
            share=float(self.share[statement]),
            test=float(self.test[statement]),
            repness=float(self.repness[statement]),
            repness_test=float(self.repness_test[statement]),
            best_agree=best_agree,
            agrees=int(self.successes[statement]) if best_agree and self.name == "agree" else None,
        )


def representative_statements(votes: GroupVotes, *, zeroed: NDArray[np.bool_]) -> list[tuple[Representative, ...]]:
    """At most five statements for each group, those it agrees with first; at least one where anybody voted on any.

    A statement counts in the direction in which the group differs more from all others. It must be significant against one half and
    against the others; the order is by repness × its test × share × its test. The statement the group agrees with best comes
    first, even if it sets the group apart less. Rejected and metadata statements are left out.
    """
    return [_of_group(votes, group, ~zeroed) for group in range(len(votes.seen))]


def _of_group(votes: GroupVotes, group: int, open_to: NDArray[np.bool_]) -> tuple[Representative, ...]:
    agree = _side("agree", votes.agrees, votes.seen, group)
    disagree = _side("disagree", votes.disagrees, votes.seen, group)
    agreeing = agree.repness_test > disagree.repness_test
    sides = [agree if each else disagree for each in agreeing]
    significant = open_to & np.where(agreeing, agree.significant, disagree.significant)
    weight = np.where(agreeing, agree.weight, disagree.weight)
    ranked = [int(each) for each in np.argsort(-weight, kind="stable") if significant[each]]
    voted = open_to & (votes.agrees[group] + votes.disagrees[group] > 0)
    best = _best_agreed(agree, voted)
    chosen = [agree.statement(best, best_agree=True)] if best is not None else []
    chosen += [sides[each].statement(each) for each in ranked if each != best]
    if not chosen and voted.any():
        least_bad = int(np.argmax(np.where(voted, np.maximum(agree.repness_test, disagree.repness_test), -np.inf)))
        chosen = [sides[least_bad].statement(least_bad)]
    return tuple(sorted(chosen[:MOST], key=lambda each: each.direction))


def _side(name: str, successes: Counts, seen: Counts, group: int) -> _Side:
    inside, trials = successes[group], seen[group]
    outside, others = successes.sum(axis=0) - inside, seen.sum(axis=0) - trials
    share = smoothed(inside, trials)
    return _Side(
        name=name,
        successes=inside,
        trials=trials,
        share=share,
        test=against_half(inside, trials),
        repness=share / smoothed(outside, others),
        repness_test=against_others(inside, trials, outside, others),
    )


def _best_agreed(agree: _Side, voted: NDArray[np.bool_]) -> int | None:
    """The statement the group agrees with best, found in one pass as the published engine does.

    It starts with any that is significant, or said more often here than elsewhere and by most; a later one replaces it if it is
    stronger, by repness too once the one held is said more often here.
    """
    strength, plain = agree.weight, agree.share * agree.test
    held: int | None = None
    for each in np.flatnonzero(voted):
        if held is None:
            better = agree.test[each] > SIGNIFICANT or (agree.repness[each] > 1 and agree.share[each] > 0.5)
        elif agree.repness[held] > 1:
            better = strength[each] > strength[held]
        else:
            better = plain[each] > plain[held]
        if better:
            held = int(each)
    return held
