"""The same question answered by trying everything: for graphs of a handful of edges."""

from itertools import combinations


def best_by_trying(edges, *, need_capacity=None, offer_capacity=None, forbidden=(), unmatched=None):
    """(matched, total cost), or the least of cost and penalties together when `unmatched` is given."""
    cheapest: dict = {}
    for need, offer, cost in edges:
        if (need, offer) not in set(forbidden):
            cheapest[need, offer] = min(cost, cheapest.get((need, offer), cost))
    wanted = sum((need_capacity or {}).get(need, 1) for need in {need for need, _, _ in edges})
    found = []
    for number in range(len(cheapest) + 1):
        for pairs in combinations(cheapest, number):
            taken: dict = {}
            for need, offer in pairs:
                taken["need", need] = taken.get(("need", need), 0) + 1
                taken["offer", offer] = taken.get(("offer", offer), 0) + 1
            if all(
                number <= ((need_capacity if side == "need" else offer_capacity) or {}).get(id, 1) for (side, id), number in taken.items()
            ):
                found.append((number, sum(cheapest[pair] for pair in pairs)))
    if unmatched is not None:
        return min(cost + unmatched * (wanted - number) for number, cost in found)
    most = max(number for number, _ in found)
    return most, min(cost for number, cost in found if number == most)
