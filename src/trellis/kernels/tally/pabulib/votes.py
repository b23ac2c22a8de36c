"""The VOTES section as arrays. Cells are split once and looked up in one go; errors are searched for only when there are any."""

from fractions import Fraction

import numpy as np

from trellis.kernels.tally.election import APPROVAL, CHOOSE_ONE, ORDINAL, Malformed
from trellis.kernels.tally.pabulib.money import decimal_scale, read_number, shown
from trellis.kernels.tally.pabulib.sections import Section

WITHOUT_POINTS = (APPROVAL, CHOOSE_ONE, ORDINAL)


def read_votes(section: Section, project_ids: list[str], vote_type: str) -> tuple[np.ndarray, np.ndarray, np.ndarray | None, int]:
    """Every voter's ballot as CSR: (starts, project indices, points or None, scale of the points).

    Raises Malformed for a repeated or missing voter id, an unknown project, points that don't match the projects, and more than one project
    under choose-1.
    """
    check_widths(section)
    check_voters(section)
    cells = column_cells(section, section.needed("vote"))
    starts, names = split_cells(cells)
    listed = look_up(names, project_ids, section, starts)
    if vote_type == CHOOSE_ONE:
        check_single(section, starts)
    if vote_type in WITHOUT_POINTS:
        return starts, listed, None, 1
    points, scale = read_points(section, starts)
    return starts, listed, points, scale


def check_widths(section: Section) -> None:
    width = len(section.header)
    for number, cells in enumerate(section.rows):
        if len(cells) > width and any(cell.strip() for cell in cells[width:]):
            reason = f"the row has {len(cells)} fields, but there are {width} columns"
            raise Malformed(reason, line=section.lines[number], field="VOTES")


def column_cells(section: Section, column: int) -> list[str]:
    """One cell per row; a row that ends early has an empty one."""
    try:
        return [cells[column] for cells in section.rows]
    except IndexError:
        return [cells[column] if column < len(cells) else "" for cells in section.rows]


def check_voters(section: Section) -> None:
    voters = [cell.strip() for cell in column_cells(section, section.needed("voter_id"))]
    if len(set(voters)) == len(voters) and "" not in voters:
        return
    seen: dict[str, int] = {}
    for voter, line in zip(voters, section.lines, strict=True):
        if not voter:
            raise Malformed("the voter_id is missing", line=line, field="voter_id")
        if voter in seen:
            raise Malformed(f"voter {shown(voter)} voted twice (first on line {seen[voter]})", line=line, field="voter_id")
        seen[voter] = line


def split_cells(cells: list[str]) -> tuple[np.ndarray, list[str]]:
    """Cells of comma-separated words as CSR starts and one list of words; an empty cell has none."""
    filled = [cell for cell in cells if cell]
    lengths = np.fromiter((cell.count(",") + 1 if cell else 0 for cell in cells), dtype=np.int64, count=len(cells))
    words = ",".join(filled).split(",") if filled else []
    return np.concatenate([[0], np.cumsum(lengths)]), words


def look_up(names: list[str], project_ids: list[str], section: Section, starts: np.ndarray) -> np.ndarray:
    index = {project_id: number for number, project_id in enumerate(project_ids)}
    try:
        return np.fromiter(map(index.__getitem__, names), dtype=np.int64, count=len(names))
    except KeyError:
        pass
    found = np.empty(len(names), dtype=np.int64)
    for place, name in enumerate(names):
        number = index.get(name.strip())
        if number is None:
            row = int(np.searchsorted(starts, place, side="right")) - 1
            reason = f"the vote names project {shown(name)}, which is not in PROJECTS" if name.strip() else "the vote has an empty place"
            raise Malformed(reason, line=section.lines[row], field="vote")
        found[place] = number
    return found


def check_single(section: Section, starts: np.ndarray) -> None:
    too_long = np.flatnonzero(np.diff(starts) > 1)
    if len(too_long):
        raise Malformed("a choose-1 vote names more than one project", line=section.lines[int(too_long[0])], field="vote")


def read_points(section: Section, starts: np.ndarray) -> tuple[np.ndarray, int]:
    """Points beside the projects, as integers of 1 / scale."""
    point_starts, words = split_cells(column_cells(section, section.needed("points")))
    lengths, wanted = np.diff(point_starts), np.diff(starts)
    if not np.array_equal(lengths, wanted):
        row = int(np.flatnonzero(lengths != wanted)[0])
        reason = f"{wanted[row]} projects are named, but {lengths[row]} points are given"
        raise Malformed(reason, line=section.lines[row], field="points")
    try:
        points = np.fromiter(map(int, words), dtype=np.int64, count=len(words))
    except (ValueError, OverflowError):
        return read_decimal_points(section, words, starts)
    if len(points) and (points.min() < 0 or points.max() > 10**9):
        return read_decimal_points(section, words, starts)
    return points, 1


def read_decimal_points(section: Section, words: list[str], starts: np.ndarray) -> tuple[np.ndarray, int]:
    rows = np.searchsorted(starts, np.arange(len(words)), side="right") - 1
    amounts: list[Fraction] = []
    for word, row in zip(words, rows, strict=True):
        line = section.lines[int(row)]
        amount = read_number(word, line=line, field="points")
        if amount > 10**9:
            raise Malformed(f"{shown(word)} points are too many", line=line, field="points")
        amounts.append(amount)
    scale = decimal_scale(amounts)
    if scale > 10**6:
        raise Malformed("points have more than six decimals", line=section.lines[0], field="points")
    return np.array([int(amount * scale) for amount in amounts], dtype=np.int64), scale
