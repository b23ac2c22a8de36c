"""Who plays whom in which round: the circle method. Plain arithmetic.

Source: Kirkman 1847; as "circle method" in Anderson, "Combinatorial Designs and Tournaments" (1997). One team stands still, the others
move one place on each round; who stands opposite each other play. With an odd number nobody stands still in the middle, and whoever
stands opposite nobody rests.
"""

from collections.abc import Sequence
from typing import TypeVar

Team = TypeVar("Team")
Pair = tuple[Team, Team]


def rounds(teams: Sequence[Team], *, meetings: int = 1) -> list[list[Pair]]:
    """The rounds, each a list of (home, away). Every two teams meet once (or twice, home and away); nobody plays twice in a round.

    After each two have met once, nobody's matches at home and away differ by more than one.
    """
    circle: list[Team | None] = [None, *teams] if len(teams) % 2 else [*teams]
    n = len(circle)
    found: list[list[Pair]] = []
    for number in range(n - 1):
        pairs = []
        for place in range(n // 2):
            first, second = circle[place], circle[n - 1 - place]
            if first is None or second is None:
                continue
            # Whoever stands still changes sides each round, the others by where they stand.
            turned = number % 2 if place == 0 else place % 2
            pairs.append((second, first) if turned else (first, second))
        found.append(pairs)
        circle = [circle[0], circle[-1], *circle[1:-1]]
    if meetings == 2:
        found += [[(away, home) for home, away in pairs] for pairs in found]
    return found
