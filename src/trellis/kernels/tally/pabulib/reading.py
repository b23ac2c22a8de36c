"""From a Pabulib file to an Election. What can't be counted honestly is refused, with its line and field."""

from fractions import Fraction
from typing import BinaryIO

from trellis.kernels.tally.election import VOTE_TYPES, Election, Malformed, Project, Voters
from trellis.kernels.tally.grouping import grouped
from trellis.kernels.tally.pabulib.money import decimal_scale, read_number, shown
from trellis.kernels.tally.pabulib.sections import Section, read_sections, read_text
from trellis.kernels.tally.pabulib.votes import read_votes


def read_pabulib(source: BinaryIO | bytes) -> Election:
    """Read an election from a Pabulib file (bytes or a stream of them, not compressed).

    Understood: LF, CRLF or CR line ends, a byte-order mark, quoted fields, a last line without an end, decimal amounts with
    point or comma, any text as an id, a project listed twice in one ballot (it counts once), points of zero, empty ballots.
    Raises Malformed (line, field, reason) for a missing section, a missing, zero or negative cost or budget, an unknown or
    repeated project, a repeated voter, counts in META that are not those of the file, and votes that don't fit their type.
    """
    sections = read_sections(read_text(source))
    meta, meta_lines = read_meta(sections["META"])
    vote_type = read_vote_type(meta, meta_lines)
    budget = read_budget(meta, meta_lines, sections["META"])
    rows = sections["PROJECTS"]
    costs = read_costs(rows)
    scale = decimal_scale([budget, *costs])
    projects = read_projects(rows, [int(cost * scale) for cost in costs])
    check_count(meta, meta_lines, "num_projects", len(projects))
    check_count(meta, meta_lines, "num_votes", len(sections["VOTES"].rows))
    starts, listed, points, points_scale = read_votes(sections["VOTES"], [project.id for project in projects], vote_type)
    ballots, ballot_of_voter = grouped(starts, listed, points, n_projects=len(projects), points_scale=points_scale)
    votes = sections["VOTES"]
    return Election(
        vote_type=vote_type,
        budget=int(budget * scale),
        projects=projects,
        ballots=ballots,
        ballot_of_voter=ballot_of_voter,
        scale=scale,
        meta=meta,
        voters=Voters(columns=tuple(heading.strip() for heading in votes.header), lines=votes.texts),
    )


def read_meta(section: Section) -> tuple[dict[str, str], dict[str, int]]:
    """Keys to values, and keys to lines. A value that holds an unquoted semicolon is kept whole."""
    meta: dict[str, str] = {}
    lines: dict[str, int] = {}
    for cells, line in zip(section.rows, section.lines, strict=True):
        key = cells[0].strip()
        if key in meta:
            raise Malformed(f"META has {key} twice (first on line {lines[key]})", line=line, field=key)
        meta[key] = ";".join(cells[1:]).strip().rstrip(";")
        lines[key] = line
    return meta, lines


def read_vote_type(meta: dict[str, str], lines: dict[str, int]) -> str:
    vote_type = meta.get("vote_type", "").lower()
    if not vote_type:
        raise Malformed("META does not say the vote_type", line=lines.get("vote_type", 1), field="vote_type")
    if vote_type not in VOTE_TYPES:
        known = ", ".join(VOTE_TYPES)
        raise Malformed(f"vote_type is {shown(vote_type)}; known are {known}", line=lines["vote_type"], field="vote_type")
    return vote_type


def read_budget(meta: dict[str, str], lines: dict[str, int], section: Section) -> Fraction:
    if "budget" not in meta:
        raise Malformed("META does not say the budget", line=section.line, field="budget")
    budget = read_number(meta["budget"], line=lines["budget"], field="budget")
    if not budget:
        raise Malformed("the budget is zero", line=lines["budget"], field="budget")
    return budget


def check_count(meta: dict[str, str], lines: dict[str, int], key: str, found: int) -> None:
    """A count in META that disagrees with the file means that rows were lost or added since."""
    if not meta.get(key):
        return
    stated = read_number(meta[key], line=lines[key], field=key)
    if stated != found:
        kind = "projects" if key == "num_projects" else "votes"
        raise Malformed(f"{key} says {shown(meta[key])}, but the file has {found} {kind}", line=lines[key], field=key)


def read_costs(section: Section) -> list[Fraction]:
    column = section.needed("cost")
    costs = []
    for cells, line in zip(section.rows, section.lines, strict=True):
        cost = read_number(cells[column] if column < len(cells) else "", line=line, field="cost")
        if not cost:
            raise Malformed("the cost is zero; a free project needs no vote", line=line, field="cost")
        costs.append(cost)
    return costs


def read_projects(section: Section, costs: list[int]) -> tuple[Project, ...]:
    if not section.rows:
        raise Malformed("there are no projects", line=section.line, field="PROJECTS")
    column = section.needed("project_id")
    headings = [heading.strip() for heading in section.header]
    seen: dict[str, int] = {}
    projects = []
    for cells, line, cost in zip(section.rows, section.lines, costs, strict=True):
        if len(cells) > len(headings) and any(cell.strip() for cell in cells[len(headings) :]):
            raise Malformed(f"the row has {len(cells)} fields, but there are {len(headings)} columns", line=line, field="PROJECTS")
        project_id = cells[column].strip()
        if not project_id or "," in project_id:
            problem = "the project_id is missing" if not project_id else f"project_id {shown(project_id)} holds a comma"
            raise Malformed(problem, line=line, field="project_id")
        if project_id in seen:
            raise Malformed(f"project {shown(project_id)} is there twice (first on line {seen[project_id]})", line=line, field="project_id")
        seen[project_id] = line
        projects.append(project_of(project_id, cost, dict(zip(headings, cells, strict=False))))
    return tuple(projects)


def project_of(project_id: str, cost: int, columns: dict[str, str]) -> Project:
    named = {heading.lower(): value.strip() for heading, value in columns.items()}
    return Project(
        id=project_id,
        cost=cost,
        name=named.get("name", ""),
        categories=labels(named, "category", "categories"),
        neighborhoods=labels(named, "neighborhood", "neighbourhood", "neighborhoods", "district"),
        targets=labels(named, "beneficiaries", "target", "targets"),
        columns=columns,
    )


def labels(named: dict[str, str], *headings: str) -> tuple[str, ...]:
    """The labels in the first of these columns that has any; several are separated by commas."""
    written = next((named[heading] for heading in headings if named.get(heading)), "")
    return tuple(dict.fromkeys(label.strip() for label in written.split(",") if label.strip()))
