"""The example by hand in docs/kernels/routes.md, worked out again from the page itself."""

from pathlib import Path

import pytest

from trellis.kernels.routes import Before, Problem, Stop, Way, obstacles, route

PAGE = (Path(__file__).resolve().parents[5] / "docs/kernels/routes.md").read_text()


def table(first_heading):
    """The rows of the page's table whose first column has this heading."""
    lines = PAGE.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(f"| {first_heading} |"))
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip().strip("|").split("|")])
    return rows


def problem(limit):
    told = table("stop")
    stops = tuple(
        Stop(key=name, opens=int(opens), closes=int(closes), minutes=int(work), grams=int(grams))
        for name, opens, closes, work, grams in told
    )
    donors, takers = ([n for n, stop in enumerate(stops) if (stop.grams > 0) is fetched] for fetched in (True, False))
    return Problem(
        stops=stops,
        travel=tuple(tuple(int(minutes) for minutes in row[1:]) for row in table("from")),
        befores=tuple(Before(donor, taker, limit) for donor in donors for taker in takers),
        capacity=40000,
    )


@pytest.mark.parametrize("row", table("limit"), ids=lambda row: row[0])
def test_the_page_is_right(row):
    limit, order, begins, ends, driving = row
    asked = problem(int(limit))
    found = route(asked)
    if order == "none":
        assert found is None
        assert [(each.way, each.by) for each in obstacles(asked) if each.way == Way.COLD] == [(Way.COLD, 7)]
    else:
        assert ", ".join(asked.stops[stop].key for stop in found.order) == order
        assert (found.begins, found.ends, found.driving) == (int(begins), int(ends), int(driving))
