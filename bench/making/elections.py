"""Made-up elections of the sizes of real ones, from a seed, for where the shared data folder is not."""

from pathlib import Path

import numpy as np

SIZES = {
    # name: voters, projects, most approvals on a ballot, budget as a part of all costs
    "town": (6_600, 64, 5, 0.3),
    "district": (8_200, 130, 15, 0.2),
    "city": (66_000, 163, 5, 0.2),
}
SMALL = {"street": (90, 14, 5, 0.5), "village": (2_000, 30, 4, 0.3), "neighbourhood": (5_000, 40, 3, 0.3)}


def write_election(path: Path, *, voters: int, projects: int, most: int, part: float, seed: int = 1) -> Path:
    """Write an approval election: popular and unpopular projects, costs spread over two orders of magnitude."""
    random = np.random.default_rng(seed)
    costs = (np.exp(random.uniform(np.log(2_000), np.log(200_000), projects)) // 100 * 100).astype(int)
    popularity = random.dirichlet(np.full(projects, 0.8))
    lines = ["META", "key;value", f"budget;{int(costs.sum() * part)}", "vote_type;approval", "PROJECTS", "project_id;cost"]
    lines += [f"{number};{cost}" for number, cost in enumerate(costs, 1)]
    lines += ["VOTES", "voter_id;vote"]
    wanted = random.integers(1, most + 1, voters)
    drawn = random.choice(projects, size=(voters, most), p=popularity) + 1
    lines += [
        f"{number};{','.join(map(str, dict.fromkeys(row[:count].tolist())))}"
        for number, (row, count) in enumerate(zip(drawn, wanted, strict=True))
    ]
    path.write_text("\n".join(lines) + "\n")
    return path
