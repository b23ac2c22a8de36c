"""Made-up pools of the shape of published ones, the same on every machine, for where the shared pools are absent."""

import csv
import random
from pathlib import Path


def write_two_features(folder: Path, *, people: int, seats: int) -> int:
    """The hard example of the paper: two features, one woman who is conservative, and quotas of nearly half for each value."""
    half = people // 2
    rows = [("female", "conservative")] + [("female", "liberal")] * (half - 1) + [("male", "conservative")] * half
    least = seats // 2 - 1
    values = [("gender", "female"), ("gender", "male"), ("leaning", "liberal"), ("leaning", "conservative")]
    return _write(folder, ("gender", "leaning"), rows, [(*value, least, seats) for value in values], seats)


def write_skewed(folder: Path, *, people: int, seats: int, values: tuple[int, ...], seed: int = 1) -> int:
    """Volunteers whose features lean to the first values, and quotas around equal shares, as far as a panel of the pool meets them."""
    draw = random.Random(seed)  # noqa: S311 (a made-up pool, not a draw of people)
    names = tuple(f"f{number}" for number in range(len(values)))
    rows = [
        tuple(f"v{min(int(count * draw.random() ** 1.3), count - 1)}" for count in values)
        for _ in range(people)
    ]  # fmt: skip
    panel = draw.sample(rows, seats)
    limits = []
    for place, count in enumerate(values):
        for value in range(count):
            seated = sum(row[place] == f"v{value}" for row in panel)
            limits.append((names[place], f"v{value}", max(0, seated - 1), seated + 1))
    return _write(folder, names, rows, limits, seats)


def _write(folder: Path, names: tuple[str, ...], rows: list, limits: list, seats: int) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "candidates.csv").open("w", newline="") as file:
        csv.writer(file).writerows([("id", *names), *((f"p{number}", *row) for number, row in enumerate(rows))])
    with (folder / "features.csv").open("w", newline="") as file:
        csv.writer(file).writerows([("feature", "value", "min", "max"), *limits])
    return seats
