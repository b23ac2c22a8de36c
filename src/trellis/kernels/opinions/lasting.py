"""Groups keep their order from one map to the next, so that group 1 of today is not group 2 of tomorrow."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from trellis.kernels.opinions.grouping import Cut
from trellis.kernels.opinions.result import NO_GROUP, OpinionMap


def lasting_names(
    cut: Cut, group_of: NDArray[np.int64], participants: Sequence[str], previous: OpinionMap | None
) -> tuple[Cut, NDArray[np.int64]]:
    """The cut and the groups of people, groups in the order of the earlier group with which each shares the most people."""
    if previous is None or not previous.groups or not len(cut.centres):
        return cut, group_of
    earlier = _earlier_group(cut, group_of, participants, previous)
    order = sorted(range(len(cut.centres)), key=lambda group: (earlier.get(group, len(previous.groups)), group))
    name = np.empty(len(order), dtype=np.int64)
    name[order] = np.arange(len(order))
    renamed = np.where(group_of == NO_GROUP, NO_GROUP, name[group_of])
    kept = replace(
        cut,
        labels=np.where(cut.labels == NO_GROUP, NO_GROUP, name[cut.labels]),
        centres=cut.centres[order],
        group_stabilities=tuple(cut.group_stabilities[each] for each in order) if cut.group_stabilities else (),
    )
    return kept, renamed


def _earlier_group(cut: Cut, group_of: NDArray[np.int64], participants: Sequence[str], previous: OpinionMap) -> dict[int, int]:
    """Pairs of a group now and one before, the pair with most people in common first, each group once."""
    before = dict(zip(previous.participants, previous.group_of.tolist(), strict=True))
    then = np.fromiter((before.get(name, NO_GROUP) for name in participants), dtype=np.int64, count=len(participants))
    both = (group_of != NO_GROUP) & (then != NO_GROUP)
    common = np.zeros((len(cut.centres), len(previous.groups)), dtype=np.int64)
    np.add.at(common, (group_of[both], then[both]), 1)
    pairs: dict[int, int] = {}
    for place in np.argsort(-common, axis=None, kind="stable"):
        now, earlier = divmod(int(place), len(previous.groups))
        if now not in pairs and earlier not in pairs.values() and common[now, earlier]:
            pairs[now] = earlier
    return pairs
