"""A second count, slow and obviously right: exact fractions, one voter at a time, one endowment after the other.

Written from the papers alone (Peters, Pierczynski, Skowron 2021; Los, Christoff, Grossi 2022) and sharing nothing with the kernel
but the election it reads. Ballots are lists of (project index, utility), utility None standing for the project's cost.
"""

from fractions import Fraction

from trellis.kernels.tally import Election


def ballots_of(election: Election, utility: str) -> list[dict[int, int]]:
    """Each voter's utility for the projects they support."""
    result = []
    grouped = election.ballots
    for number in election.ballot_of_voter.tolist():
        start, end = int(grouped.starts[number]), int(grouped.starts[number + 1])
        listed = [int(project) for project in grouped.projects[start:end]]
        if utility == "cost":
            gains = [election.projects[project].cost for project in listed]
        elif utility == "points" and grouped.points is not None:
            gains = [int(points) for points in grouped.points[start:end]]
        elif utility == "borda":
            gains = [len(listed) - 1 - place for place in range(len(listed))]
        else:
            gains = [1] * len(listed)
        result.append({project: gain for project, gain in zip(listed, gains, strict=True) if gain > 0})
    return result


def rho_of(cost: int, supporters: list[tuple[Fraction, int]]) -> Fraction | None:
    """Least rho with sum of min(purse, rho x utility) = cost: try every voter as the last one who can't pay in full."""
    if sum(purse for purse, _ in supporters) < cost:
        return None
    in_order = sorted(supporters, key=lambda each: each[0] / each[1])
    given, weight = Fraction(0), sum(gain for _, gain in in_order)
    for purse, gain in in_order:
        rho = (cost - given) / weight
        if rho * gain <= purse:
            return rho
        given += purse
        weight -= gain
    raise AssertionError("the supporters have enough, so one of them is rich")


def equal_shares(election: Election, utility: str, endowment: Fraction, rank: list[int], out=frozenset()):
    """(Projects in order, rho of each, tied projects of each) of one count."""
    voters = ballots_of(election, utility)
    purses = [endowment] * len(voters)
    costs = election.costs
    order, rhos, ties = [], [], []
    while True:
        offers = {}
        for project, cost in enumerate(costs):
            if project in order or project in out:
                continue
            supporters = [(purse, gains[project]) for purse, gains in zip(purses, voters, strict=True) if project in gains]
            rho = rho_of(cost, supporters) if supporters else None
            if rho is not None:
                offers[project] = rho
        if not offers:
            return order, rhos, ties
        least = min(offers.values())
        tied = sorted((project for project, rho in offers.items() if rho == least), key=rank.__getitem__)
        winner = tied[0]
        order.append(winner)
        rhos.append(least)
        ties.append(tied)
        for number, gains in enumerate(voters):
            if winner in gains:
                purses[number] -= min(purses[number], least * gains[winner])


def add_one(election: Election, utility: str, stop: str, step: Fraction, rank: list[int], limit: int):
    """(Steps, projects in order) by plain stepping; None when that takes more than `limit` steps."""
    supported = {project for gains in ballots_of(election, utility) for project in gains}
    costs = election.costs
    before = None
    for steps in range(limit):
        order, _, _ = equal_shares(election, utility, Fraction(election.budget, election.n_voters) + steps * step, rank)
        spent = sum(costs[project] for project in order)
        if spent > election.budget:
            return before
        left = supported - set(order)
        money = election.budget - spent
        if not left or (stop == "exhaustive" and not any(costs[project] <= money for project in left)):
            return steps, order
        before = steps, order
    return None


def greedy(election: Election, utility: str, rank: list[int], bought: list[int]) -> list[int]:
    """What greedy adds to projects already bought."""
    voters = ballots_of(election, "cardinality" if utility == "cost" else utility)
    costs = election.costs
    total = {project: sum(gains.get(project, 0) for gains in voters) for project in range(len(costs))}
    score = {project: Fraction(amount, 1 if utility == "cost" else costs[project]) for project, amount in total.items()}
    money = election.budget - sum(costs[project] for project in bought)
    added = []
    for project in sorted(score, key=lambda each: (-score[each], rank[each])):
        if project not in bought and score[project] > 0 and costs[project] <= money:
            added.append(project)
            money -= costs[project]
    return added


def phragmen(election: Election, rank: list[int]) -> list[int]:
    """Projects in the order in which their supporters can pay for them."""
    voters = ballots_of(election, "points")
    loads = [Fraction(0)] * len(voters)
    order: list[int] = []
    money = election.budget
    while True:
        times = {}
        for project, cost in enumerate(election.costs):
            supporters = [number for number, gains in enumerate(voters) if project in gains]
            if project not in order and supporters and cost <= election.budget:
                times[project] = (cost + sum(loads[number] for number in supporters)) / len(supporters)
        if not times:
            return order
        first = min(times.values())
        tied = sorted((project for project, time in times.items() if time == first), key=rank.__getitem__)
        if any(election.costs[project] > money for project in tied):
            return order
        order.append(tied[0])
        money -= election.costs[tied[0]]
        for number, gains in enumerate(voters):
            if tied[0] in gains:
                loads[number] = first
