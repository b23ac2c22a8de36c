"""The groups that an export names: where the published engine had got to, from which its version of the map goes on."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from trellis.kernels.opinions.mapping import opinion_map
from trellis.kernels.opinions.result import NO_GROUP, Group, OpinionMap
from trellis.kernels.opinions.votes import Conversation


def exported_map(conversation: Conversation, groups: Mapping[int, int], *, seed: int) -> OpinionMap:
    """The official map with the groups of the export in place of its own: each around the middle of its people.

    The engine starts each update from the groups before, and several cuts of one map can be settled, so a map made without them may
    settle elsewhere. `groups` has the group of each participant who has one, as in the matrix; they are kept among the grouped. Use it as
    `previous` for `opinion_map(..., version="official")`. What each group says is not worked out here.
    """
    made = opinion_map(conversation, version="official", seed=seed, kept=[str(who) for who in groups])
    numbers = {number: place for place, number in enumerate(sorted(set(groups.values())))}
    named = {str(who): numbers[number] for who, number in groups.items()}
    group_of = np.array([named.get(name, NO_GROUP) for name in conversation.participants], dtype=np.int64)
    shown = tuple(_group(place, np.flatnonzero(group_of == place), made) for place in range(len(numbers)))
    return replace(made, group_of=group_of, groups=shown, cut=len(shown))


def _group(place: int, members: np.ndarray, made: OpinionMap) -> Group:
    across, up = made.coordinates[members].mean(axis=0).tolist()
    return Group(place, tuple(members.tolist()), (across, up), ())
