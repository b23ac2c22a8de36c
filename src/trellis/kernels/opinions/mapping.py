"""The map of a conversation, from votes to what to ask next.

After Small, Bjorkegren, Erkkilä, Shaw and Megill 2021, "Polis: scaling deliberation by mapping high dimensional opinion spaces",
Recerca 26(2), doi:10.6035/recerca.5516.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from trellis.kernels.opinions.centring import CentredVotes, centred_votes
from trellis.kernels.opinions.components import Components, principal_components
from trellis.kernels.opinions.consensus import across_groups, bridging_statements, majority_statements
from trellis.kernels.opinions.counts import GroupVotes, group_votes
from trellis.kernels.opinions.grouping import Cut
from trellis.kernels.opinions.honest import SMALLEST_GROUP, honest_cut
from trellis.kernels.opinions.lasting import lasting_names
from trellis.kernels.opinions.membership import enough_votes, memberships
from trellis.kernels.opinions.official import official_cut
from trellis.kernels.opinions.placing import coordinates, extremity
from trellis.kernels.opinions.representative import representative_statements
from trellis.kernels.opinions.result import NO_GROUP, Caveat, Group, OpinionMap, Statements
from trellis.kernels.opinions.routing import ask_next, priorities
from trellis.kernels.opinions.stability import STABLE
from trellis.kernels.opinions.votes import AGREE, Conversation, Malformed, with_votes

SEED = 20
# Below this, groups found are weak evidence (measured on twelve public conversations).
WEAK_EVIDENCE_PEOPLE = 150
# Places are compared after rounding, so that the last bits, which differ between machines, do not decide who is with whom.
DECIMALS = 9


def opinion_map(
    conversation: Conversation,
    *,
    version: str = "honest",
    seed: int = SEED,
    previous: OpinionMap | None = None,
    kept: Iterable[str] = (),
) -> OpinionMap:
    """Map a conversation: where people stand, which groups they form, what each group says and what all agree on.

    `version` is honest (groups only where they would come out again) or official (as the published engine does). With `previous`
    the map goes on from an earlier one of the same conversation: people stay grouped, the map keeps its orientation, groups
    keep their order, and their number changes only after four wins. `kept` names people known to have been grouped before.
    The same arguments give the same map. Raises Malformed for a conversation without votes, or of another version than `previous`.
    """
    _check(conversation, version, previous)
    update = previous.update + 1 if previous else 0
    votes = centred_votes(conversation)
    components = principal_components(votes.matrix, like=_earlier_vectors(conversation, previous))
    places = coordinates(votes, components.vectors)
    events = memberships(conversation, before=previous.memberships if previous else (), kept=kept, update=update)
    names = {event.participant for event in events}
    grouped = np.fromiter((name in names for name in conversation.participants), dtype=bool, count=conversation.n_participants)
    cut = _cut(votes, np.flatnonzero(grouped), places, components, version, seed, previous)
    group_of = np.full(conversation.n_participants, NO_GROUP, dtype=np.int64)
    group_of[grouped] = cut.labels
    cut, group_of = lasting_names(cut, group_of, conversation.participants, previous)
    counts = group_votes(conversation, group_of, len(cut.centres))
    everybody = group_votes(conversation, np.zeros(conversation.n_participants, dtype=np.int64), 1)
    statements = _statements(conversation, everybody, counts, grouped, extremity(votes, components.vectors))
    agreed, disagreed = majority_statements(everybody, zeroed=conversation.zeroed)
    all_agree = _who_only_agreed(conversation)
    return OpinionMap(
        version=version,
        seed=seed,
        update=update,
        participants=conversation.participants,
        statements=conversation.statements,
        n_votes=conversation.n_votes,
        mean=votes.means,
        components=components.vectors,
        variance_shares=components.shares,
        coordinates=places,
        grouped=grouped,
        memberships=events,
        group_of=group_of,
        groups=_groups(cut, group_of, counts, conversation),
        why_no_groups=cut.why,
        partitions=cut.partitions,
        stability=cut.stability,
        cut=cut.k,
        k_wins=cut.k_wins,
        statement_facts=statements,
        agreed=agreed,
        disagreed=disagreed,
        bridges=bridging_statements(counts, zeroed=conversation.zeroed),
        ask_next=ask_next(statements.priority, rejected=conversation.rejected),
        all_agree=all_agree,
        caveats=_caveats(cut, group_of, grouped, len(all_agree), version),
        base_centres=cut.base_centres if cut.base_centres is not None else np.zeros((0, 2)),
    )


def grow(previous: OpinionMap, conversation: Conversation, votes: Iterable[tuple[str, str, int]]) -> tuple[Conversation, OpinionMap]:
    """The conversation with more votes of (participant, statement, vote), and its map, which goes on from the previous one."""
    grown = with_votes(conversation, votes)
    return grown, opinion_map(grown, version=previous.version, seed=previous.seed, previous=previous)


def _check(conversation: Conversation, version: str, previous: OpinionMap | None) -> None:
    if version not in ("honest", "official"):
        raise Malformed(f"a version is honest or official, not {version!r}", field="version")
    if not conversation.n_votes:
        raise Malformed("nobody has voted, so there is nothing to map", field="vote")
    if previous is not None and previous.version != version:
        raise Malformed(f"the map before is of the {previous.version} version", field="version")


def _earlier_vectors(conversation: Conversation, previous: OpinionMap | None) -> NDArray[np.float64] | None:
    """The components before, by the statements of now; those that are new have had no say in them."""
    if previous is None:
        return None
    place_of = {name: place for place, name in enumerate(conversation.statements)}
    known = [(place_of[name], place) for place, name in enumerate(previous.statements) if name in place_of]
    vectors = np.zeros((len(previous.components), conversation.n_statements))
    now, then = np.array(known, dtype=np.int64).reshape(-1, 2).T
    vectors[:, now] = previous.components[:, then]
    return vectors


def _cut(
    votes: CentredVotes,
    grouped: NDArray[np.int64],
    places: NDArray[np.float64],
    components: Components,
    version: str,
    seed: int,
    previous: OpinionMap | None,
) -> Cut:
    stand = np.round(places[grouped], DECIMALS)
    if version == "official":
        return official_cut(stand, previous=previous)
    return honest_cut(votes, grouped, stand, components.vectors, seed=seed, previous=previous)


def _statements(
    conversation: Conversation,
    everybody: GroupVotes,
    counts: GroupVotes,
    grouped: NDArray[np.bool_],
    extremities: NDArray[np.float64],
) -> Statements:
    as_one = group_votes(conversation, grouped.astype(np.int64) - 1, 1)
    agree, disagree = across_groups(counts if len(counts.seen) else as_one)
    agrees, disagrees, seen = everybody.agrees[0], everybody.disagrees[0], everybody.seen[0]
    return Statements(
        agrees=agrees,
        disagrees=disagrees,
        passes=seen - agrees - disagrees,
        extremity=extremities,
        priority=priorities(as_one, extremities, metadata=conversation.metadata),
        consensus_agree=agree,
        consensus_disagree=disagree,
        group_agrees=counts.agrees,
        group_disagrees=counts.disagrees,
        group_seen=counts.seen,
    )


def _groups(cut: Cut, group_of: NDArray[np.int64], counts: GroupVotes, conversation: Conversation) -> tuple[Group, ...]:
    representative = representative_statements(counts, zeroed=conversation.zeroed)
    return tuple(
        Group(
            id=place,
            members=tuple(np.flatnonzero(group_of == place).tolist()),
            centre=(float(cut.centres[place, 0]), float(cut.centres[place, 1])),
            representative=representative[place],
            stability=cut.group_stabilities[place] if cut.group_stabilities else None,
        )
        for place in range(len(cut.centres))
    )


def _who_only_agreed(conversation: Conversation) -> tuple[int, ...]:
    """People whose every vote is to agree, on enough statements to be grouped: they may not have read them."""
    agreed = np.bincount(conversation.rows[conversation.votes == AGREE], minlength=conversation.n_participants)
    cast = conversation.votes_per_participant
    return tuple(np.flatnonzero((agreed == cast) & (cast >= enough_votes(conversation))).tolist())


def _caveats(cut: Cut, group_of: NDArray[np.int64], grouped: NDArray[np.bool_], only_agreed: int, version: str) -> tuple[Caveat, ...]:
    found = []
    if int(grouped.sum()) < WEAK_EVIDENCE_PEOPLE:
        found.append(Caveat("few-people", {"people": int(grouped.sum()), "below": WEAK_EVIDENCE_PEOPLE}))
    if cut.why == "unstable" and cut.stability is not None:
        found.append(Caveat("unstable", {"stability": cut.stability, "below": STABLE}))
    apart = int((group_of[grouped] == NO_GROUP).sum())
    if version == "honest" and apart and len(cut.centres):
        found.append(Caveat("apart", {"people": apart, "below": SMALLEST_GROUP}))
    if only_agreed:
        found.append(Caveat("all-agree", {"people": only_agreed}))
    if cut.sampled:
        found.append(Caveat("sampled", {"people": cut.sampled, "of": int(grouped.sum())}))
    return tuple(found)
