"""How surplus food is shared out among those who take it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from trellis.kernels.matching.fairness import least_served_first

MOST_CRATES = 400


def shares(
    grams: int,
    *,
    needs: Mapping[Hashable, int],
    room: Mapping[Hashable, int | None],
    served: Mapping[Hashable, float],
    crate: int,
    seed: str,
) -> dict[Hashable, int]:
    """Whole crates, one after another, each to whoever had least so far for what they need; the rest of a crate the same way.

    grams   how much there is. needs: what each said it needs, grams above 0. room: the most each can take; None: any amount.
    served  what each had before. seed: equals are told apart by it, always the same way.

    What nobody has room for is in no share. Very much food is shared in larger steps, at most 400 of them.
    """
    step = max(crate, -(-grams // MOST_CRATES), 1)
    given: dict[Hashable, int] = dict.fromkeys(needs, 0)
    left = grams
    while left > 0:
        fitting = [id for id in needs if room.get(id) is None or given[id] < room[id]]
        if not fitting:
            break
        had = {id: served.get(id, 0) + given[id] for id in fitting}
        first = least_served_first(fitting, had, seed=seed, weights={id: needs[id] for id in fitting})[0].id
        limit = room.get(first)
        piece = min(step, left) if limit is None else min(step, left, limit - given[first])
        given[first] += piece
        left -= piece
    return given
