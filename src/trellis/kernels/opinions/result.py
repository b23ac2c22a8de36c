"""What a map of opinions says: places, groups, what each group says, what all agree on, and how far to trust it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NO_GROUP = -1
# Caveats that count a few people, and are for those who run the conversation.
ABOUT_FEW = frozenset({"apart", "all-agree"})


@dataclass(frozen=True)
class Representative:
    """A statement that sets a group apart (Small et al. 2021, on representative statements).

    `direction` is agree or disagree; `successes` of `trials` in the group voted so; `share` is that share with one vote
    added to each side; `test` its z against one half; `repness` the share inside over the share outside; `repness_test`
    the z of that difference; `best_agree` marks the one the group agrees on most.
    """

    statement: int
    direction: str
    successes: int
    trials: int
    share: float
    test: float
    repness: float
    repness_test: float
    best_agree: bool = False
    agrees: int | None = None


@dataclass(frozen=True)
class Majority:
    """A statement on which most of all grouped people say the same; fields as in Representative."""

    statement: int
    direction: str
    successes: int
    trials: int
    share: float
    test: float


@dataclass(frozen=True)
class Bridge:
    """A statement that every group agrees with: `lowest` is the smallest smoothed agree share of any group, which is `group`."""

    statement: int
    lowest: float
    group: int
    consensus: float


@dataclass(frozen=True)
class Group:
    """People who vote alike. `id` counts from 0; `members` are places in OpinionMap.participants; `centre` is on the map."""

    id: int
    members: tuple[int, ...]
    centre: tuple[float, float]
    representative: tuple[Representative, ...]
    stability: float | None = None

    @property
    def size(self) -> int:
        return len(self.members)


@dataclass(frozen=True)
class Partition:
    """One way of cutting the map into `k` groups: `inertia` is the sum of squared distances to the centres, in map units.

    `silhouette` is from -1 to 1; `stability` is the mean adjusted Rand index with the cuts of perturbed data (`stability.py`),
    1 = always the same; None where it was not measured.
    """

    k: int
    inertia: float
    silhouette: float
    sizes: tuple[int, ...]
    stability: float | None = None


@dataclass(frozen=True)
class Membership:
    """An event: this participant came to be grouped, at this update of the map; it is never undone.

    `reason` is votes (enough of them), topped-up (there were too few people), or kept (said to be grouped before).
    """

    participant: str
    update: int
    reason: str


@dataclass(frozen=True)
class Caveat:
    """Something a reader must know, as a code with its figures: the sentence is made where it is shown.

    few-people (people, below): groups of so few people are weak evidence · unstable (stability, below) · apart (people, below): they
    are in groups too small to show · all-agree (people): they only ever agreed · sampled (people, of): the silhouette is of a sample.
    """

    code: str
    figures: dict[str, float | int]


@dataclass(frozen=True, eq=False)
class Statements:
    """One value per statement, in the order of OpinionMap.statements.

    `agrees`, `disagrees`, `passes` count all votes. `extremity` is the length of the statement's place on the map.
    `priority` is the weight with which to ask it next. `consensus_agree` and `consensus_disagree` are the product over groups of
    the smoothed share; without groups, over everyone grouped. `group_agrees`, `group_disagrees` and `group_seen` have a row per group.
    """

    agrees: NDArray[np.int64]
    disagrees: NDArray[np.int64]
    passes: NDArray[np.int64]
    extremity: NDArray[np.float64]
    priority: NDArray[np.float64]
    consensus_agree: NDArray[np.float64]
    consensus_disagree: NDArray[np.float64]
    group_agrees: NDArray[np.int64]
    group_disagrees: NDArray[np.int64]
    group_seen: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class OpinionMap:
    """The map of a conversation. Arrays of people are in the order of `participants`, arrays of statements in that of `statements`.

    `coordinates` (people × 2) are where people stand, +1 being agree; `mean` (statements) and `components` (2 × statements, each
    of length 1 or 0) made them. `grouped` says who takes part in the grouping and `group_of` their group, -1 for none.
    `groups` is empty when none are shown, and `why_no_groups` then says why: few-people, no-difference,
    small-groups or unstable. `partitions` has every cut that was tried, and `cut` is the k of the one the groups are from, 0 for none;
    it may be more than the groups, as small ones are not shown. `stability` is that of the cut, or of the best one where none is
    shown; None in the official version, which does not measure it. `all_agree` are people who only ever agreed, on enough statements
    to be grouped. `update` counts from 0, and `k_wins` is the k that won the latest updates and how many in a row.
    `base_centres` is what the official version goes on from.
    """

    version: str
    seed: int
    update: int
    participants: tuple[str, ...]
    statements: tuple[str, ...]
    n_votes: int
    mean: NDArray[np.float64]
    components: NDArray[np.float64]
    variance_shares: tuple[float, float]
    coordinates: NDArray[np.float64]
    grouped: NDArray[np.bool_]
    memberships: tuple[Membership, ...]
    group_of: NDArray[np.int64]
    groups: tuple[Group, ...]
    why_no_groups: str
    partitions: tuple[Partition, ...]
    stability: float | None
    cut: int
    k_wins: tuple[int, int]
    statement_facts: Statements
    agreed: tuple[Majority, ...]
    disagreed: tuple[Majority, ...]
    bridges: tuple[Bridge, ...]
    ask_next: tuple[int, ...]
    all_agree: tuple[int, ...]
    caveats: tuple[Caveat, ...]
    base_centres: NDArray[np.float64]

    @property
    def k(self) -> int:
        return len(self.groups)


@dataclass(frozen=True, eq=False)
class PublishedMap:
    """A map without people: what may leave the place. Whom a group contains is a sensitive inference, so only sizes are kept."""

    version: str
    seed: int
    n_participants: int
    n_grouped: int
    n_votes: int
    statements: tuple[str, ...]
    group_sizes: tuple[int, ...]
    group_centres: tuple[tuple[float, float], ...]
    representative: tuple[tuple[Representative, ...], ...]
    why_no_groups: str
    stability: float | None
    statement_facts: Statements
    agreed: tuple[Majority, ...]
    disagreed: tuple[Majority, ...]
    bridges: tuple[Bridge, ...]
    ask_next: tuple[int, ...]
    caveats: tuple[Caveat, ...]


def published(made: OpinionMap) -> PublishedMap:
    """The form of a map for export: no ids of people, no places of people, no members; groups by their size only.

    People in no group shown are not counted apart, since they may be one or two.
    """
    return PublishedMap(
        version=made.version,
        seed=made.seed,
        n_participants=len(made.participants),
        n_grouped=sum(group.size for group in made.groups) or int(made.grouped.sum()),
        n_votes=made.n_votes,
        statements=made.statements,
        group_sizes=tuple(group.size for group in made.groups),
        group_centres=tuple(group.centre for group in made.groups),
        representative=tuple(group.representative for group in made.groups),
        why_no_groups=made.why_no_groups,
        stability=made.stability,
        statement_facts=made.statement_facts,
        agreed=made.agreed,
        disagreed=made.disagreed,
        bridges=made.bridges,
        ask_next=made.ask_next,
        caveats=tuple(caveat for caveat in made.caveats if caveat.code not in ABOUT_FEW),
    )
